import type { Properties } from "../../../src/provider/lifecycle";
import type { WorkflowRunInputs } from "../../../src/provider/run/inputs";
import { runKey } from "../../../src/provider/run/key";
import {
  failureOf,
  incompleteOf,
  isSearch,
  isStart,
  RunBench,
  smoke,
  smokeUrn,
} from "../../support/bench/run-bench";
import { answer, dropAfter, dropBefore, type ProxiedRequest, withoutQuery } from "../../support/faults/proxy";

const withBench = RunBench.with;

/** A key, from inputs as check gives them. */
const keyOf = (changes: Properties = {}): string =>
  runKey({
    workflowId: "wpid_1",
    parameters: { url: "https://shop.example", depth: 1 },
    triggers: { commit: "a1" },
    waitForCompletion: true,
    timeout: "1h",
    pollInterval: "5s",
    failOn: ["failed"],
    cancelOnDelete: true,
    cancelOnTimeout: false,
    origin: smokeUrn,
    ...changes,
  } as WorkflowRunInputs);

describe("the key of a run", () => {
  it("is 32 hexadecimal digits, and never changes between releases", () => {
    // A literal: a release that made other keys would find none of the runs that an older one started.
    expect(keyOf()).toBe("39670a4ae1829a40a5a77194110d3e6e");
  });

  it.each([
    ["the resource, its stack or its project", { origin: smokeUrn.replace("dev", "prod") }],
    ["the workflow", { workflowId: "wpid_2" }],
    ["a parameter", { parameters: { url: "https://shop.example", depth: 2 } }],
    ["a trigger", { triggers: { commit: "b2" } }],
    ["what is left out", { triggers: undefined }],
    ["a header", { extraHttpHeaders: { "x-shop": "test" } }],
  ])("differs with %s", (_, changes) => {
    expect(keyOf(changes)).not.toBe(keyOf());
  });

  it.each([
    ["the order of keys", { parameters: { depth: 1, url: "https://shop.example" } }],
    ["how long to wait", { timeout: "5m", pollInterval: "1s", waitForCompletion: false }],
    ["what becomes of it", { failOn: [], cancelOnDelete: false, cancelOnTimeout: true }],
  ])("is the same with another %s", (_, changes) => {
    expect(keyOf(changes)).toBe(keyOf());
  });

  it("shows no secret", () => {
    expect(keyOf({ extraHttpHeaders: { authorization: "hunter2" } })).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("a process that died while it waited", () => {
  it.concurrent("leaves a run that the next one finds by its key, and waits for", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end: "never" });
      const dead = bench.engine();
      const lost = dead.up(smoke(workflowId, { timeout: "300ms" })).catch(() => undefined);
      await bench.until(() => bench.runs.length > 0);
      const engine = bench.engine();
      const waiting = engine.up(smoke(workflowId));
      await bench.until(() => bench.proxy.requests.filter(isSearch).length === 2);
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      expect(await waiting).toBe("create");
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
      await lost;
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("leaves a run whose result the next one takes, when it has completed meanwhile", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      await bench.engine().up(smoke(workflowId));
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, output: expect.any(Object) });
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("leaves a completed run, which is not started again even if failOn contains that status", () =>
    withBench(async (bench) => {
      const inputs = smoke(bench.workflow(), { failOn: ["completed"] });
      const first = await incompleteOf(bench.engine().up(inputs));
      const again = await incompleteOf(bench.engine().up(inputs));
      expect([first.id, again.id]).toEqual([bench.onlyRun.run_id, bench.onlyRun.run_id]);
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("leaves one whose first attempt has failed, and the next one waits for the second", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ milliseconds: 50, retryDelayMilliseconds: 1500 });
      const first = bench.engine().up(smoke(workflowId));
      await bench.until(() => bench.runs[0]?.retry_pending === true);
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      await first;
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
    }));

  it.concurrent.each(["failed", "canceled", "timed_out"] as const)(
    "leaves nothing to go on from when its run %s",
    (end) =>
      withBench(async (bench) => {
        const { workflowId } = bench.sandbox.workflows.slow;
        await incompleteOf(bench.engine().up(smoke(workflowId, { timeout: "30ms" })));
        const [first] = bench.runs;
        bench.sandbox.finishRun(first?.run_id ?? "", end);
        const engine = bench.engine();
        const error = await incompleteOf(engine.up(smoke(workflowId, { timeout: "30ms" })));
        expect(error.id).not.toBe(first?.run_id);
        expect(bench.runs).toHaveLength(2);
      }),
  );

  it.concurrent("leaves nothing that a resource of another name or stack would take for its own", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      await bench.engine().up(smoke(workflowId, { origin: smokeUrn.replace("smoke", "other") }));
      await bench.engine().up(smoke(workflowId, { origin: smokeUrn.replace("dev", "prod") }));
      expect(bench.runs).toHaveLength(3);
    }));

  it.concurrent("leaves a completed run, and no other is started when its workflow was deleted", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      bench.sandbox.deleteWorkflow(workflowId);
      const engine = bench.engine(bench.lifecycle({ checkWorkflows: false }));
      await expect(engine.up(smoke(workflowId))).rejects.toMatchObject({
        kind: "not-found",
        message: expect.stringContaining(workflowId),
      });
      expect(bench.runs).toHaveLength(1);
    }));

  it.concurrent("leaves a poisoned run, which the next one neither starts a second time nor loses", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.typed;
      const inputs = smoke(workflowId, { parameters: { target: "acme", count: 1.5 } });
      const lifecycle = () => bench.lifecycle({ checkWorkflows: false });
      await incompleteOf(bench.engine(lifecycle()).up(inputs));
      const engine = bench.engine(lifecycle());
      const error = await incompleteOf(engine.up(inputs));
      expect(error.id).toBe(bench.onlyRun.run_id);
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
    }));
});

describe("two resources in one process that ask for the same", () => {
  it.concurrent("have a run each, and one resource that is made twice has one", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const lifecycle = bench.lifecycle();
      const other = smoke(workflowId, { origin: smokeUrn.replace("smoke", "other") });
      await Promise.all(
        [smoke(workflowId), smoke(workflowId), other].map((inputs) => bench.engine(lifecycle).up(inputs)),
      );
      expect(bench.runs).toHaveLength(2);
    }));
});

describe("deleting releases the key", () => {
  it.concurrent("so that up after destroy runs again", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      await engine.destroy();
      expect(await engine.up(smoke(workflowId))).toBe("create");
      expect(bench.runs).toHaveLength(2);
    }));

  it.concurrent("so that a forced replacement runs again", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      await engine.forceReplace(smoke(workflowId), true);
      expect(engine.state.runId).toBe(bench.runs[1]?.run_id);
      expect(bench.runs).toHaveLength(2);
    }));

  it.concurrent("so that triggers that are changed back run again", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      for (const commit of ["a1", "b2", "a1"]) await engine.up(smoke(workflowId, { triggers: { commit } }));
      expect(bench.runs).toHaveLength(3);
    }));

  it.concurrent("also of a run that goes on and is left alone", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const inputs = smoke(workflowId, { waitForCompletion: false, cancelOnDelete: false });
      const engine = bench.engine();
      await engine.up(inputs);
      await engine.destroy();
      await engine.up(inputs);
      expect(bench.runs).toHaveLength(2);
    }));
});

describe("a key that is not released", () => {
  it.concurrent.each([
    ["for an unexplained 400", answer(400, "{}")],
    ["by somebody who takes no DELETE", answer(405, '{"detail":"Method Not Allowed"}')],
  ])("%s keeps the resource, so that destroy can be repeated and up runs again", (_, fault) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      bench.proxy.inject(({ method }) => method === "DELETE", fault);
      await failureOf(engine.destroy());
      expect(engine.kept).toBeDefined();
      await engine.destroy();
      await engine.up(smoke(workflowId));
      expect(bench.runs).toHaveLength(2);
    }),
  );
});

describe("an organisation without tags", () => {
  /** Tags are kept for it, but it may neither search nor read nor change them (`require_workflow_tagging`). */
  const switchTaggingOff = ({ proxy }: RunBench): void => {
    const refused = answer(403, '{"detail":"Workflow tagging is not enabled for this organization."}');
    proxy.inject(
      (request) => isSearch(request) || request.path.includes("/tags"),
      refused,
      Number.POSITIVE_INFINITY,
    );
  };

  it.concurrent("has its runs started, replaced and deleted, and what is lost is said", () =>
    withBench(async (bench) => {
      switchTaggingOff(bench);
      const workflowId = bench.workflow();
      const engine = bench.engine();
      expect(await engine.up(smoke(workflowId))).toBe("create");
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.notes).toEqual([expect.stringContaining("keeps no tags of runs (pulumi-run)")]);
      expect(await engine.up(smoke(workflowId))).toBe("same");
      expect(await engine.up(smoke(workflowId, { triggers: { commit: "b2" } }))).toBe("replace");
      await engine.destroy();
      expect(engine.kept).toBeUndefined();
      expect(bench.runs).toHaveLength(2);
    }));

  it.concurrent("has, after a lost answer, no promise that the next up finds the run", () =>
    withBench(async (bench) => {
      switchTaggingOff(bench);
      bench.proxy.inject(isStart, dropBefore);
      const { message } = await failureOf(bench.engine().up(smoke(bench.workflow())));
      expect(message).toContain("has no tags to find it");
    }));

  it.concurrent("is told apart from a refused key", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isSearch, answer(403, '{"detail":"Invalid credentials"}'));
      await expect(bench.engine().up(smoke(bench.workflow()))).rejects.toMatchObject({
        kind: "unauthorized",
      });
      expect(bench.starts).toEqual([]);
    }));
});

describe("a gateway that ignores the query of a search for a run", () => {
  it.concurrent("fails the search, and starts no second run, if the run may be on a later page", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      bench.proxy.inject(isStart, dropAfter);
      const isLater = (request: ProxiedRequest) => isSearch(request) && bench.starts.length > 0;
      const busy = answer(503, "", { "retry-after": "3600" });
      bench.proxy.inject(isLater, busy, Number.POSITIVE_INFINITY);
      await failureOf(bench.engine().up(smoke(workflowId)));
      bench.proxy.clear();
      for (let run = 0; run < 10; run++) await bench.runByHand(workflowId);
      bench.proxy.inject(isSearch, withoutQuery(bench.sandbox.url), Number.POSITIVE_INFINITY);
      await expect(bench.engine().up(smoke(workflowId))).rejects.toThrow(
        "lists runs without this tag instead, so the list may be incomplete.",
      );
      expect(bench.starts).toEqual([]);
    }));

  it.concurrent("starts the run if the account has fewer runs than a page", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      for (let run = 0; run < 9; run++) await bench.runByHand(workflowId);
      bench.proxy.inject(isSearch, withoutQuery(bench.sandbox.url), Number.POSITIVE_INFINITY);
      await bench.engine().up(smoke(workflowId));
      expect(bench.starts).toHaveLength(1);
    }));
});

describe("a server that knows no tags", () => {
  it.concurrent("has its run started, and what is lost is said once", () =>
    withBench(async (bench) => {
      bench.knowNoTags();
      const workflowId = bench.workflow();
      const lifecycle = bench.lifecycle();
      const engine = bench.engine(lifecycle);
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.notes).toEqual([
        expect.stringContaining("This server keeps no tags of runs (pulumi-run)"),
      ]);
      expect(bench.notes[0]).toContain("starts another");
      await engine.destroy();
      expect(engine.kept).toBeUndefined();
    }));

  it.concurrent("has nobody else's run attached to, even when it lists them all", () =>
    withBench(async (bench) => {
      bench.knowNoTags();
      const workflowId = bench.workflow();
      const others = [await bench.runByHand(workflowId), await bench.runByHand(workflowId)];
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      expect(others).not.toContain(engine.state.runId);
      expect(bench.runs).toHaveLength(3);
    }));

  it.concurrent("is asked for tags once, not for each run in its list", () =>
    withBench(async (bench) => {
      bench.knowNoTags();
      const workflowId = bench.workflow();
      await Promise.all(Array.from({ length: 20 }, () => bench.runByHand(workflowId)));
      await bench.engine().up(smoke(workflowId));
      const asked = bench.proxy.requests.filter(({ path }) => path.endsWith("/tags"));
      expect(asked.length).toBeLessThanOrEqual(3);
    }));

  it.concurrent("has, after a lost answer, no promise that the next up finds the run", () =>
    withBench(async (bench) => {
      bench.knowNoTags();
      const workflowId = bench.workflow();
      const engine = bench.engine();
      bench.proxy.inject(
        ({ method }) => method === "POST",
        (exchange) => exchange.drop(),
      );
      const { message } = await failureOf(engine.up(smoke(workflowId)));
      expect(message).toContain("It is unknown whether a run was started");
      expect(message).not.toContain("searches for it by its tag. It waits for the run if it exists");
      expect(engine.kept).toBeUndefined();
    }));

  it.concurrent.each([
    ["leave out the workflow of a run, and the run is found", undefined, 1],
    ["list runs of another workflow, and none of them is attached to", "wpid_0", 2],
  ])("may %s", (_, shown, runs) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      bench.proxy.inject(isSearch, async (exchange) => {
        const whole = await exchange.forward();
        const rows = (JSON.parse(whole.body) as object[]).map((row) => ({
          ...row,
          workflow_permanent_id: shown,
        }));
        exchange.reply({ ...whole, body: JSON.stringify(rows) });
      });
      await bench.engine().up(smoke(workflowId));
      expect(bench.runs).toHaveLength(runs);
    }),
  );

  it.concurrent("may ignore only the filter: a run is attached to for its own tag alone", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      bench.proxy.inject(
        isSearch,
        async (exchange) => {
          const headers = { "x-api-key": bench.sandbox.apiKey };
          const all = await fetch(`${bench.sandbox.url}/v1/runs`, { headers });
          exchange.reply({ status: 200, body: await all.text() });
        },
        Number.POSITIVE_INFINITY,
      );
      await bench.runByHand(workflowId, { run_metadata: { "pulumi-run": "another" } });
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      expect(bench.runs).toHaveLength(2);
      expect(bench.notes).toEqual([]);
      await bench.engine().up(smoke(workflowId));
      expect(bench.runs).toHaveLength(2);
    }));
});

describe("a label that a person set on a run", () => {
  /** Skyvern lists a label as a tag whose key is null (`GET` and `DELETE` of `/v1/runs/{id}/tags`). */
  const addLabel = ({ proxy }: RunBench): void =>
    proxy.inject(
      ({ path }) => path.includes("/tags"),
      async (exchange) => {
        const { status, body } = await exchange.forward();
        const answered = JSON.parse(body) as { tags: object[] };
        answered.tags.unshift({ key: null, value: "urgent" });
        exchange.reply({ status, body: JSON.stringify(answered) });
      },
      Number.POSITIVE_INFINITY,
    );

  it.concurrent("does not hide the run from the next up, nor prevent its deletion", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      addLabel(bench);
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      expect(bench.runs).toHaveLength(1);
      await engine.destroy();
      expect(engine.kept).toBeUndefined();
    }));
});
