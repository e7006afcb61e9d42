import type { Limits } from "../../../src/provider/lifecycle";
import type { WorkflowRunInputs } from "../../../src/provider/run/inputs";
import { incompleteOf, isCancel, isLook, RunBench, smoke } from "../../support/bench/run-bench";

/** Tests here wait for runs, so they run beside each other, each with a server of its own. */
const withBench = RunBench.with;

/** Starts a run that never ends, as the engine does with these limits. */
async function create(bench: RunBench, limits: Limits) {
  const lifecycle = bench.lifecycle();
  const { inputs } = await lifecycle.check(undefined, smoke(bench.sandbox.workflows.slow.workflowId));
  return lifecycle.create(inputs as unknown as WorkflowRunInputs, limits);
}

describe("a run that the engine limits", () => {
  it.concurrent("is in state and stays active if the deployment is canceled while it waits", () =>
    withBench(async (bench) => {
      const controller = new AbortController();
      const waiting = incompleteOf(create(bench, { signal: controller.signal }));
      await bench.until(() => bench.proxy.requests.some(isLook));
      controller.abort();
      const error = await waiting;
      expect(error.message).toMatch(
        /^The deployment was canceled while it waited for run wr_\d+ of workflow wpid_\d+.* The run may still be active\./,
      );
      expect(error.id).toBe(bench.onlyRun.run_id);
      expect(error.properties).toMatchObject({ runId: error.id });
      expect(bench.onlyRun.status).not.toBe("canceled");
      expect(bench.proxy.requests.filter(isCancel)).toEqual([]);
    }));

  it.concurrent("has the engine's time limit instead of its own", () =>
    withBench(async (bench) => {
      const error = await incompleteOf(create(bench, { timeoutMilliseconds: 1000 }));
      expect(error.message).toContain(" after 1s");
      expect(error.id).toBe(bench.onlyRun.run_id);
    }));

  it.concurrent("ends as always if nobody cancels the deployment", () =>
    withBench(async (bench) => {
      const lifecycle = bench.lifecycle();
      const { inputs } = await lifecycle.check(undefined, smoke(bench.workflow()));
      const { signal } = new AbortController();
      const { state } = await lifecycle.create(inputs as unknown as WorkflowRunInputs, { signal });
      expect(state.status).toBe("completed");
    }));
});
