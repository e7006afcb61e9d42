import { setTimeout as sleep } from "node:timers/promises";
import {
  ContractAccount,
  type ContractTarget,
  type ShownSchedule,
  schedulesOf,
} from "../contract/contract-account";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installVersion, lowest } from "../support/engine/pulumi-version";
import { scheduleProgram } from "../support/programs/schedule-program";
import { describeOnBothServers } from "../support/servers/both-servers";

let installed: string;
beforeAll(async () => {
  installed = (await installVersion(lowest)).folder;
}, 300_000);

describeOnBothServers("schedules of every kind", describeKinds);

function describeKinds(target: () => ContractTarget): void {
  const account = new ContractAccount(target);
  let project: PulumiProject;
  let workflowId: string;

  const instantIn = (milliseconds: number) =>
    new Date(Date.now() + milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
  const later = instantIn(3 * 3_600_000);
  /** One fires soon: the server's scheduler looks once a minute. */
  let soon: string;
  let wanted: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    workflowId = await account.createWorkflow([]);
    const environment = { SKYVERN_BASE_URL: target().url, SKYVERN_API_KEY: target().apiKey };
    project = new PulumiProject(installed, { "index.js": scheduleProgram }, environment);
    await project.createStack("e2e");
  }, 120_000);
  afterAll(async () => {
    await account.removeAll();
    project.remove();
  });

  /** The program's schedules from now on; undefined removes one. */
  const program = (changes: Record<string, Record<string, unknown> | undefined>): void => {
    const all = Object.entries({ ...wanted, ...changes }).filter(([, inputs]) => inputs !== undefined);
    wanted = Object.fromEntries(all) as typeof wanted;
    project.write("schedules.json", JSON.stringify(wanted));
  };
  const live = async (): Promise<Readonly<Record<string, ShownSchedule>>> => {
    const all = schedulesOf(await account.call("GET", `/v1/workflows/${workflowId}/schedules`));
    return Object.fromEntries(all.map((one) => [String(one.name), one]));
  };
  const refused = async (...args: readonly string[]): Promise<string> => {
    // The last one may fire meanwhile.
    const unchanged = async () => ({ ...(await live()), soon: undefined });
    const before = await unchanged();
    const { code, output } = await project.pulumi("preview", ...args);
    expect(code).not.toBe(0);
    expect(await unchanged()).toEqual(before);
    return output;
  };

  test("up creates a schedule by interval and two one-time schedules, and a second up and a refresh write nothing", async () => {
    soon = instantIn(180_000);
    program({
      often: { workflowId, interval: "90m" },
      anchored: { workflowId, intervalSeconds: 129_600, firstFireAt: later.replace("Z", "+00:00") },
      once: { workflowId, runAt: later },
      soon: { workflowId, runAt: soon },
    });
    expect(await project.succeed("preview")).toMatch(/\+ 5 to create/);
    await project.up();
    const all = await live();
    expect(all.often).toMatchObject({ interval_seconds: 5400, cron_expression: null, timezone: "UTC" });
    expect(all.anchored).toMatchObject({ interval_seconds: 129_600, first_fire_at: later });
    expect(all.once).toMatchObject({ run_at: later, dispatch_status: "pending" });
    await project.up("--refresh", "--expect-no-changes");
    expect((await live()).often).toEqual(all.often);
  });

  test("a changed interval keeps the first fire time that Skyvern chose, and the preview says so", async () => {
    const { often: before } = await live();
    program({ often: { workflowId, interval: "2h" } });
    const kept = `Schedule "often" keeps its first fire time ${before?.first_fire_at}: it now fires every 2h, counted from that time.`;
    expect(await project.succeed("preview")).toContain(kept);
    await project.up();
    const { often } = await live();
    expect(often).toMatchObject({
      workflow_schedule_id: before?.workflow_schedule_id,
      interval_seconds: 7200,
      first_fire_at: before?.first_fire_at,
    });
    await project.up("--refresh", "--expect-no-changes");
  });

  test("an interval becomes a cron expression and back, in place", async () => {
    const { often: before } = await live();
    program({ often: { workflowId, cronExpression: "0 2 * * *" } });
    expect(await project.up()).toMatch(/~ 1 updated/);
    expect((await live()).often).toMatchObject({
      workflow_schedule_id: before?.workflow_schedule_id,
      cron_expression: "0 2 * * *",
      interval_seconds: null,
    });
    program({ often: { workflowId, interval: "2h" } });
    expect(await project.up()).toMatch(/~ 1 updated/);
    expect((await live()).often?.workflow_schedule_id).toBe(before?.workflow_schedule_id);
    await project.up("--refresh", "--expect-no-changes");
  });

  test("a schedule that somebody turned into another kind is drift, which the next up repairs", async () => {
    const { often } = await live();
    const path = `/v1/workflows/${workflowId}/schedules/${often?.workflow_schedule_id}`;
    await account.call("PUT", path, { cron_expression: "0 5 * * *", timezone: "UTC", name: "often" });
    const refreshed = await project.refresh("--diff");
    expect(refreshed).toMatch(/cronExpression\s*: "0 5 \* \* \*"/);
    expect(refreshed).toMatch(/intervalSeconds\s*: 7200/);
    expect(await project.up()).toMatch(/~ 1 updated/);
    expect((await live()).often).toMatchObject({ interval_seconds: 7200, cron_expression: null });
    await project.up("--refresh", "--expect-no-changes");
  });

  test("a change from recurring to one-time and back replaces the schedule, deleting the old one first", async () => {
    const { often: before } = await live();
    program({ often: { workflowId, runAt: later } });
    expect(await project.up()).toMatch(/1 replaced/);
    const { often: between } = await live();
    expect(between).toMatchObject({ run_at: later, interval_seconds: null });
    expect(between?.workflow_schedule_id).not.toBe(before?.workflow_schedule_id);
    program({ often: { workflowId, interval: "2h" } });
    expect(await project.up()).toMatch(/1 replaced/);
    expect((await live()).often).toMatchObject({ run_at: null, interval_seconds: 7200 });
  });

  test("a hold of the stack pauses all but the one-time schedules, and names these with their times", async () => {
    const up = await project.up("-c", "skyvern:paused=true");
    expect(up).toContain(`Schedule "once" still fires at ${later}, although skyvern:paused is true`);
    const held = await live();
    expect([held.often?.enabled, held.anchored?.enabled, held.once?.enabled]).toEqual([false, false, true]);
    await project.succeed("config", "rm", "skyvern:paused");
    await project.up();
    expect(Object.values(await live()).every(({ enabled }) => enabled)).toBe(true);
  });

  test.each([
    [
      "a time that is over",
      "once",
      { runAt: "2026-01-01T00:00:00Z" },
      "2026-01-01T00:00:00Z is in the past. A new",
    ],
    [
      "a first fire time that is over",
      "anchored",
      { intervalSeconds: 129_600, firstFireAt: "2026-01-01T00:00:00Z" },
      "2026-01-01T00:00:00Z is in the past. A new",
    ],
    [
      "a pause of a one-time schedule",
      "once",
      { runAt: "2090-01-01T00:00:00Z", enabled: false },
      "Skyvern cannot pause a one-time schedule",
    ],
    [
      "two kinds",
      "once",
      { runAt: "2090-01-01T00:00:00Z", interval: "90m" },
      "interval and runAt are both set. Keep one of cronExpression, interval (or intervalSeconds) and runAt",
    ],
    ["an interval of four minutes", "often", { interval: "4m" }, "240 seconds are too short"],
  ])("a preview refuses %s, and changes nothing", async (_, name, inputs, message) => {
    const before = wanted[name];
    program({ [name]: { workflowId, ...inputs } });
    expect((await refused()).replace(/\s+/g, " ")).toContain(message);
    program({ [name]: before });
  });

  test("a one-time schedule that fired is finished: no drift, no change, and it cannot be changed", async () => {
    const isOver = async () => (await live()).soon?.dispatch_status !== "pending";
    for (let waited = 0; !(await isOver()) && waited < 300; waited += 2) await sleep(2000);
    expect((await live()).soon?.dispatch_status).toBe("fired");
    await project.up("--refresh", "--expect-no-changes");
    program({ soon: { workflowId, runAt: soon, description: "changed" } });
    expect((await refused()).replace(/\s+/g, " ")).toMatch(
      /Schedule "soon" \(wfs_\d+\) of workflow wpid_\d+ fired at .*Z, so it can no longer change\. Remove it from the program/,
    );
    program({ soon: undefined });
    await project.up();
    expect(await live()).not.toHaveProperty("soon");
  }, 600_000);

  test("destroy removes them all", async () => {
    await project.destroy();
    expect(await live()).toEqual({});
  });
}
