import type { Properties } from "../../../src/provider/lifecycle";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import { answer, dropBefore } from "../../support/faults/proxy";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);
const ids = () => bench.idsOf(workflowId);
const firing = (ofWorkflow = workflowId) => bench.schedulesOf(ofWorkflow).map(({ enabled }) => enabled);
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });

/** The next command has a process of its own. */
function nextProcess(...engines: readonly SmallEngine[]): void {
  const process = bench.lifecycle();
  for (const engine of engines) engine.lifecycle = process;
}

/** Makes a stack's state what an earlier version wrote. */
function forgetOrigin(engine: SmallEngine): void {
  const { id, inputs, state } = engine.kept ?? { id: "", inputs: {}, state: {} };
  const { origin: _, ...oldInputs } = inputs;
  const { origin: __, ...oldState } = state;
  engine.kept = { id, inputs: oldInputs, state: oldState };
}

/** Gives a resource another name, with an alias of the former one. */
function rename(engine: SmallEngine): void {
  engine.origin = "urn:renamed";
}

/** A person pauses the schedule of a resource, and a refresh finds it. */
async function pause(engine: SmallEngine): Promise<void> {
  const { workflowId: ofWorkflow, scheduleId } = engine.state;
  await bench.byHand("POST", `/workflows/${ofWorkflow}/schedules/${scheduleId}/disable`);
  await engine.refresh();
}

describe("an adoption that was cut off before the older resource left", () => {
  it.each<[string, Properties]>([
    ["created the schedule", {}],
    ["adopted the schedule too", { adopt: true }],
  ])("keeps the schedule with a warning if that resource %s", async (_, first) => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly(first));
    const [id] = ids();
    await newer.up(nightly({ adopt: true }));
    const next = bench.lifecycle();
    older.lifecycle = newer.lifecycle = next;
    bench.warnings.length = 0;
    expect(await newer.up(nightly({ adopt: true }))).toBe("same");
    await older.destroy();
    expect(ids()).toEqual([id]);
    expect(bench.warnings).toEqual([
      `Schedule "nightly" (${id}) of workflow ${workflowId} is not deleted: another resource of the program adopted it. There is nothing to do.`,
    ]);
  });

  it("does not stop a destroy of both resources from deleting the schedule", async () => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly());
    await newer.up(nightly({ adopt: true }));
    older.lifecycle = newer.lifecycle = bench.lifecycle();
    await newer.destroy();
    await older.destroy();
    expect(ids()).toEqual([]);
  });

  it("is not confused with a replacement that an option of the resource causes", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ adopt: true }));
    const process = bench.lifecycle();
    const program = nightly({ origin: engine.origin, adopt: true });
    const { inputs } = await process.check(engine.kept?.inputs, program);
    await process.diff(String(engine.kept?.id), engine.state as never, inputs as never);
    await process.check(undefined, program);
    engine.lifecycle = process;
    await engine.destroy();
    expect(ids()).toEqual([]);
  });
});

describe("a refresh", () => {
  it("does not keep a schedule whose resource then leaves the program", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    engine.lifecycle = bench.lifecycle();
    await engine.refresh();
    await engine.destroy();
    expect(ids()).toEqual([]);
  });

  it("does not keep a schedule whose resource leaves while another one with its name stays", async () => {
    const process = bench.lifecycle();
    const [staying, leaving] = [bench.engine(process), bench.engine(process)];
    await staying.up(nightly());
    const [id] = ids();
    await leaving.up(nightly({ cronExpression: "0 5 * * *" }));
    staying.lifecycle = leaving.lifecycle = bench.lifecycle();
    for (const engine of [staying, leaving]) await engine.refresh();
    expect(await staying.up(nightly())).toBe("same");
    await leaving.destroy();
    expect(ids()).toEqual([id]);
  });

  it.each<[string, (id: string) => string | true]>([
    ["its id", (id) => id],
    ["its name", () => true],
  ])("lets a new resource adopt a schedule by %s from one that leaves", async (_, adopt) => {
    const [leaving, coming] = [bench.engine(), bench.engine()];
    await leaving.up(nightly());
    const id = String(leaving.state.scheduleId);
    leaving.lifecycle = coming.lifecycle = bench.lifecycle();
    await leaving.refresh();
    await coming.up(nightly({ adopt: adopt(id) }));
    await leaving.destroy();
    expect(ids()).toEqual([id]);
    expect(coming.state.scheduleId).toBe(id);
  });

  it("leaves the schedule of a cut-off adoption to the resource in the program", async () => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly());
    const [id] = ids();
    await newer.up(nightly({ adopt: true }));
    older.lifecycle = newer.lifecycle = bench.lifecycle();
    for (const engine of [older, newer]) await engine.refresh();
    expect(await newer.up(nightly({ adopt: true }))).toBe("same");
    await older.destroy();
    expect(ids()).toEqual([id]);
  });
});

describe("the origin of a resource", () => {
  it.each<[string, (engine: SmallEngine) => void]>([
    ["is missing in a state of an earlier version", forgetOrigin],
    ["changes by an alias", rename],
  ])("is not a difference and costs no write if it %s", async (_, change) => {
    const engine = bench.engine();
    await engine.up(nightly());
    bench.clear();
    change(engine);
    nextProcess(engine);
    expect(await engine.up(nightly())).toBe("same");
    await engine.refresh();
    expect(await engine.up(nightly())).toBe("same");
    expect(bench.writes()).toEqual([]);
    expect(bench.warnings).toEqual([]);
  });

  it.each<[string, (engine: SmallEngine) => void]>([
    ["was missing", forgetOrigin],
    ["changed by an alias", rename],
  ])("is stored by the next update if it %s", async (_, change) => {
    const engine = bench.engine();
    await engine.up(nightly());
    change(engine);
    nextProcess(engine);
    expect(await engine.up(nightly({ description: "Invoices" }))).toBe("update");
    expect(engine.state.origin).toBe(engine.origin);
    nextProcess(engine);
    await engine.destroy();
    expect(ids()).toEqual([]);
  });

  it("does not keep the schedule if an alias changed it and the resource leaves", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    engine.origin = "urn:renamed";
    nextProcess(engine);
    await engine.up(nightly());
    nextProcess(engine);
    await engine.refresh();
    await engine.destroy();
    expect(ids()).toEqual([]);
  });

  it("may move to another resource after a rename, and each keeps its own schedule", async () => {
    const [renamed, newcomer] = [bench.engine(), bench.engine()];
    newcomer.origin = renamed.origin;
    await renamed.up(nightly());
    const [first] = ids();
    renamed.origin = "urn:renamed";
    nextProcess(renamed, newcomer);
    await renamed.up(nightly());
    await newcomer.up(nightly({ name: "weekly", cronExpression: "0 2 * * SUN" }));
    const second = newcomer.state.scheduleId;
    nextProcess(renamed, newcomer);
    for (const engine of [renamed, newcomer]) await engine.refresh();
    await newcomer.up(nightly({ name: "weekly", cronExpression: "0 2 * * SUN" }));
    await renamed.destroy();
    expect(ids()).toEqual([second]);
    expect(ids()).not.toContain(first);
  });

  it("may be missing in both states of a cut-off adoption, and the newer resource keeps the schedule", async () => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly());
    const [id] = ids();
    await newer.up(nightly({ adopt: true }));
    for (const engine of [older, newer]) forgetOrigin(engine);
    nextProcess(older, newer);
    for (const engine of [older, newer]) await engine.refresh();
    await newer.up(nightly({ adopt: true }));
    await older.destroy();
    expect(ids()).toEqual([id]);
  });

  it("may be missing in the inputs of an older resource class, and an adopted schedule is not deleted", async () => {
    const older = bench.engine();
    await older.up(nightly());
    const [id] = ids();
    const process = bench.lifecycle();
    older.lifecycle = process;
    const { inputs } = await process.check(undefined, nightly({ adopt: true }));
    await process.create(inputs as never);
    await older.destroy();
    expect(ids()).toEqual([id]);
  });
});

describe("two resources of one workflow and name", () => {
  it("delete the schedule of the one that leaves, even if the other is refreshed and updated first", async () => {
    const [staying, leaving] = [bench.engine(), bench.engine()];
    await staying.up(nightly({ adopt: false }));
    const [id] = ids();
    await leaving.up(nightly({ adopt: false }));
    nextProcess(staying, leaving);
    for (const engine of [staying, leaving]) await engine.refresh();
    expect(await staying.up(nightly({ adopt: false, description: "Invoices" }))).toBe("update");
    await leaving.destroy();
    expect(ids()).toEqual([id]);
    expect(bench.warnings).toEqual([]);
  });

  it("let a new schedule fire if the other one with equal inputs is paused by hand", async () => {
    const [paused, twin] = [bench.engine(), bench.engine()];
    await paused.up(nightly({ adopt: false }));
    await pause(paused);
    nextProcess(paused, twin);
    expect(await paused.up(nightly({ adopt: false }))).toBe("same");
    expect(await twin.up(nightly({ adopt: false }))).toBe("create");
    expect(firing()).toEqual([false, true]);
  });

  // pulumi/pulumi#3372: the second one, with the same name, is removed again
  it("never share a schedule, so that the first one keeps its own when the second one leaves again", async () => {
    const [first, second] = [bench.engine(), bench.engine()];
    await first.up(nightly());
    nextProcess(first, second);
    bench.clear();
    expect(await first.up(nightly())).toBe("same");
    expect(await second.up(nightly())).toBe("create");
    nextProcess(first, second);
    expect(await first.up(nightly())).toBe("same");
    await second.destroy();
    expect(ids()).toEqual([first.state.scheduleId]);
    expect(bench.writes()).toEqual(["POST ", "DELETE /wfs"]);
  });

  // hashicorp/terraform#7492, k-orc/openstack-resource-controller#185: equal content makes the second one adopt the first
  it("never change each other's schedule, even if the second one may adopt", async () => {
    const [first, second] = [bench.engine(), bench.engine()];
    await first.up(nightly({ description: "test" }));
    nextProcess(first, second);
    bench.clear();
    expect(await first.up(nightly({ description: "test" }))).toBe("same");
    const adopting = second.up(nightly({ adopt: true, description: "test2" }));
    expect(await adopting).toBe("create");
    expect(second.state.scheduleId).not.toBe(first.state.scheduleId);
    expect(bench.schedulesOf(workflowId).map(({ description }) => description)).toEqual(["test", "test2"]);
    expect(bench.writes()).toEqual(["POST "]);
  });

  // pulumi/pulumi#19530: a rename creates first, finds the old object, and then deletes it
  it("keep the schedule if one replaces the other, which leaves the program", async () => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly());
    const [id] = ids();
    nextProcess(older, newer);
    await newer.up(nightly({ adopt: true }));
    await older.destroy();
    expect(ids()).toEqual([id]);
    expect(newer.state.scheduleId).toBe(id);
  });

  it("keep a pause of the one that moves, and let a new one fire", async () => {
    const [paused, twin] = [bench.engine(), bench.engine()];
    await paused.up(nightly({ adopt: false }));
    await pause(paused);
    const elsewhere = nightly({ adopt: false, workflowId: bench.workflow() });
    nextProcess(paused, twin);
    expect(await paused.up(elsewhere)).toBe("replace");
    expect(await twin.up(elsewhere)).toBe("create");
    expect(paused.state.enabled).toBe(false);
    expect(twin.state.enabled).toBe(true);
  });

  it("let the one that moves keep firing beside a paused one", async () => {
    const [paused, moving] = [bench.engine(), bench.engine()];
    const elsewhere = nightly({ adopt: false, workflowId: bench.workflow() });
    await paused.up(elsewhere);
    await moving.up(nightly({ adopt: false }));
    await pause(paused);
    nextProcess(paused, moving);
    await paused.up(elsewhere);
    expect(await moving.up(elsewhere)).toBe("replace");
    expect(firing(elsewhere.workflowId)).toEqual([false, true]);
  });
});

describe("a pause by hand", () => {
  it("lasts if a renamed resource moves to another workflow", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    await pause(engine);
    engine.origin = "urn:renamed";
    nextProcess(engine);
    const elsewhere = bench.workflow();
    expect(await engine.up(nightly({ workflowId: elsewhere }))).toBe("replace");
    expect(firing(elsewhere)).toEqual([false]);
  });

  it("lasts through a forced replacement", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    nextProcess(engine);
    await pause(engine);
    await engine.forceReplace(nightly(), true);
    expect(firing()).toEqual([false]);
  });

  it("lasts if the creation of the replacement is unconfirmed", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    await pause(engine);
    const elsewhere = nightly({ workflowId: bench.workflow() });
    nextProcess(engine);
    bench.proxy.inject(({ method, path }) => method === "POST" && path.endsWith("/schedules"), dropBefore);
    bench.proxy.inject(({ method, path }) => method === "GET" && path.endsWith("/schedules"), unavailable, 3);
    const move = engine.up(elsewhere);
    await expect(move).rejects.toThrow("It is unknown whether Skyvern created the schedule");
    bench.proxy.clear();
    nextProcess(engine);
    expect(await engine.up(elsewhere)).toBe("replace");
    expect(firing(elsewhere.workflowId)).toEqual([false]);
  }, 30_000);
});

describe("a resource that the engine replaces for its own reasons", () => {
  /** As `replaceOnChanges` does it: compared first, then checked as if it were new. */
  async function replaceUnchanged(engine: SmallEngine, program: Properties): Promise<void> {
    const given = { ...program, origin: engine.origin };
    const { inputs } = await engine.lifecycle.check(engine.kept?.inputs, given);
    await engine.lifecycle.diff(String(engine.kept?.id), engine.state as never, inputs as never);
    await engine.forceReplace(program, true);
  }

  it.each([true, "its id"])("is created again if adopt: %s still names the former schedule", async (kind) => {
    const made = await bench.scheduleByHand(workflowId);
    const program = nightly({ adopt: kind === true ? true : made });
    const engine = bench.engine();
    await engine.up(program);
    nextProcess(engine);
    await replaceUnchanged(engine, program);
    expect(ids()).toEqual([engine.state.scheduleId]);
    expect(ids()).not.toEqual([made]);
  });

  it("is created again if adopt names a schedule that the engine did not compare", async () => {
    const adopt = await bench.scheduleByHand(workflowId);
    const engine = bench.engine();
    await engine.up(nightly({ adopt }));
    nextProcess(engine);
    await engine.forceReplace(nightly({ adopt }), true);
    expect(ids()).toEqual([engine.state.scheduleId]);
    expect(ids()).not.toEqual([adopt]);
  });

  it("is refused as a duplicate of its own schedule, and is replaced after a refresh", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    const [former] = ids();
    nextProcess(engine);
    await expect(engine.forceReplace(nightly(), true)).rejects.toThrow("add `--refresh`");
    expect(ids()).toEqual([former]);
    nextProcess(engine);
    await engine.refresh();
    await engine.forceReplace(nightly(), true);
    expect(ids()).toEqual([engine.state.scheduleId]);
    expect(ids()).not.toContain(former);
  });

  it("is replaced after a read too if the engine does not compare it", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    const process = bench.lifecycle();
    engine.lifecycle = process;
    await process.read(String(engine.kept?.id), engine.state);
    await engine.forceReplace(nightly(), true);
    expect(ids()).toEqual([engine.state.scheduleId]);
  });

  it("is refused after a refresh too if the workflow has an equal schedule that no resource manages", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    const [own] = ids();
    const stranger = await bench.scheduleByHand(workflowId);
    nextProcess(engine);
    await engine.refresh();
    await expect(engine.forceReplace(nightly(), true)).rejects.toThrow(stranger);
    expect(ids()).toEqual([own, stranger]);
  });

  it("is not created beside a schedule that a killed creation left behind", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    const [former] = ids();
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${former}`);
    const leftover = await bench.scheduleByHand(workflowId);
    nextProcess(engine);
    await expect(replaceUnchanged(engine, nightly())).rejects.toThrow(leftover);
    expect(ids()).toEqual([leftover]);
  });
});
