import type { Properties } from "../../../src/provider/lifecycle";
import { type BenchSettings, nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import { answer } from "../../support/faults/proxy";

/** A 503 that asks for a longer wait than a client accepts. */
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });

describe("a duplicate schedule", () => {
  let bench: ScheduleBench;
  let workflowId: string;
  let made: string;
  beforeEach(async () => {
    bench = await ScheduleBench.start();
    workflowId = bench.workflow({ key: "vendor", type: "string", defaultValue: "acme" });
    made = await bench.scheduleByHand(workflowId);
    bench.clear();
  });
  afterEach(() => bench.close());

  const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);
  const ids = () => bench.idsOf(workflowId);

  it("is refused in preview, with the id of the existing one, its creation time and advice", async () => {
    const { failures } = await bench.lifecycle().check(undefined, nightly());
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(
          new RegExp(
            `^Workflow ${workflowId} already has a schedule "nightly" with the same fire times \\(${made}, created \\d{4}-.*Z\\)\\. .* twice at each time\\. .* set adopt to true .* add \`--refresh\`\\. If you want a second schedule, set adopt to false\\.`,
          ),
        ),
      },
    ]);
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    ["nightly", "urn:pulumi:dev::shop::test::nightly", false],
    ["the key of a set", "urn:pulumi:dev::shop::skyvern:index:ScheduleSet$test::jobs-nightly", false],
    ["another one, as after a rename that kept it", "urn:pulumi:dev::shop::test::invoices", true],
  ])(
    "comes with the advice to add an alias only if the resource and the schedule have different names: %s",
    async (_, origin, isAdvised) => {
      const { failures } = await bench.lifecycle().check(undefined, nightly({ origin }));
      expect(failures[0]?.reason.includes("If you renamed the resource")).toBe(isAdvised);
    },
  );

  it("is refused with the ids of all equal schedules if there are several", async () => {
    const second = await bench.scheduleByHand(workflowId, { description: "second" });
    const { failures } = await bench.lifecycle().check(undefined, nightly());
    expect(failures[0]?.reason).toMatch(
      new RegExp(
        `\\(${made}, created [^ ]*Z; ${second}, created [^ ]*Z\\)|\\(${second}, created [^ ]*Z; ${made}, created [^ ]*Z\\)`,
      ),
    );
  });

  it("is refused even if its parameters, description or enabled differ", async () => {
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${made}/disable`);
    const changed = nightly({ parameters: { vendor: "other" }, description: "Invoices", enabled: true });
    await expect(bench.engine().up(changed)).rejects.toThrow(made);
    expect(ids()).toEqual([made]);
  });

  it("is adopted with adopt: true, and created only with adopt: false", async () => {
    const adopting = bench.engine();
    await adopting.up(nightly({ adopt: true }));
    expect(adopting.state.scheduleId).toBe(made);
    const other = bench.engine();
    await other.up(nightly({ adopt: false }));
    expect(ids()).toEqual([made, other.state.scheduleId]);
  });

  it("is one with the same name, cron expression, timezone and workflow only", async () => {
    const elsewhere = bench.workflow();
    for (const changes of [
      { name: "weekly" },
      { cronExpression: "0 3 * * *" },
      { timezone: "Europe/Berlin" },
      { workflowId: elsewhere },
    ]) {
      await bench.engine().up(nightly(changes));
    }
    expect(ids()).toHaveLength(4);
  });

  it("is not the schedule of the resource itself, nor of another resource in state that changes", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ adopt: made }));
    engine.lifecycle = bench.lifecycle();
    expect(await engine.up(nightly({ adopt: made, description: "Invoices" }))).toBe("update");
    engine.lifecycle = bench.lifecycle();
    expect(await engine.up(nightly({ workflowId: bench.workflow() }))).toBe("replace");
  });

  it("is not searched for while the name or cron expression is unknown", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { failures } = await bench.lifecycle().check(undefined, nightly({ cronExpression: unknown }));
    expect(failures).toEqual([]);
  });

  it("is not a schedule that the same command created", async () => {
    const lifecycle = bench.lifecycle();
    const [first, twin] = [bench.engine(lifecycle), bench.engine(lifecycle)];
    await first.up(nightly({ name: "twin" }));
    await twin.up(nightly({ name: "twin" }));
    expect(ids()).toHaveLength(3);
  });

  it("is refused if another schedule with the same name is in state", async () => {
    const [sibling, twin] = [bench.engine(), bench.engine()];
    await sibling.up(nightly({ cronExpression: "0 5 * * *" }));
    await twin.up(nightly({ adopt: made, parameters: { vendor: "other" } }));
    // What an earlier command made, and did not come to write down.
    const vendor = await bench.scheduleByHand(workflowId, { parameters: { vendor: "third" } });
    const process = bench.lifecycle();
    for (const one of [sibling, twin]) one.lifecycle = process;
    await sibling.up(nightly({ cronExpression: "0 5 * * *" }));
    await twin.up(nightly({ adopt: made, parameters: { vendor: "other" } }));
    const lost = bench.engine(process).up(nightly({ parameters: { vendor: "third" } }));
    await expect(lost).rejects.toThrow(`times (${vendor}, created`);
  });

  it("is refused even if the engine has not shown the owners of the others yet", async () => {
    const twin = bench.engine();
    await twin.up(nightly({ adopt: made, parameters: { vendor: "other" } }));
    const process = bench.lifecycle();
    const program = nightly({ origin: twin.origin, adopt: made, parameters: { vendor: "other" } });
    await process.check(twin.kept?.inputs, program);
    const third = nightly({ origin: "urn:third", parameters: { vendor: "third" } });
    expect((await process.check(undefined, third)).failures).toEqual([]);
    const leftover = await bench.scheduleByHand(workflowId, { parameters: { vendor: "third" } });
    const next = bench.lifecycle();
    await next.check(twin.kept?.inputs, program);
    const { failures } = await next.check(undefined, third);
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining(leftover) }]);
  });

  it("is refused beside the schedule of an older resource class, which sends no origin, until it is compared", async () => {
    const older = nightly({ adopt: made, timezone: "UTC" });
    const process = bench.lifecycle();
    await process.check(older, older);
    const { failures } = await process.check(undefined, nightly({ origin: "urn:new" }));
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining(made) }]);
    const state = { ...older, enabled: true, scheduleId: made };
    await process.diff(`${workflowId}/${made}`, state as never, older as never);
    expect((await process.check(undefined, nightly({ origin: "urn:new" }))).failures).toEqual([]);
  });

  it.each<[string, BenchSettings, boolean]>([
    ["could not ask the server", {}, true],
    ["was told to ask nothing", { checkWorkflows: false }, false],
  ])("is refused by the update if the check %s", async (_, settings, fails) => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    if (fails) bench.proxy.inject(() => true, unavailable);
    const create = bench.engine(bench.lifecycle(settings)).up(nightly());
    await expect(create).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining(made) });
    expect(ids()).toEqual([made]);
    expect(bench.writes()).toEqual([]);
    notes.mockRestore();
  });
});

describe("a new schedule with the times and parameters of another one", () => {
  let bench: ScheduleBench;
  let workflowId: string;
  let made: string;
  beforeEach(async () => {
    bench = await ScheduleBench.start();
    workflowId = bench.workflow({ key: "vendor", type: "string", defaultValue: "acme" });
    made = await bench.scheduleByHand(workflowId, { name: "acme", parameters: { vendor: "acme" } });
  });
  afterEach(() => bench.close());

  const renamed = (changes: Properties = {}): Properties => ({
    workflowId,
    cronExpression: "0 2 * * *",
    name: "acme-invoices",
    parameters: { vendor: "acme" },
    ...changes,
  });

  it("is reported as a possible rename, with the alias to add", async () => {
    await bench.engine().up(renamed());
    expect(bench.warnings).toEqual([
      `Schedule "acme-invoices" looks like a rename of "acme" (${made}): workflow ${workflowId} has that schedule with the same fire times and parameters. While both exist, the workflow runs twice at each time. If you renamed the resource, add an alias with the former name of the resource to its options: in TypeScript \`aliases: [{ name: "acme" }]\` if that was "acme", in YAML the former URN. If not, set adopt to "${made}" to take that schedule over, or to false to have both.`,
    ]);
  });

  it("is reported by its id if the other one has no name", async () => {
    await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${made}`, {
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      name: null,
      parameters: { vendor: "acme" },
    });
    await bench.engine().up(renamed());
    expect(bench.warnings).toEqual([
      expect.stringMatching(
        `looks like a rename of ${made}: .* in TypeScript \`aliases: \\[{ name: "the former name" }\\]\`, in YAML the former URN\\. `,
      ),
    ]);
  });

  it("is reported after a refresh too, with the former name of the resource", async () => {
    const [former, coming] = [bench.engine(), bench.engine()];
    former.origin = "urn:pulumi:dev::shop::test::acme-resource";
    await former.up(renamed({ name: "acme", adopt: made }));
    former.lifecycle = coming.lifecycle = bench.lifecycle();
    await former.refresh();
    await coming.up(renamed());
    expect(bench.warnings).toEqual([
      expect.stringMatching(
        /looks like a rename of "acme" .*: in TypeScript `aliases: \[\{ name: "acme-resource" \}\]`, in YAML the former URN\. /,
      ),
    ]);
  });

  it("is reported after a refresh even if the schedule keeps its name", async () => {
    const [former, coming] = [bench.engine(), bench.engine()];
    await former.up(renamed({ adopt: made }));
    former.lifecycle = coming.lifecycle = bench.lifecycle();
    await former.refresh();
    bench.warnings.length = 0;
    await coming.up(renamed());
    expect(bench.warnings).toEqual([expect.stringContaining('looks like a rename of "acme-invoices"')]);
  });

  it.each([
    ["acme", "acme"],
    ["a: b", '"a: b"'],
  ])("is reported with the alias for a schedule file, for the former key %s", async (name, written) => {
    await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${made}`, {
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      name,
      parameters: { vendor: "acme" },
    });
    const coming = bench.engine();
    const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
    coming.origin = `urn:pulumi:dev::shop::skyvern:index:ScheduleSet$${type}::set-acme-invoices`;
    await coming.up(renamed());
    expect(bench.warnings).toEqual([
      expect.stringContaining(
        `add \`aliases: [${written}]\`, with the former key, to it in the schedule file.`,
      ),
    ]);
  });

  it("is not reported if the other one belongs to a resource that stays or moves", async () => {
    const [staying, coming] = [bench.engine(), bench.engine()];
    await staying.up(renamed({ name: "acme", adopt: made }));
    for (const changes of [{}, { workflowId: bench.workflow({ key: "vendor", type: "string" }) }]) {
      staying.lifecycle = coming.lifecycle = bench.lifecycle();
      await staying.refresh();
      await staying.up(renamed({ name: "acme", adopt: made, ...changes }));
      await coming.up(renamed());
      await coming.destroy();
    }
    expect(bench.warnings).toEqual([]);
  });

  it("is not reported if the resource of the other one is checked after a refresh, and not compared yet", async () => {
    const staying = bench.engine();
    const program = renamed({ name: "acme", adopt: made, origin: staying.origin });
    await staying.up(program);
    const process = bench.lifecycle();
    staying.lifecycle = process;
    await staying.refresh();
    await process.check(staying.kept?.inputs, program);
    expect((await process.check(undefined, renamed({ origin: "urn:coming" }))).failures).toEqual([]);
    expect(bench.warnings).toEqual([]);
  });

  it("is not reported if an older resource class, which sends no origin, adopted the other one before", async () => {
    const process = bench.lifecycle();
    const { inputs } = await process.check(undefined, renamed({ name: "acme", adopt: made }));
    await process.create(inputs as never);
    expect((await process.check(undefined, renamed({ origin: "urn:coming" }))).failures).toEqual([]);
    expect(bench.warnings).toEqual([]);
  });

  it.each<[string, Properties]>([
    ["other parameters", { parameters: { vendor: "globex" } }],
    ["another time", { cronExpression: "0 3 * * *" }],
    ["a pause", { enabled: false }],
    ["adopt: false", { adopt: false }],
  ])("is not reported with %s", async (_, changes) => {
    await bench.engine().up(renamed(changes));
    expect(bench.warnings).toEqual([]);
  });

  it("is not reported if the other one is paused, or is the renamed schedule itself", async () => {
    const engine = bench.engine();
    await engine.up(renamed({ name: "acme", adopt: made }));
    engine.lifecycle = bench.lifecycle();
    await engine.up(renamed({ workflowId: bench.workflow({ key: "vendor", type: "string" }) }));
    const paused = await bench.scheduleByHand(workflowId, { name: "acme", parameters: { vendor: "acme" } });
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${paused}/disable`);
    await bench.engine().up(renamed());
    expect(bench.warnings).toEqual([]);
  });
});
