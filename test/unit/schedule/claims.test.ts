import type { Properties } from "../../../src/provider/lifecycle";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";

let bench: ScheduleBench;
beforeAll(async () => {
  // The note that workflows are not checked.
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  bench = await ScheduleBench.start();
});
afterAll(() => bench.close());

let workflowId: string;
beforeEach(() => {
  workflowId = bench.workflow();
  bench.clear();
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);
const ids = () => bench.idsOf(workflowId);

describe("an adoption that was cut off before the older resource left", () => {
  it.each<[string, Properties]>([
    ["was made", {}],
    ["was adopted too", { adopt: true }],
  ])("keeps the schedule, where that resource %s, and says so", async (_, first) => {
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
      `Schedule "nightly" (${id}) of workflow ${workflowId} is not deleted: another resource of the program has adopted it, and keeps it.`,
    ]);
  });

  it("deletes it with the stack", async () => {
    const [older, newer] = [bench.engine(), bench.engine()];
    await older.up(nightly());
    await newer.up(nightly({ adopt: true }));
    older.lifecycle = newer.lifecycle = bench.lifecycle();
    await newer.destroy();
    await older.destroy();
    expect(ids()).toEqual([]);
  });

  it("is not what a replacement looks like that an option of the resource asks for", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ adopt: true }));
    const process = bench.lifecycle();
    const { inputs } = await process.check(engine.kept?.inputs, nightly({ adopt: true }));
    await process.diff(String(engine.kept?.id), engine.state as never, inputs as never);
    await process.check(undefined, nightly({ adopt: true }));
    engine.lifecycle = process;
    await engine.destroy();
    expect(ids()).toEqual([]);
  });
});

describe("a refresh before", () => {
  it("a schedule leaves does not keep it", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    engine.lifecycle = bench.lifecycle();
    await engine.refresh();
    await engine.destroy();
    expect(ids()).toEqual([]);
  });

  it("a schedule leaves, and another one of its name stays, does not keep it", async () => {
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
  ])("a new resource adopts a schedule by %s from one that leaves hands it over", async (_, adopt) => {
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

  it("the resource of the program keeps a schedule that two have after an adoption was cut off", async () => {
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
