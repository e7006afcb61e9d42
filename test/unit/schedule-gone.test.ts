import { dropBefore } from "../support/fault-proxy";
import { ScheduleBench } from "../support/schedule-bench";
import type { SmallEngine } from "../support/small-engine";

describe("a schedule that is in state, and not on the server", () => {
  let bench: ScheduleBench;
  let workflowId: string;
  let engine: SmallEngine;
  beforeEach(async () => {
    bench = await ScheduleBench.start();
    workflowId = bench.workflow();
    engine = bench.engine();
    await engine.up(nightly());
    bench.clear();
  });
  afterEach(() => bench.close());

  const nightly = (changes: object = {}) => ({
    workflowId,
    cronExpression: "0 2 * * *",
    name: "nightly",
    ...changes,
  });
  const removeByHand = (): Promise<unknown> =>
    bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${engine.state.scheduleId}`);
  const upAgain = (process = bench.lifecycle()): Promise<string> => {
    engine.lifecycle = process;
    return engine.up(nightly());
  };

  it("is warned of by an up that changes nothing, and is not made again", async () => {
    await removeByHand();
    expect(await upAgain()).toBe("same");
    expect(bench.warnings).toEqual([
      `Schedule "nightly" (${engine.state.scheduleId}) of workflow ${workflowId} is in state, and not in Skyvern: it was deleted outside Pulumi, or by a \`pulumi destroy\` that was cut off. \`pulumi up --refresh\` makes it again.`,
    ]);
    expect(bench.schedulesOf(workflowId)).toEqual([]);
    expect(await engine.refresh()).toBe(false);
    expect(await upAgain()).toBe("create");
  });

  it("is warned of when its whole workflow is gone", async () => {
    bench.sandbox.deleteWorkflow(workflowId);
    await upAgain();
    expect(bench.warnings).toHaveLength(1);
  });

  it("is not warned of while it is there, for one list of each workflow or fewer", async () => {
    const others = [1, 2, 3, 4].map(() => bench.workflow());
    const engines = [engine, ...others.map(() => bench.engine())];
    const program = (index: number) => nightly({ workflowId: [workflowId, ...others][index] });
    await Promise.all(engines.map((one, index) => one.up(program(index))));
    bench.clear();
    const process = bench.lifecycle();
    for (const one of engines) one.lifecycle = process;
    await Promise.all(engines.map((one, index) => one.up(program(index))));
    expect(bench.warnings).toEqual([]);
    expect(bench.sandbox.requests.all.length).toBeLessThanOrEqual(5);
    expect(bench.writes()).toEqual([]);
  });

  it("is not looked for with skyvern:checkWorkflows: false", async () => {
    await removeByHand();
    bench.clear();
    await upAgain(bench.lifecycle({ checkWorkflows: false }));
    expect(bench.warnings).toEqual([]);
    expect(bench.sandbox.requests.all).toEqual([]);
  });

  it("is no reason to fail where the server cannot be asked, which a note says", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench.proxy.inject(() => true, dropBefore, Number.POSITIVE_INFINITY);
    const process = bench.lifecycle();
    expect(await upAgain(process)).toBe("same");
    const asked = bench.proxy.requests.length;
    expect(await upAgain(process)).toBe("same");
    expect(bench.proxy.requests).toHaveLength(asked);
    expect(bench.warnings).toEqual([]);
    expect(notes).toHaveBeenCalledWith(
      expect.stringMatching(
        /^Whether all schedules still exist is not checked: Could not list the schedules of the organisation/,
      ),
    );
    notes.mockRestore();
  });

  it("is not called gone with the key of another account", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    await removeByHand();
    const ofAnother = JSON.stringify({ organizations: [{ organization_id: "o_another" }] });
    bench.proxy.inject(
      ({ path }) => path.includes("/organizations"),
      (exchange) => exchange.reply({ status: 200, body: ofAnother }),
    );
    await upAgain();
    expect(bench.warnings).toEqual([]);
    expect(notes).toHaveBeenCalledWith(expect.stringContaining("this is the key of another account"));
    notes.mockRestore();
  });
});
