import type { IncompleteError } from "../../../src/errors";
import {
  incompleteOf,
  isCancel,
  isListing,
  isLook,
  RunBench,
  type RunEngine,
  smoke,
} from "../../support/bench/run-bench";
import { answer } from "../../support/faults/proxy";

const withBench = RunBench.with;
/** Not now, and not within what a client waits: ends its attempts at once. */
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });
/** As somebody on the way to the server may answer. */
const unexplained = answer(400, "{}");
const forever = Number.POSITIVE_INFINITY;

describe("a run that cannot be read for no reason of its own", () => {
  it.concurrent.each([
    ["once", 1],
    ["for a while", 6],
  ])("%s is waited for to its end", (_, times) =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      bench.proxy.inject((request) => isLook(request) && request.earlier > 0, unexplained, times);
      const creation = engine.up(smoke(workflowId));
      await bench.until(() => bench.proxy.requests.filter(isLook).length > times + 1);
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      await creation;
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.warnings).toEqual([]);
      // The list is asked from the third look on.
      expect(bench.proxy.requests.filter(isListing)).toHaveLength(Math.max(0, times - 2));
      expect(await engine.up(smoke(workflowId))).toBe("same");
      expect(bench.starts).toHaveLength(1);
    }),
  );

  it.concurrent.each([
    ["a 400", unexplained],
    ["a 404", answer(404, '{"detail":"Workflow not found"}')],
  ])(
    "but answers %s for ever, completes by the list of runs, and its output is read by a refresh",
    (_, fault) =>
      withBench(async (bench) => {
        const { workflowId } = bench.sandbox.workflows.completing;
        bench.proxy.inject(isLook, fault, forever);
        const engine = bench.engine();
        await engine.up(smoke(workflowId));
        expect(engine.state).toMatchObject({ status: "completed", appUrl: expect.any(String) });
        expect(bench.warnings).toEqual([
          expect.stringMatching(
            /is completed in the list of runs, and cannot be read: .* `pulumi refresh` reads/,
          ),
        ]);
        expect(await engine.up(smoke(workflowId))).toBe("same");
        bench.proxy.clear();
        await engine.refresh();
        expect(engine.state).toMatchObject({ status: "completed", output: expect.any(Object) });
        expect(bench.runs).toHaveLength(1);
      }),
  );

  it.concurrent("keeps what an earlier up has read if only the list of runs shows its end", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await incompleteOf(engine.up(smoke(workflowId, { timeout: "50ms" })));
      const { appUrl, createdAt } = engine.state;
      bench.proxy.inject(isLook, unexplained, forever);
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      expect(await engine.up(smoke(workflowId))).toBe("update");
      expect(appUrl).toEqual(expect.any(String));
      expect(engine.state).toMatchObject({ status: "completed", appUrl, createdAt });
    }));

  it.concurrent("and that the list of runs shows as failed fails the deployment", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isLook, unexplained, forever);
      const error = await incompleteOf(bench.engine().up(smoke(bench.workflow({ end: "failed" }))));
      expect(error.message).toContain(`Run ${bench.onlyRun.run_id}`);
      expect(error.message).toContain("ended as failed");
    }));

  it.concurrent.each([
    ["shows it nowhere", answer(200, "[]"), "The list of runs does not show it. No other run was started"],
    ["cannot be asked either", unexplained, "The list of runs cannot be read either: Could not look for run"],
  ])("and whose list %s, is in state, and the next up waits for it", (_, fault, said) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      bench.proxy.inject(isLook, unexplained, 3);
      bench.proxy.inject(isListing, fault);
      const engine = bench.engine();
      expect((await incompleteOf(engine.up(smoke(workflowId)))).message).toContain(said);
      expect(await engine.up(smoke(workflowId))).toBe("update");
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
    }),
  );

  it.concurrent("keeps its last state at a refresh", () =>
    withBench(async (bench) => {
      const engine = bench.engine();
      await engine.up(smoke(bench.workflow()));
      const before = engine.kept;
      bench.proxy.inject(isLook, unexplained);
      expect(await engine.refresh()).toBe(true);
      expect(engine.kept).toEqual(before);
    }));
});

describe("a run that is unreadable in state", () => {
  const sentence = "Could not read run wr_1: Skyvern refused the request (HTTP 400).";
  /** A run that goes on, which an earlier `up` could not read. */
  const unread = async (bench: RunBench): Promise<RunEngine> => {
    const engine = bench.engine();
    const { workflowId } = bench.sandbox.workflows.slow;
    await engine.up(smoke(workflowId, { waitForCompletion: false }));
    const { id = "", inputs = {}, state = {} } = engine.kept ?? {};
    const failed = { ...state, status: "unreadable", failureReason: sentence };
    engine.kept = { id, inputs, state: failed, isIncomplete: true };
    return engine;
  };

  it.concurrent("and goes on, is waited for", () =>
    withBench(async (bench) => {
      const engine = await unread(bench);
      const waiting = engine.up(smoke(bench.sandbox.workflows.slow.workflowId));
      await bench.until(() => bench.progress.some((line) => line.startsWith("running")));
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      expect(await waiting).toBe("update");
      expect(engine.state).toMatchObject({ status: "completed", waitForCompletion: true });
      expect(engine.state.failureReason).toBeUndefined();
    }));

  it.concurrent.each([true, false])(
    "and has completed, is no reason for another one (waited for: %s)",
    (waits) =>
      withBench(async (bench) => {
        const engine = await unread(bench);
        const { run_id: runId, workflow_permanent_id: workflowId } = bench.onlyRun;
        bench.sandbox.finishRun(runId, "completed");
        const inputs = smoke(workflowId, { waitForCompletion: waits });
        expect(await engine.up(inputs)).toBe("update");
        expect(engine.state).toMatchObject({ runId, status: "completed" });
        expect(engine.state.failureReason).toBeUndefined();
        expect(await engine.up(inputs)).toBe("same");
        expect(bench.runs).toHaveLength(1);
      }),
  );

  it.concurrent.each([
    ["not at the moment", unavailable],
    ["not by a server that answers nothing of use", unexplained],
  ])("and can be read %s, is no reason for another one", (_, fault) =>
    withBench(async (bench) => {
      const engine = await unread(bench);
      const { run_id: runId, workflow_permanent_id: workflowId } = bench.onlyRun;
      bench.proxy.inject(isLook, fault);
      bench.sandbox.finishRun(runId, "completed");
      expect(await engine.up(smoke(workflowId))).toBe("update");
      expect(engine.state).toMatchObject({ runId, status: "completed" });
      expect(bench.runs).toHaveLength(1);
    }),
  );

  it.concurrent("and has failed, is run again at the up after the one that found that", () =>
    withBench(async (bench) => {
      const engine = await unread(bench);
      const { run_id: runId, workflow_permanent_id: workflowId } = bench.onlyRun;
      bench.sandbox.finishRun(runId, "failed");
      expect((await incompleteOf(engine.up(smoke(workflowId)))).message).toContain("ended as failed");
      await incompleteOf(engine.up(smoke(workflowId, { timeout: "50ms" })));
      expect(bench.runs).toHaveLength(2);
    }));
});

describe("a poisoned run", () => {
  const poisoned = async (bench: RunBench): Promise<{ engine: RunEngine; error: IncompleteError }> => {
    const engine = bench.engine(bench.lifecycle({ checkWorkflows: false }));
    const parameters = { target: "acme", count: 1.5 };
    const inputs = smoke(bench.sandbox.workflows.typed.workflowId, { parameters });
    return { engine, error: await incompleteOf(engine.up(inputs)) };
  };

  it.concurrent("ends the wait with a clear error, and is in state", () =>
    withBench(async (bench) => {
      const { engine, error } = await poisoned(bench);
      const { run_id: runId } = bench.onlyRun;
      expect(error.message).toContain(`Run ${runId}`);
      expect(error.message).toContain("Expected parameter type: integer. Value: [value]");
      expect(error.message).toMatch(/The list of runs shows it as (queued|running)\./);
      expect(error.message).toContain("The usual cause is a parameter of the wrong type");
      expect(error.message).not.toContain("1.5");
      expect(engine.kept).toMatchObject({ id: runId, state: { status: "unreadable" } });
      expect(JSON.stringify(engine.state.failureReason)).not.toContain("1.5");
    }));

  it.concurrent("that the list of runs does not show either ends the wait with the last known status", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isListing, answer(200, "[]"), forever);
      const { error } = await poisoned(bench);
      expect(error.message).toContain("The list of runs does not show it. The usual cause");
      expect(error.properties).toMatchObject({ runId: bench.onlyRun.run_id, status: "unreadable" });
    }));

  it.concurrent("is canceled by delete, whatever the server answers", () =>
    withBench(async (bench) => {
      const { engine } = await poisoned(bench);
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
      expect(bench.proxy.requests.filter(isCancel)).toHaveLength(1);
    }));

  it.concurrent("keeps its state at refresh, and is replaced at the next up", () =>
    withBench(async (bench) => {
      const { engine } = await poisoned(bench);
      expect(await engine.refresh()).toBe(true);
      expect(engine.state).toMatchObject({ status: "unreadable" });
      const { workflowId } = bench.sandbox.workflows.typed;
      expect(await engine.up(smoke(workflowId, { parameters: { target: "acme", count: 1 } }))).toBe(
        "replace",
      );
      expect(bench.runs.map((run) => run.status)).toEqual(["canceled", "completed"]);
    }));

  it.concurrent("is not replaced while the list of runs does not answer: it may have completed", () =>
    withBench(async (bench) => {
      const { engine } = await poisoned(bench);
      bench.proxy.inject(isListing, unavailable, forever);
      const { id = "", state = {}, inputs = {} } = engine.kept ?? {};
      const asked = inputs as unknown as Parameters<ReturnType<typeof bench.lifecycle>["diff"]>[2];
      const before = state as unknown as Parameters<ReturnType<typeof bench.lifecycle>["diff"]>[1];
      expect(await bench.lifecycle().diff(id, before, asked)).toEqual({
        changes: true,
        changed: ["status"],
        replaces: [],
        deleteBeforeReplace: false,
      });
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("that the list of runs shows as completed all the same is not run again", () =>
    withBench(async (bench) => {
      const { engine } = await poisoned(bench);
      const row = { ...bench.onlyRun, status: "completed" };
      bench.proxy.inject(isListing, answer(200, JSON.stringify([row])), forever);
      expect(await engine.up(engine.kept?.inputs ?? {})).toBe("update");
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.starts).toHaveLength(1);
    }));
});
