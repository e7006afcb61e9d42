import { ScheduleBench } from "../../support/bench/schedule-bench";
import { dropAfter } from "../../support/faults/proxy";

describe("a creation whose answer is lost", () => {
  let bench: ScheduleBench;
  afterEach(async () => {
    jest.restoreAllMocks();
    await bench.close();
  });

  it.each([
    ["ahead", 3_600_000],
    ["behind", -3_600_000],
  ])("is found by the server's clock if this machine's clock is an hour %s", async (_, off) => {
    bench = await ScheduleBench.start();
    const { now } = Date;
    jest.spyOn(Date, "now").mockImplementation(() => now() + off);
    const workflowId = bench.workflow();
    await bench.scheduleByHand(workflowId, { name: "another" });
    bench.proxy.inject(({ method }) => method === "POST", dropAfter);
    const engine = bench.engine();
    await engine.up({ workflowId, cronExpression: "0 2 * * *", name: "nightly" });
    expect(bench.idsOf(workflowId)).toContain(engine.state.scheduleId);
    expect(bench.schedulesOf(workflowId)).toHaveLength(2);
  });

  it("does not claim an older equal schedule", async () => {
    let age = 3_600_000;
    bench = await ScheduleBench.start({ now: () => new Date(Date.now() - age) });
    const workflowId = bench.workflow();
    const older = await bench.scheduleByHand(workflowId);
    age = 0;
    bench.proxy.inject(({ method }) => method === "POST", dropAfter);
    const engine = bench.engine();
    await engine.up({ workflowId, cronExpression: "0 2 * * *", name: "nightly", adopt: false });
    expect(bench.idsOf(workflowId)).toEqual([older, engine.state.scheduleId]);
  });
});
