import type { StackDrift } from "../../src/cli/drift/drift-report";
import { plain, refused } from "../contract/contract-account";
import { installPulumi } from "../support/engine/pulumi-version";
import {
  asked,
  MultiEnvironmentProject,
  makeWorkflows,
  passwords,
  type Stack,
  stacks,
} from "../support/programs/multi-environment-project";
import { type RealAccount, realAccounts } from "../support/servers/real-accounts";

/** How many schedules the file has for each environment, and how many of them fire. */
const counts = { dev: [37, 2], staging: [39, 7], prod: [40, 40] };

/** Each test continues from the end of the one before it. */
describe("examples/multi-environment, by its scripts, on three accounts of the real server", () => {
  let installed: string;
  let project: MultiEnvironmentProject;
  let accounts: Readonly<Record<Stack, RealAccount>>;
  let smokeTests: Readonly<Record<Stack, string>>;

  beforeAll(async () => {
    const [dev, staging, prod] = await realAccounts(stacks.map((stack) => `multi-environment-${stack}`));
    if (dev === undefined || staging === undefined || prod === undefined)
      throw new Error("an account is missing");
    accounts = { dev, staging, prod };
    smokeTests = await each((stack) => makeWorkflows(accounts[stack]));
    installed = await installPulumi();
    project = new MultiEnvironmentProject(installed, accounts);
  }, 300_000);

  afterAll(async () => {
    await each((stack) => accounts[stack].empty());
    project.remove();
  });

  async function each<Value>(of: (stack: Stack) => Promise<Value>): Promise<Record<Stack, Value>> {
    return { dev: await of("dev"), staging: await of("staging"), prod: await of("prod") };
  }

  /** What the accounts hold, whole. */
  const everything = () =>
    each(async (stack) => ({
      schedules: await accounts[stack].schedules(),
      smokeRuns: await accounts[stack].runsOf(smokeTests[stack]),
    }));
  const names = () => each(async (stack) => Object.keys(await accounts[stack].schedules()).sort());

  /** Each account must hold what its stack says, and nothing else. */
  async function expectResolved(): Promise<void> {
    const resolved = await each((stack) => project.resolved(stack));
    expect(await each(async (stack) => asked(await accounts[stack].schedules()))).toEqual(resolved);
    const found = await each(async (stack) => {
      const all = Object.values(await accounts[stack].schedules());
      return [all.length, all.filter(({ enabled }) => enabled).length];
    });
    expect(found).toEqual(counts);
  }

  /** What a person does to a schedule in the web page. */
  async function byHand(stack: Stack, name: string, method: string, path = "", change?: object) {
    const schedule = (await accounts[stack].schedules())[name];
    if (schedule === undefined) throw new Error(`${stack} has no schedule ${name}`);
    const route = `/v1/workflows/${schedule.workflow_permanent_id}/schedules/${schedule.workflow_schedule_id}${path}`;
    const body = change === undefined ? undefined : { ...schedule, ...change };
    expect((await accounts[stack].call(method, route, body)).status).toBe(200);
  }

  test("the accounts are separate: none can see or change another", async () => {
    const workflowId = smokeTests.prod;
    const { workflow_schedule_id: id } = await accounts.prod.createSchedule(workflowId, { name: "of prod" });
    const path = `/v1/workflows/${workflowId}/schedules/${id}`;
    expect(await names()).toEqual({ dev: [], staging: [], prod: ["of prod"] });
    const answer = await accounts.dev.call("GET", path);
    expect(plain(answer)).toEqual(refused(404, `Workflow ${workflowId} not found`));
    expect((await accounts.prod.call("DELETE", path)).status).toBe(200);
  });

  test("setup creates three stacks, each with its own password, and can run again", async () => {
    await project.run("setup");
    await project.run("setup");
    await project.commit("Three stacks");
    const report = await project.run("validate", "--strict");
    expect(report).toContain("40 schedules in dev, staging, prod: 0 errors");
    expect(await names()).toEqual({ dev: [], staging: [], prod: [] });
  });

  test("apply creates in each account exactly what its environment says, and tests it", async () => {
    await project.run("apply");
    await expectResolved();
    const all = await everything();
    for (const stack of stacks) {
      expect(all[stack].smokeRuns).toHaveLength(1);
      const parameters = { vendor: "acme-paper", since: "last-run", password: passwords[stack] };
      expect(all[stack].schedules["invoices-acme-paper"]).toMatchObject({ parameters });
    }
  });

  test("apply writes nothing if nothing has changed", async () => {
    const before = await everything();
    const output = await project.run("apply");
    expect(output.match(/^ +\d+ unchanged$/gm)).toHaveLength(3);
    // A write would have moved `modified_at`.
    expect(await everything()).toEqual(before);
  });

  test("promote applies a merged change to all three, with a smoke run in each", async () => {
    project.edit((text) =>
      text
        .replace('cron: "0 6,13 * * MON-FRI"', 'cron: "0 7,13 * * MON-FRI"')
        .replace(/claims-goldenrod-vision(.*)goldenrod-vision/, "claims-ivy-community$1ivy-community"),
    );
    await project.commit("Claims an hour later, and another payer");
    const report = await project.run("promote", "--markdown");
    // Created, updated, replaced and deleted; staging has hours of its own for the claims.
    expect(report).toContain("| `dev` | promoted | 1 | 6 | 1 | 1 |");
    expect(report).toContain("| `staging` | promoted | 1 | 0 | 1 | 1 |");
    expect(report).toContain("| `prod` | promoted | 1 | 7 | 1 | 1 |");
    expect(report).toMatch(
      /claims-alder-health \(wfs_\d+\): cronExpression "\d+ 6,13 \* \* MON-FRI" -> "\d+ 7,13 \* \* MON-FRI"/,
    );
    await expectResolved();
    for (const { schedules, smokeRuns } of Object.values(await everything())) {
      expect(smokeRuns).toHaveLength(2);
      expect(Object.keys(schedules)).toContain("claims-ivy-community");
      expect(Object.keys(schedules)).not.toContain("claims-goldenrod-vision");
    }
  });

  test("drift reports what was changed by hand in two of them", async () => {
    await byHand("staging", "invoices-iberia-steel", "POST", "/disable");
    await byHand("prod", "report-fleet-mileage", "PUT", "", { cron_expression: "0 23 * * SUN" });
    await byHand("prod", "statements-meridian", "DELETE");
    const { code, output } = await project.script("drift", "--json");
    expect(code).toBe(2);
    // What goes on is printed too, after the report or before it.
    const report = output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1);
    const [dev, staging, prod] = (JSON.parse(report) as { readonly stacks: readonly StackDrift[] }).stacks;
    expect(dev).toMatchObject({ stack: "dev", status: "clean" });
    expect(staging).toMatchObject({
      stack: "staging",
      resources: [
        {
          name: "schedules-invoices-iberia-steel",
          kind: "changed",
          properties: [{ property: "enabled", inState: true, onServer: false }],
        },
      ],
    });
    const cron = { property: "cronExpression", inState: expect.any(String), onServer: "0 23 * * SUN" };
    const found = [...(prod?.resources ?? [])].sort((one, other) => one.name.localeCompare(other.name));
    expect(found).toMatchObject([
      { name: "schedules-report-fleet-mileage", kind: "changed", properties: [cron] },
      { name: "schedules-statements-meridian", kind: "gone", properties: [] },
    ]);
  });

  test("repair restores what the file says", async () => {
    const { dev } = await everything();
    await project.run("repair");
    await expectResolved();
    const after = await everything();
    expect(after.dev).toEqual(dev);
    for (const { smokeRuns } of Object.values(after)) expect(smokeRuns).toHaveLength(2);
  });

  test("no password and no key was printed, or stored unencrypted in files or state", () => {
    const settings = stacks.map((stack) => project.read(`Pulumi.${stack}.yaml`));
    const kept = [project.printed, project.stored(), ...settings].join("\n");
    expect(project.printed).toContain("schedules-invoices-acme-paper");
    expect(project.stored()).toContain("invoices-acme-paper");
    for (const secret of [
      ...Object.values(passwords),
      ...Object.values(accounts).map(({ apiKey }) => apiKey),
    ])
      expect(kept.includes(secret)).toBe(false);
  });

  test("destroy keeps what the file protects, and prints how to delete that too", async () => {
    expect(await project.run("destroy")).toContain("npm run unprotect");
    const kept = ["statements-first-national-payroll", "timesheets-warehouse"];
    expect(await names()).toEqual({ dev: [], staging: [], prod: kept });
    await project.run("unprotect");
    expect(await project.run("destroy")).not.toContain("npm run unprotect");
    expect(await names()).toEqual({ dev: [], staging: [], prod: [] });
    for (const stack of stacks) expect(await project.succeed("stack", "--stack", stack)).toContain("(0)");
  });
});
