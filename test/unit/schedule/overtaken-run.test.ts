import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../src/provider/lifecycle";
import { overtakenRun } from "../../../src/provider/schedule/overtaken-run";
import { ScheduleBench } from "../../support/bench/schedule-bench";
import { dropAfter } from "../../support/faults/proxy";

describe("an update right after a fire time", () => {
  let bench: ScheduleBench;
  let clock: Date;
  beforeEach(async () => {
    clock = new Date("2026-11-23T10:00:01Z");
    bench = await ScheduleBench.start({ now: () => clock });
  });
  afterEach(() => bench.close());

  /** Makes the schedule a second after 10:00, and updates it when the server's clock shows `time`. */
  async function updateAt(time: string, before: Properties, after: Properties): Promise<readonly string[]> {
    const workflowId = bench.workflow();
    const program = (changes: Properties): Properties => ({
      workflowId,
      name: "five",
      cronExpression: "*/5 * * * *",
      ...changes,
    });
    const engine = bench.engine();
    await engine.up(program(before));
    clock = new Date(`2026-11-23T${time}Z`);
    expect(await engine.up(program({ ...before, ...after }))).toBe("update");
    return bench.warnings;
  }

  it("warns that the scheduler may skip that run, with its time and advice", async () => {
    const warnings = await updateAt("10:35:03", {}, { description: "Invoices" });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Schedule "five" \(wfs_\d+\) of workflow wpid_\d+ was due at 2026-11-23T10:35:00.000Z, 3 s before this update\. .*If it did not, start it by hand\.$/,
      ),
    ]);
  });

  it("names a schedule without a name by its id", async () => {
    const warnings = await updateAt("10:35:03", { name: null }, { description: "Invoices" });
    expect(warnings).toEqual([expect.stringMatching(/^Schedule \(wfs_\d+\) of workflow wpid_\d+ was due/)]);
  });

  it.each<[string, string, Properties, Properties]>([
    ["the time that was due, whatever the new one is", "10:35:03", {}, { cronExpression: "0 2 * * *" }],
    ["a pause", "10:35:59", {}, { enabled: false }],
    [
      "a fire time in the schedule's own timezone",
      "10:30:20",
      { cronExpression: "0 16 * * *", timezone: "Asia/Kolkata" },
      { description: "Invoices" },
    ],
  ])("warns of %s", async (_, time, before, after) => {
    expect(await updateAt(time, before, after)).toHaveLength(1);
  });

  it.each<[string, string, Properties, Properties]>([
    ["when the server has had its minute", "10:36:01", {}, { description: "Invoices" }],
    ["on the very second, which the server still counts", "10:35:00", {}, { description: "Invoices" }],
    ["when nothing was due", "10:35:03", { cronExpression: "0 2 * * *" }, { cronExpression: "*/5 * * * *" }],
    ["of a schedule that was paused", "10:35:03", { enabled: false }, { enabled: true }],
    ["of one that was made after the fire time", "10:00:03", {}, { description: "Invoices" }],
  ])("does not warn %s", async (_, time, before, after) => {
    expect(await updateAt(time, before, after)).toEqual([]);
  });

  it("warns once if the update's answer is lost", async () => {
    bench.proxy.inject(({ method }) => method === "PUT", dropAfter);
    expect(await updateAt("10:35:03", {}, { description: "Invoices" })).toHaveLength(1);
  });

  it("warns of an adopted schedule, also of one with an alias that only the server takes", async () => {
    const workflowId = bench.workflow();
    const made = [
      await bench.scheduleByHand(workflowId, { cron_expression: "*/5 * * * *" }),
      await bench.scheduleByHand(workflowId, { cron_expression: "@hourly" }),
    ];
    clock = new Date("2026-11-23T11:00:03Z");
    for (const adopt of made) {
      await bench.engine().up({ workflowId, cronExpression: "0 2 * * *", name: "nightly", adopt });
    }
    const overtaken = bench.warnings.filter((text) => text.includes("was due at"));
    expect(overtaken).toEqual(made.map((id) => expect.stringContaining(`(${id})`)));
  });

  it("does not warn of an expression that is invalid here", () => {
    const state = { workflowId: "wpid_1", scheduleId: "wfs_1", timezone: "UTC", enabled: true };
    const random = { ...state, cronExpression: "R * * * *", createdAt: "2026-11-01T00:00:00Z" };
    expect(overtakenRun(random, Date.parse("2026-11-23T11:00:03Z"))).toBeUndefined();
  });

  it("warns of a move to another workflow, but not of a destroy", async () => {
    // A delete is dated by the answer's header, to the second, which no clock of a test sets.
    const second = (): number => new Date().getUTCSeconds();
    while (second() < 2 || second() > 45) await sleep(200);
    clock = new Date(Date.now() - 3_600_000);
    const workflowId = bench.workflow();
    const hourly = { workflowId, cronExpression: `${new Date().getUTCMinutes()} * * * *` };
    const [moving, leaving] = [bench.engine(), bench.engine()];
    await moving.up({ ...hourly, name: "moving" });
    await leaving.up({ ...hourly, name: "leaving", adopt: false });
    clock = new Date();
    await leaving.destroy();
    expect(await moving.up({ ...hourly, name: "moving", workflowId: bench.workflow() })).toBe("replace");
    expect(bench.warnings).toEqual([
      expect.stringMatching(/^Schedule "moving" .* was due at .*, \d+ s before this update\. /),
    ]);
  });
});
