import type { Properties } from "../../../src/provider/lifecycle";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import { answer, dropBefore } from "../../support/faults/proxy";

describe("a schedule that is in state but missing on the server", () => {
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

  const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);
  const removeByHand = (): Promise<unknown> =>
    bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${engine.state.scheduleId}`);
  const upAgain = (process = bench.lifecycle()): Promise<string> => {
    engine.lifecycle = process;
    return engine.up(nightly());
  };

  it("is reported by an up without changes, and is not created again", async () => {
    await removeByHand();
    expect(await upAgain()).toBe("same");
    expect(bench.warnings).toEqual([
      `Schedule "nightly" (${engine.state.scheduleId}) of workflow ${workflowId} is in state but missing in Skyvern. It was deleted outside Pulumi, or by a \`pulumi destroy\` that was cut off. Run \`pulumi up --refresh\` to create it again.`,
    ]);
    expect(bench.schedulesOf(workflowId)).toEqual([]);
    expect(await engine.refresh()).toBe(false);
    expect(await upAgain()).toBe("create");
  });

  it("is reported by its id if it has no name", async () => {
    const nameless = bench.engine();
    const inputs = { workflowId, cronExpression: "0 3 * * *" };
    await nameless.up(inputs);
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${nameless.state.scheduleId}`);
    nameless.lifecycle = bench.lifecycle();
    await nameless.up(inputs);
    expect(bench.warnings).toEqual([
      expect.stringMatching(/^Schedule \(wfs_\d+\) of workflow wpid_\d+ is in state but missing/),
    ]);
  });

  it("is reported if its workflow was deleted", async () => {
    bench.sandbox.deleteWorkflow(workflowId);
    await upAgain();
    expect(bench.warnings).toHaveLength(1);
  });

  it("is detected with at most one list for each workflow", async () => {
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

  it("is not searched for with skyvern:checkWorkflows: false", async () => {
    await removeByHand();
    bench.clear();
    await upAgain(bench.lifecycle({ checkWorkflows: false }));
    expect(bench.warnings).toEqual([]);
    expect(bench.sandbox.requests.all).toEqual([]);
  });

  it("is not reported if the server is unavailable, and a note explains that", async () => {
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
        /^Could not check whether schedules are missing or paused in Skyvern: Could not list the schedules of the organisation/,
      ),
    );
    notes.mockRestore();
  });

  it("is not reported with the key of another account", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    await removeByHand();
    const ofAnother = JSON.stringify({ organizations: [{ organization_id: "o_another" }] });
    bench.proxy.inject(
      ({ path }) => path.includes("/organizations"),
      (exchange) => exchange.reply({ status: 200, body: ofAnother }),
    );
    await upAgain();
    expect(bench.warnings).toEqual([]);
    expect(notes).toHaveBeenCalledWith(
      expect.stringMatching(
        /paused in Skyvern: Schedule wfs_\d+ belongs to .* It is the key of another account/,
      ),
    );
    notes.mockRestore();
  });

  it("is searched for again after the account was unavailable", async () => {
    await removeByHand();
    const isAccount = ({ path }: { readonly path: string }): boolean => path.includes("/organizations");
    bench.proxy.inject(isAccount, answer(503, "", { "retry-after": "3600" }));
    engine.lifecycle = bench.lifecycle();
    await expect(engine.refresh()).rejects.toMatchObject({ kind: "unavailable" });
    expect(await engine.refresh()).toBe(false);
  });
});

describe("a schedule that fires in state but is paused on the server", () => {
  let bench: ScheduleBench;
  let workflowId: string;
  beforeEach(async () => {
    bench = await ScheduleBench.start();
    workflowId = bench.workflow();
  });
  afterEach(() => bench.close());

  /** What is warned of when a schedule with the first inputs is paused by hand and gets the second ones. */
  async function warnings(before: object, after = before): Promise<readonly string[]> {
    const nightly = { workflowId, cronExpression: "0 2 * * *", name: "nightly" };
    const engine = bench.engine();
    await engine.up({ ...nightly, ...before });
    const path = `/workflows/${workflowId}/schedules/${engine.state.scheduleId}/disable`;
    await bench.byHand("POST", path);
    engine.lifecycle = bench.lifecycle();
    await engine.up({ ...nightly, ...after });
    return bench.warnings;
  }

  const sentence =
    /^Schedule "nightly" \(wfs_\d+\) of workflow wpid_\d+ is paused in Skyvern, but state says that it fires\. /;
  it.each<[string, object, object, string]>([
    ["left to whoever paused it", {}, {}, "If it should fire, resume it in Skyvern's web page."],
    ["left to them, and written", {}, { description: "Invoices" }, "resume it in Skyvern's web page"],
    ["enforced", { enabled: true }, { enabled: true }, "Run `pulumi up --refresh` to resume it."],
  ])("is reported if enabled is %s", async (_, before, after, advice) => {
    expect(await warnings(before, after)).toEqual([expect.stringMatching(sentence)]);
    expect(bench.warnings[0]).toContain(advice);
  });

  it.each<[string, object, object]>([
    ["a write resumes it", { enabled: true }, { enabled: true, description: "Invoices" }],
    ["the program pauses it too", { enabled: true }, { enabled: false }],
    ["a hold begins, which has its own", { enabled: true }, { enabled: false, afterHold: "enabled" }],
  ])("is not reported if %s", async (_, before, after) => {
    expect(await warnings(before, after)).toEqual([]);
  });
});
