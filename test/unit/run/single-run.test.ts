import { followSingleRun, startSingleRun, unfollowed } from "../../../src/provider/run/single-run";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { isLook, RunBench } from "../../support/bench/run-bench";
import { answer } from "../../support/faults/proxy";

/** Tests here wait for runs, so they run beside each other, each with a server of its own. */
const withClient = (work: (bench: RunBench, client: SkyvernClient) => Promise<void>) =>
  RunBench.with(async (bench) => {
    const apiKey = new Secret(bench.sandbox.apiKey);
    const client = createClient({ baseUrl: bench.proxy.url, apiKey, apiKeySource: "SKYVERN_API_KEY" });
    try {
      await work(bench, client);
    } finally {
      await client.close();
    }
  });
const patient: Parameters<typeof followSingleRun>[3] = {
  timeoutMilliseconds: 10_000,
  showProgress: () => undefined,
  signal: new AbortController().signal,
};
/** A run of a workflow, and how the wait for it ends. */
async function follow(
  client: SkyvernClient,
  workflowId: string,
  options: Partial<typeof patient> = {},
  parameters: Parameters<typeof startSingleRun>[1]["parameters"] = {},
) {
  const single = { workflowId, parameters };
  return followSingleRun(client, single, await startSingleRun(client, single), { ...patient, ...options });
}

describe("a run without a resource", () => {
  it.concurrent("is a new one each time, also with the same parameters", () =>
    withClient(async (bench, client) => {
      const single = { workflowId: bench.workflow(), parameters: {} };
      const runs = [await startSingleRun(client, single), await startSingleRun(client, single)];
      expect(new Set(runs.map(({ run_id }) => run_id)).size).toBe(2);
      expect(bench.runs).toHaveLength(2);
    }));

  it.concurrent("is followed to its end", () =>
    withClient(async (bench, client) => {
      const workflowId = bench.workflow({ end: "failed", failureReason: "The page said no." });
      const shown: string[] = [];
      const showProgress = (text: string) => void shown.push(text);
      const { end, run, problem } = await follow(client, workflowId, { showProgress });
      expect([end, run.status, run.failureReason, problem]).toEqual([
        "ended",
        "failed",
        "The page said no.",
        undefined,
      ]);
      expect(run.runId).toBe(bench.onlyRun.run_id);
      expect(shown[0]).toContain(run.runId);
    }));

  it.concurrent("is still active after the time limit", () =>
    withClient(async (bench, client) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const { end, run } = await follow(client, workflowId, { timeoutMilliseconds: 200 });
      expect(end).toBe("timeout");
      expect(bench.onlyRun).toMatchObject({ run_id: run.runId, status: run.status });
      expect(bench.proxy.requests.filter(({ path }) => path.endsWith("/cancel"))).toEqual([]);
    }));

  it.concurrent("is still active when the wait is interrupted", () =>
    withClient(async (bench, client) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const controller = new AbortController();
      const waiting = follow(client, workflowId, { signal: controller.signal });
      await bench.until(() => bench.proxy.requests.some(isLook));
      controller.abort();
      const { end, run, problem } = await waiting;
      expect([end, problem]).toEqual(["interrupted", undefined]);
      expect(bench.onlyRun.run_id).toBe(run.runId);
    }));

  it.concurrent("has an unknown end if the server cannot show it, without the values of its parameters", () =>
    withClient(async (bench, client) => {
      const { workflowId } = bench.sandbox.workflows.typed;
      const parameters = { target: "hush-hush", count: 1.5 };
      const { end, run, problem } = await follow(client, workflowId, {}, parameters);
      expect([end, run.runId]).toEqual(["unknown", bench.onlyRun.run_id]);
      expect(problem).toMatch(/^Could not read run wr_\d+/);
      expect(problem).not.toContain("hush-hush");
    }));

  it.concurrent("has an unknown end if it could not be read when the time was up", () =>
    withClient(async (bench, client) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isLook, answer(503, "", { "retry-after": "3600" }), Number.POSITIVE_INFINITY);
      const { end, run, problem } = await follow(client, workflowId, { timeoutMilliseconds: 600 });
      expect([end, run.runId]).toEqual(["unknown", bench.onlyRun.run_id]);
      expect(problem).toMatch(/^Could not read run wr_\d+: .*HTTP 503/);
    }));

  it.concurrent("has an unknown end if the server refuses the key while it runs", () =>
    withClient(async (bench, client) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const refused = answer(403, '{"detail":"Invalid credentials of hush-hush"}');
      bench.proxy.inject(isLook, refused, Number.POSITIVE_INFINITY);
      const { end, run, problem } = await follow(client, workflowId, {}, { target: "hush-hush" });
      expect([end, run.runId]).toEqual(["unknown", bench.onlyRun.run_id]);
      expect(problem).toContain("SKYVERN_API_KEY");
      expect(problem).not.toContain("hush-hush");
    }));

  it.concurrent("is described as it was started if nobody waits for it", () =>
    withClient(async (bench, client) => {
      const single = { workflowId: bench.workflow(), parameters: { target: "acme" } };
      const started = await startSingleRun(client, single);
      expect(unfollowed(single, started)).toMatchObject({
        ...single,
        runId: bench.onlyRun.run_id,
        status: started.status,
      });
    }));
});
