import type { Properties } from "../../../src/provider/lifecycle";
import { unknownValue } from "../../../src/provider/unknown";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);
const ids = (ofWorkflow = workflowId) => bench.idsOf(ofWorkflow);

describe("adopting by id", () => {
  it("writes nothing if the schedule matches the inputs", async () => {
    const id = await bench.scheduleByHand(workflowId, { enabled: false });
    bench.clear();
    const engine = bench.engine();
    expect(await engine.up(nightly({ adopt: id }))).toBe("create");
    expect(engine.kept?.id).toBe(`${workflowId}/${id}`);
    expect(engine.state).toMatchObject({ adopt: id, enabled: false });
    expect(bench.writes()).toEqual([]);
  });

  it("updates differences with one PUT, and keeps a pause if enabled is left out", async () => {
    const id = await bench.scheduleByHand(workflowId, { description: "by hand", enabled: false });
    bench.clear();
    await bench.engine().up(nightly({ adopt: id, timezone: "Asia/Tokyo" }));
    expect(bench.writes()).toEqual(["PUT /wfs"]);
    expect(bench.schedulesOf(workflowId)).toEqual([
      expect.objectContaining({ timezone: "Asia/Tokyo", description: null, enabled: false }),
    ]);
  });

  it("enables the schedule with one POST if only enabled differs", async () => {
    const id = await bench.scheduleByHand(workflowId, { enabled: false });
    bench.clear();
    await bench.engine().up(nightly({ adopt: id, enabled: true }));
    expect(bench.writes()).toEqual(["POST /wfs/enable"]);
  });

  it("replaces an interval with the cron expression", async () => {
    const id = await bench.scheduleByHand(workflowId, { cron_expression: null, interval_seconds: 600 });
    await bench.engine().up(nightly({ adopt: id }));
    expect(bench.schedulesOf(workflowId)).toEqual([
      expect.objectContaining({
        workflow_schedule_id: id,
        cron_expression: "0 2 * * *",
        interval_seconds: null,
      }),
    ]);
  });

  it("takes the schedule with the id, not another one of the workflow", async () => {
    const other = await bench.scheduleByHand(workflowId, { name: "other" });
    const id = await bench.scheduleByHand(workflowId, { name: "by hand" });
    const engine = bench.engine();
    await engine.up(nightly({ adopt: id }));
    expect(engine.kept?.id).toBe(`${workflowId}/${id}`);
    expect(ids()).toEqual([other, id]);
    expect(bench.schedulesOf(workflowId)[0]).toMatchObject({ name: "other" });
  });

  it("is refused for a missing schedule, in the preview or, if it was deleted since, in the update", async () => {
    await expect(bench.engine().up(nightly({ adopt: "wfs_0" }))).rejects.toThrow(
      `adopt: There is no schedule wfs_0 in workflow ${workflowId} to adopt.`,
    );
    const lifecycle = bench.lifecycle({ checkWorkflows: false });
    await expect(bench.engine(lifecycle).up(nightly({ adopt: "wfs_0" }))).rejects.toMatchObject({
      kind: "invalid",
    });
    expect(bench.writes()).toEqual([]);
  });

  it("is refused for a schedule of another workflow", async () => {
    const id = await bench.scheduleByHand(bench.workflow());
    await expect(bench.engine().up(nightly({ adopt: id }))).rejects.toThrow("no schedule");
  });

  it("is refused for a one-time schedule, which the server cannot make recurring", async () => {
    const once = { cron_expression: null, run_at: "2090-01-01T00:00:00Z" };
    const id = await bench.scheduleByHand(workflowId, once);
    await expect(bench.engine().up(nightly({ adopt: id }))).rejects.toThrow(/adopt: .* runs once, at 2090/);
  });

  it("is refused for a schedule that another resource owns", async () => {
    const lifecycle = bench.lifecycle();
    const owner = bench.engine(lifecycle);
    await owner.up(nightly());
    const adopt = String(owner.state.scheduleId);
    await expect(bench.engine(lifecycle).up(nightly({ name: "second", adopt }))).rejects.toThrow(
      /adopt: .* already belongs to a resource of this stack/,
    );
  });

  it("is refused in the preview for the second of two resources that adopt the same schedule", async () => {
    const adopt = await bench.scheduleByHand(workflowId);
    const lifecycle = bench.lifecycle();
    const [first, second] = await Promise.all([
      lifecycle.check(undefined, nightly({ name: "one", adopt, origin: "urn:one" })),
      lifecycle.check(undefined, nightly({ name: "two", adopt, origin: "urn:two" })),
    ]);
    expect(first.failures).toEqual([]);
    expect(second.failures).toEqual([
      {
        property: "adopt",
        reason: expect.stringContaining('Another resource, "one", already adopts schedule'),
      },
    ]);
  });

  it("is refused for a missing schedule if an older resource class sends no origin", async () => {
    const { failures } = await bench.lifecycle().check(undefined, nightly({ adopt: "wfs_0" }));
    expect(failures).toEqual([
      { property: "adopt", reason: expect.stringContaining("There is no schedule wfs_0") },
    ]);
  });

  it("is refused for the second of two resources if an older resource class sends no origins", async () => {
    const adopt = await bench.scheduleByHand(workflowId);
    const lifecycle = bench.lifecycle();
    expect((await lifecycle.check(undefined, nightly({ name: "one", adopt }))).failures).toEqual([]);
    const { failures } = await lifecycle.check(undefined, nightly({ name: "two", adopt }));
    expect(failures).toEqual([
      { property: "adopt", reason: expect.stringContaining('Another resource, "one", already adopts') },
    ]);
  });

  it("gives the schedule to only one of two resources that adopt it simultaneously in the update", async () => {
    const adopt = await bench.scheduleByHand(workflowId);
    const lifecycle = bench.lifecycle({ checkWorkflows: false });
    const results = await Promise.allSettled(
      ["one", "two"].map((name) => bench.engine(lifecycle).up(nightly({ name, adopt }))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ids()).toEqual([adopt]);
  });

  it("is refused if an older resource of the stack keeps the schedule", async () => {
    const owner = bench.engine();
    await owner.up(nightly());
    owner.lifecycle = bench.lifecycle();
    const adopt = String(owner.state.scheduleId);
    const check = await owner.lifecycle.check(undefined, nightly({ name: "second", adopt, origin: "urn:2" }));
    expect(check.failures).toEqual([]);
    await expect(owner.up(nightly())).rejects.toThrow(
      /belongs to this resource, but resource "second" adopts it too/,
    );
  });

  it("is an error of the resource that keeps the schedule, not of one that leaves with it", async () => {
    const owner = bench.engine();
    await owner.up(nightly());
    const process = bench.lifecycle();
    owner.lifecycle = process;
    const { id = "", state, inputs } = owner.kept ?? {};
    const adopt = String(owner.state.scheduleId);
    await process.check(undefined, nightly({ name: "second", adopt, origin: "urn:2" }));
    await expect(owner.up(nightly())).rejects.toThrow(/"second" adopts it too/);
    const leaving = { ...inputs, origin: "urn:leaving" };
    expect(await process.diff(id, state as never, leaving as never)).toMatchObject({ changes: false });
  });

  it("is refused for a schedule that a resource of another workflow keeps", async () => {
    const owner = bench.engine();
    await owner.up(nightly());
    const process = bench.lifecycle();
    owner.lifecycle = process;
    await owner.up(nightly());
    const adopt = String(owner.state.scheduleId);
    await expect(bench.engine(process).up(nightly({ workflowId: bench.workflow(), adopt }))).rejects.toThrow(
      `adopt: There is no schedule ${adopt} in workflow`,
    );
  });

  it("moves a schedule from a resource that leaves the program to a new one", async () => {
    const leaving = bench.engine();
    await leaving.up(nightly());
    leaving.lifecycle = bench.lifecycle();
    const coming = bench.engine(leaving.lifecycle as ReturnType<ScheduleBench["lifecycle"]>);
    const adopt = String(leaving.state.scheduleId);
    await coming.up(nightly({ adopt }));
    await leaving.destroy();
    expect(ids()).toEqual([adopt]);
  });
});

describe("adopting by name", () => {
  it("creates a schedule if none has the name", async () => {
    await bench.scheduleByHand(workflowId, { name: "other" });
    bench.clear();
    const engine = bench.engine();
    await engine.up(nightly({ adopt: true }));
    expect(bench.writes()).toEqual(["POST "]);
    expect(ids()).toHaveLength(2);
  });

  it("adopts the only schedule of that name in the workflow", async () => {
    const id = await bench.scheduleByHand(workflowId, { cron_expression: "0 3 * * *" });
    await bench.scheduleByHand(bench.workflow());
    const engine = bench.engine();
    await engine.up(nightly({ adopt: true }));
    expect(engine.kept?.id).toBe(`${workflowId}/${id}`);
    expect(ids()).toEqual([id]);
  });

  it("is refused with a list of candidates if several have the name", async () => {
    const first = await bench.scheduleByHand(workflowId);
    const second = await bench.scheduleByHand(workflowId, { cron_expression: null, interval_seconds: 600 });
    bench.clear();
    await expect(bench.engine().up(nightly({ adopt: true }))).rejects.toThrow(
      new RegExp(`adopt: .*2 schedules named "nightly": ${first} \\(0 2 .*${second} \\(every 10m from`),
    );
    expect(bench.writes()).toEqual([]);
  });

  it("skips schedules that other resources own", async () => {
    const lifecycle = bench.lifecycle();
    await bench.engine(lifecycle).up(nightly());
    const id = await bench.scheduleByHand(workflowId);
    const engine = bench.engine(lifecycle);
    await engine.up(nightly({ adopt: true }));
    expect(engine.state.scheduleId).toBe(id);
  });

  it("is refused for a one-time schedule of the name", async () => {
    await bench.scheduleByHand(workflowId, { cron_expression: null, run_at: "2090-01-01T00:00:00Z" });
    await expect(bench.engine().up(nightly({ adopt: true }))).rejects.toThrow("runs once");
  });

  it("does nothing with adopt: false", async () => {
    await bench.scheduleByHand(workflowId);
    await bench.engine().up(nightly({ adopt: false }));
    expect(ids()).toHaveLength(2);
  });
});

describe("adopt that is left in the program", () => {
  it.each([["the id"], ["true"]])("as %s does no harm when the workflow changes", async (kind) => {
    const id = await bench.scheduleByHand(workflowId);
    const adopt = kind === "true" ? true : id;
    const engine = bench.engine();
    await engine.up(nightly({ adopt }));
    engine.lifecycle = bench.lifecycle();
    const other = bench.workflow();
    expect(await engine.up(nightly({ adopt, workflowId: other }))).toBe("replace");
    expect(ids()).toEqual([]);
    expect(ids(other)).toHaveLength(1);
  });

  it("as true keeps the schedule through a forced replacement", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ adopt: true }));
    engine.lifecycle = bench.lifecycle();
    await engine.forceReplace(nightly({ adopt: true }));
    expect(ids()).toEqual([engine.state.scheduleId]);
  });

  it("as the id keeps the schedule through a forced replacement", async () => {
    const adopt = await bench.scheduleByHand(workflowId);
    const engine = bench.engine();
    await engine.up(nightly({ adopt }));
    engine.lifecycle = bench.lifecycle();
    await engine.forceReplace(nightly({ adopt }));
    expect(ids()).toEqual([adopt]);
  });
});

describe("the preview of an adoption", () => {
  const preview = async (inputs: Properties) => {
    bench.clear();
    expect((await bench.lifecycle().check(undefined, nightly({ adopt: true, ...inputs }))).failures).toEqual(
      [],
    );
    expect(bench.writes()).toEqual([]);
    return [bench.warnings, bench.progress];
  };

  it("warns of each difference, with both values, and only the keys of parameters", async () => {
    const keys = ["vendor", "token", "kept"];
    workflowId = bench.workflow(...keys.map((key) => ({ key, type: "string" }) as const));
    const parameters = { vendor: "acme", token: "hidden", kept: "same" };
    const id = await bench.scheduleByHand(workflowId, { cron_expression: "48 0 * * *", parameters });
    const inputs = {
      cronExpression: "48 1 * * *",
      description: "Invoices",
      parameters: { vendor: "globex", token: "secret", kept: "same" },
    };
    expect(await preview(inputs)).toEqual([
      [
        `Schedule "nightly" adopts ${id}: cronExpression "48 0 * * *" -> "48 1 * * *", description (not set) -> "Invoices", parameters change (vendor, token).`,
      ],
      [],
    ]);
  });

  it("names a schedule without a difference as unchanged", async () => {
    const id = await bench.scheduleByHand(workflowId);
    expect(await preview({})).toEqual([[], [`Schedule "nightly" adopts ${id} unchanged.`]]);
  });

  it("names a kind that changes, and a value that is not known yet", async () => {
    const id = await bench.scheduleByHand(workflowId);
    const interval = { cronExpression: undefined, interval: "90m", description: unknownValue };
    expect(await preview(interval)).toEqual([
      [
        `Schedule "nightly" adopts ${id}: cronExpression "0 2 * * *" -> (not set), intervalSeconds (not set) -> 5400, description (not set) -> (known after up).`,
      ],
      [],
    ]);
  });

  it("has one line for each adoption in a process", async () => {
    await bench.scheduleByHand(workflowId);
    const lifecycle = bench.lifecycle();
    bench.clear();
    for (let time = 0; time < 2; time++) await lifecycle.check(undefined, nightly({ adopt: true }));
    expect(bench.progress).toHaveLength(1);
  });
});
