import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError } from "../../../src/errors";
import {
  failureOf,
  incompleteOf,
  isCancel,
  isListing,
  isLook,
  isSearch,
  isStart,
  RunBench,
  smoke,
} from "../../support/bench/run-bench";
import { answer, answerAfter, dropAfter, dropBefore, redirect } from "../../support/faults/proxy";
import { impatientMilliseconds, lostAnswers } from "../../support/servers/lost-answers";

const withBench = RunBench.with;
/** Not now, and not within what a client waits: ends its attempts at once. */
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });
/** As somebody on the way to the server may answer. */
const unexplained = answer(400, "{}");
const forever = Number.POSITIVE_INFINITY;
const isTags = ({ path }: { readonly path: string }): boolean => path.includes("/tags");

describe("a start that the server did and whose answer", () => {
  it.concurrent.each(lostAnswers)("%s makes exactly one run, which is found by its tag", (_, fault) =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, fault);
      const { workflowId } = bench.sandbox.workflows.completing;
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds: impatientMilliseconds }));
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
      expect(bench.starts).toHaveLength(1);
      expect(await engine.up(smoke(workflowId))).toBe("same");
    }),
  );

  it.concurrent("is lost, of a run that fails at once, fails with that run's reason", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, answerAfter(504), 1);
      const workflowId = bench.workflow({
        end: "failed",
        milliseconds: 0,
        failureReason: "The page said no.",
      });
      const error = await incompleteOf(bench.engine().up(smoke(workflowId)));
      expect(error.message).toContain("The page said no.");
      expect(error.id).toBe(bench.onlyRun.run_id);
    }));

  it.concurrent("is lost, of a run that the server cannot show, is in state all the same", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, dropAfter);
      const { workflowId } = bench.sandbox.workflows.typed;
      const engine = bench.engine(bench.lifecycle({ checkWorkflows: false }));
      const parameters = { target: "acme", count: 1.5 };
      const error = await incompleteOf(engine.up(smoke(workflowId, { parameters })));
      expect(error.id).toBe(bench.onlyRun.run_id);
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
    }));
});

describe("a start that provably did nothing", () => {
  it.concurrent("is sent again when no connection came about", () =>
    withBench(async (bench) => {
      const lifecycle = bench.lifecycle();
      const { inputs } = await lifecycle.check(undefined, smoke(bench.workflow()));
      await bench.proxy.refuse();
      const creation = lifecycle.create(inputs as never);
      await sleep(50);
      await bench.proxy.accept();
      await creation;
      expect(bench.runs).toHaveLength(1);
    }));

  it.concurrent("is sent again after a 429, and after the 503 that says so", () =>
    withBench(async (bench) => {
      const busy = "The server is busy dispatching other runs. No run was created; retry this request.";
      bench.proxy.inject(isStart, answer(429, '{"detail":"slow down"}', { "retry-after": "0" }));
      bench.proxy.inject(isStart, answer(503, JSON.stringify({ detail: busy }), { "retry-after": "0" }));
      await bench.engine().up(smoke(bench.workflow()));
      expect(bench.runs).toHaveLength(1);
      expect(bench.starts).toHaveLength(3);
    }));

  it.concurrent.each([
    ["a redirect", redirect("https://elsewhere.example/"), "unexpected-response"],
    ["a 400", answer(400, '{"detail":"Missing value for parameter"}'), "invalid"],
    ["a 403", answer(403, '{"detail":"Invalid credentials"}'), "unauthorized"],
    ["a 402", answer(402, '{"detail":"No credits are left"}'), "plan-limit"],
    ["a 422", answer(422, '{"detail":[{"loc":["body","agent_id"],"msg":"Field required"}]}'), "invalid"],
    ["a 429 until later", answer(429, "", { "retry-after": "3600" }), "unavailable"],
  ])("fails at once, with nothing in state and no look for a run, after %s", (_, fault, kind) =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, fault);
      const engine = bench.engine();
      await expect(engine.up(smoke(bench.workflow()))).rejects.toMatchObject({ kind });
      expect(engine.kept).toBeUndefined();
      expect(bench.starts).toHaveLength(1);
      expect(bench.proxy.requests.filter(isSearch)).toHaveLength(1);
    }),
  );
});

describe("a start that names what does not exist", () => {
  it.concurrent.each([
    [
      "browser session",
      { browserSessionId: "pbs_0" },
      "Browser session pbs_0 does not exist or is not live.",
    ],
    ["browser profile", { browserProfileId: "bp_0" }, "Browser profile bp_0 not found"],
    ["workflow", { workflowId: "wpid_0" }, "Workflow not found. workflow_permanent_id=wpid_0"],
  ])("fails as such for a %s, with what the server said, and does not doubt the server", (_, changes, said) =>
    withBench(async (bench) => {
      const engine = bench.engine(bench.lifecycle({ checkWorkflows: false }));
      const inputs = { ...smoke(bench.workflow()), ...changes };
      const error = await failureOf(engine.up(inputs));
      expect(error.message).toContain(said);
      expect(error.message).not.toContain("does not offer this");
      expect(engine.kept).toBeUndefined();
    }),
  );
});

describe("a start of which it cannot be told whether the server did it", () => {
  it.concurrent.each([
    ["did it, and nothing can be looked up", dropAfter, true],
    ["did not, and nothing can be looked up", dropBefore, true],
    ["did not, and no run was found", answer(502), false],
  ])("when it %s, says so and where to look, and the next up leaves exactly one", (_, fault, isBlind) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const neighbour = await bench.runByHand(workflowId);
      const engine = bench.engine();
      bench.proxy.inject(isStart, fault);
      // The first search, before the start, is answered.
      if (isBlind)
        bench.proxy.inject((request) => isSearch(request) && bench.starts.length > 0, unavailable, 3);
      const { message } = await failureOf(engine.up(smoke(workflowId)));
      expect(message).toContain(`Could not run workflow ${workflowId}`);
      expect(message).toContain("It is unknown whether a run was started");
      expect(message).toMatch(/pulumi-run:[0-9a-f]{32}/);
      expect(engine.kept).toBeUndefined();
      expect(bench.starts).toHaveLength(1);

      engine.lifecycle = bench.lifecycle();
      expect(await engine.up(smoke(workflowId))).toBe("create");
      const runIds = bench.runs.map((run) => run.run_id);
      expect(runIds).toEqual([neighbour, engine.state.runId]);
    }),
  );

  it.concurrent.each([
    ["did start", dropAfter, 2],
    ["did not start", dropBefore, 1],
  ])("is not confused with an earlier run that failed, if the server %s another one", (_, fault, runs) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end: "failed" });
      await incompleteOf(bench.engine().up(smoke(workflowId)));
      bench.proxy.inject(isStart, fault);
      const error = await failureOf(bench.engine().up(smoke(workflowId)));
      expect(bench.runs).toHaveLength(runs);
      expect(error).toMatchObject(
        runs === 2 ? { id: bench.runs[1]?.run_id } : { kind: "network", cause: expect.any(Error) },
      );
    }),
  );

  it.concurrent("promises a search by the tag if the server cannot be asked whether it keeps tags", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, dropBefore);
      bench.proxy.inject((request) => isTags(request), unavailable, forever);
      const { message } = await failureOf(bench.engine().up(smoke(bench.workflow())));
      expect(message).toContain("none with the tag pulumi-run:");
      expect(message).toContain("The next `pulumi up` searches for it by its tag.");
    }));

  it.concurrent("is not sent when the server cannot be asked for a run of before", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isSearch, unavailable);
      await expect(bench.engine().up(smoke(bench.workflow()))).rejects.toMatchObject({ kind: "unavailable" });
      expect(bench.starts).toEqual([]);
    }));

  it.concurrent.each([
    ["400", unexplained],
    ["404", answer(404, "{}")],
  ])("is not sent after an unexplained %s to the question for a run of before", (_, fault) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      bench.proxy.inject(isSearch, fault);
      const engine = bench.engine();
      await failureOf(engine.up(smoke(workflowId)));
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
    }),
  );

  it.concurrent("is not sent when a completed run of before cannot be read at the moment", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      await bench.engine().up(smoke(workflowId));
      bench.proxy.inject(isLook, unexplained);
      const engine = bench.engine();
      await failureOf(engine.up(smoke(workflowId)));
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
    }));

  it.concurrent("is not given up over a look at its tags", () =>
    withBench(async (bench) => {
      bench.proxy.inject((request) => request.path.endsWith("/tags"), unavailable);
      const engine = bench.engine();
      await engine.up(smoke(bench.workflow()));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id });
      expect(bench.notes).toEqual([]);
    }));
});

describe("while it waits", () => {
  it.concurrent.each([
    ["a 500", answer(500)],
    ["a gateway's 502", answer(502, "<html>Bad gateway</html>")],
    ["a 503 for longer than a client waits", unavailable],
    ["a 429 for longer than a client waits", answer(429, "", { "retry-after": "3600" })],
    ["a broken connection", dropBefore],
    ["a timeout", () => undefined],
  ])("%s does not end it", (_, fault) =>
    withBench(async (bench) => {
      bench.proxy.inject(isLook, fault, 3);
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds: impatientMilliseconds }));
      await engine.up(smoke(bench.workflow()));
      expect(engine.state).toMatchObject({ status: "completed" });
    }),
  );

  it.concurrent("a server that is away for a while does not end it, and the deployment is told", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isLook, dropBefore, 6);
      const creation = bench.engine().up(smoke(workflowId));
      // A client gives up a look after five attempts.
      await bench.until(() => bench.progress.some((line) => line.endsWith("Trying again.")));
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      await creation;
      expect(bench.progress).toContainEqual(expect.stringMatching(/the connection broke.* Trying again\.$/));
    }));

  it.concurrent("a run that could not be read when the time was up is not claimed to be active", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isLook, unavailable, forever);
      const engine = bench.engine();
      const { message } = await incompleteOf(engine.up(smoke(workflowId, { timeout: "600ms" })));
      expect(message).toMatch(
        /^Run wr_\d+ of workflow wpid_\d+ was created when it was last read \(http:.*\), and could not be read after 600ms: .*Database temporarily unavailable/,
      );
      expect(message).toContain(
        "It may still be active. The next `pulumi up` waits for it again, and does not start another one.",
      );
      expect(message).not.toContain("It is still active");
    }));

  it.concurrent("a run that is missing, and whose list does not answer, is not claimed to be active either", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isLook, unexplained, forever);
      bench.proxy.inject(isListing, unavailable, forever);
      const { message } = await incompleteOf(bench.engine().up(smoke(workflowId, { timeout: "3s" })));
      expect(message).toMatch(/ when it was last read .*, and could not be read after 3s: .*HTTP 400/);
    }));

  it.concurrent("a run that only the list of runs shows is active when the time is up", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isLook, unexplained, forever);
      const { message } = await incompleteOf(bench.engine().up(smoke(workflowId, { timeout: "3s" })));
      expect(message).toMatch(/ was \w+ after 3s .* It is still active\./);
    }));

  it.concurrent("a server that is away at the next up does not end that either", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await incompleteOf(engine.up(smoke(workflowId, { timeout: "50ms" })));
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      bench.proxy.inject(isLook, unavailable, 2);
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(engine.state.failureReason).toBeUndefined();
    }));

  it.concurrent.each([
    ["a refused key", answer(403, '{"detail":"Invalid credentials"}')],
    ["another server's 404", answer(404, '{"detail":"Not Found"}')],
    ["something that is not JSON", answer(200, "<html>Log in to the network</html>")],
  ])("%s ends it, with the run in state, and the next up goes on", (_, fault) =>
    withBench(async (bench) => {
      bench.proxy.inject(isLook, fault);
      const workflowId = bench.workflow();
      const engine = bench.engine();
      const error = await incompleteOf(engine.up(smoke(workflowId)));
      const { run_id: runId } = bench.onlyRun;
      expect(error.message).toContain(
        `Run ${runId} may still be active, and the next \`pulumi up\` waits for it.`,
      );
      expect(engine.kept?.id).toBe(runId);
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ runId, status: "completed" });
      expect(bench.starts).toHaveLength(1);
    }),
  );

  it.concurrent("a 404 right after the start does not end it", () =>
    withBench(async (bench) => {
      bench.proxy.inject(
        isLook,
        (exchange) =>
          exchange.reply({ status: 404, body: `{"detail":"Task run not found ${bench.onlyRun.run_id}"}` }),
        2,
      );
      const engine = bench.engine();
      await engine.up(smoke(bench.workflow()));
      expect(engine.state).toMatchObject({ status: "completed" });
    }));

  it.concurrent("a run that the server forgets ends it with what is known", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      const creation = incompleteOf(engine.up(smoke(workflowId)));
      await bench.until(() => bench.progress.length > 0);
      const { run_id: runId } = bench.onlyRun;
      bench.sandbox.forgetRun(runId);
      const { message } = await creation;
      expect(message).toContain(`Run ${runId} of workflow ${workflowId} is unknown to the server`);
      expect(message).toContain("Its history was removed, or the API key is another account's.");
      expect(message).toContain("No other run was started; change a trigger to start one.");
    }));
});

describe("cancelling", () => {
  it.concurrent("that is answered with an unexplained 400 while deleting is no end of the run", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isCancel, unexplained);
      const engine = bench.engine();
      await engine.up(smoke(bench.sandbox.workflows.slow.workflowId, { waitForCompletion: false }));
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "invalid" });
      expect(engine.kept).toBeDefined();
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
    }));

  it.concurrent("that is refused while deleting is no end of a run that the list of runs does not show", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isCancel, unexplained);
      bench.proxy.inject(isListing, answer(200, "[]"));
      const engine = bench.engine();
      await engine.up(smoke(bench.sandbox.workflows.slow.workflowId, { waitForCompletion: false }));
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "invalid" });
      expect(engine.kept).toBeDefined();
    }));

  it.concurrent.each([
    ["did not pass the request on", answer(200, "<html>Log in</html>"), "running"],
    ["canceled the run", answerAfter(200, "<html>Log in</html>"), "canceled"],
  ])(
    "that is answered with a gateway's page while deleting counts only if the gateway %s",
    (_, fault, status) =>
      withBench(async (bench) => {
        const engine = bench.engine();
        await engine.up(smoke(bench.sandbox.workflows.slow.workflowId, { waitForCompletion: false }));
        await bench.until(() => bench.onlyRun.status === "running");
        bench.proxy.inject(isCancel, fault);
        const end = await engine.destroy().then(
          () => "done",
          ({ kind }: { readonly kind: string }) => kind,
        );
        expect([end, bench.onlyRun.status]).toEqual([
          status === "canceled" ? "done" : "unexpected-response",
          status,
        ]);
      }),
  );

  it.concurrent("that is refused because the run has ended is no failure of deleting", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isCancel, unexplained);
      const engine = bench.engine();
      await engine.up(smoke(bench.sandbox.workflows.slow.workflowId, { waitForCompletion: false }));
      bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
      await engine.destroy();
      expect(engine.kept).toBeUndefined();
    }));

  it.concurrent("on timeout whose outcome cannot be read starts no other run when it came too late", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isCancel, async (exchange) => {
        bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
        bench.proxy.inject(isLook, unexplained);
        exchange.reply(await exchange.forward());
      });
      const engine = bench.engine();
      const inputs = smoke(workflowId, { timeout: "100ms", cancelOnTimeout: true });
      const { message } = await incompleteOf(engine.up(inputs));
      expect(message).toContain("it may have completed before that");
      await engine.up(inputs);
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "completed" });
    }));

  it.concurrent("on timeout that fails says so, and leaves the run to the next up", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isCancel, unavailable);
      const { workflowId } = bench.sandbox.workflows.slow;
      const inputs = smoke(workflowId, { timeout: "60ms", cancelOnTimeout: true });
      const engine = bench.engine();
      const error = await incompleteOf(engine.up(inputs));
      expect(error.message).toContain("because canceling it failed: Could not cancel run");
      await incompleteOf(engine.up(inputs));
      expect(bench.onlyRun.status).toBe("canceled");
    }));

  it.concurrent("that fails while deleting keeps the resource, so that destroy can be repeated", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isCancel, unavailable);
      const engine = bench.engine();
      await engine.up(smoke(bench.sandbox.workflows.slow.workflowId, { waitForCompletion: false }));
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "unavailable" });
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
    }));

  it.concurrent("and then not releasing the key keeps it too", () =>
    withBench(async (bench) => {
      const engine = bench.engine();
      const inputs = smoke(bench.workflow());
      await engine.up(inputs);
      bench.proxy.inject((request) => isTags(request) && request.method === "DELETE", unavailable);
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "unavailable" });
      await engine.destroy();
      await engine.up(inputs);
      expect(bench.runs).toHaveLength(2);
    }));
});

describe("secrets", () => {
  const secrets = {
    parameters: { target: "hunter2-parameter", count: 1 },
    extraHttpHeaders: { authorization: "hunter2-header" },
    totpUrl: "https://codes.example/hunter2-url",
    totpIdentifier: "hunter2-identifier",
  };
  const echo =
    "not with hunter2-parameter, hunter2-header, https://codes.example/hunter2-url, hunter2-identifier";
  const detail = JSON.stringify({ detail: echo });

  it.concurrent.each([
    ["a refusal of the start", answer(400, detail)],
    ["a fault of the server at the start", answerAfter(500, detail)],
    ["a fault of the server before the start", answer(500, detail)],
    [
      "a complaint about the body",
      answer(422, JSON.stringify({ detail: [{ loc: ["body"], msg: echo, input: secrets, ctx: secrets }] })),
    ],
  ])("are not in what is said of %s that echoes them", (_, fault) =>
    withBench(async (bench) => {
      bench.proxy.inject(isStart, fault);
      const { workflowId } = bench.sandbox.workflows.typed;
      const error = await bench
        .engine()
        .up(smoke(workflowId, secrets))
        .catch((thrown: Error) => thrown);
      const message = error instanceof Error ? error.message : "";
      expect([message, ...bench.progress, ...bench.notes].join("\n")).not.toContain("hunter2");
    }),
  );

  it.concurrent("are not in what is said of a look that fails and echoes them", () =>
    withBench(async (bench) => {
      bench.proxy.inject(isLook, answer(500, detail), 5);
      bench.proxy.inject(isLook, answer(400, detail), forever);
      bench.proxy.inject(isListing, answer(500, detail));
      const { workflowId } = bench.sandbox.workflows.typed;
      await bench.engine().up(smoke(workflowId, secrets));
      bench.proxy.inject(isListing, answer(400, detail));
      const again = smoke(workflowId, { ...secrets, triggers: { commit: "b2" } });
      const { message } = await incompleteOf(bench.engine().up(again));
      const said = [message, ...bench.progress, ...bench.notes, ...bench.warnings];
      expect(bench.warnings).toHaveLength(1);
      expect(said.join("\n")).not.toContain("hunter2");
    }));

  it.concurrent("are not in the reason for which a run failed", () =>
    withBench(async (bench) => {
      const parameters = [
        { key: "target", type: "string" } as const,
        { key: "count", type: "integer" } as const,
      ];
      const run = { end: "failed", failureReason: `login block failed: ${echo}` } as const;
      const { workflowId } = bench.sandbox.addWorkflow("Echo", parameters, run);
      const error = await incompleteOf(bench.engine().up(smoke(workflowId, secrets)));
      expect(error.message).toContain("login block failed");
      expect(error.message).not.toContain("hunter2");
    }));

  it.concurrent.each(["true", "1234", "null", '"quoted"', "back\\slash"])(
    "that look like JSON (%j) break nothing, and are not in the errors of a run",
    (target) =>
      withBench(async (bench) => {
        const { workflowId } = bench.sandbox.workflows.typed;
        const errors = [{ step: 12345, final: true, next: null, reason: `not with ${target}.` }];
        bench.proxy.inject(
          isLook,
          async (exchange) => {
            const whole = await exchange.forward();
            exchange.reply({ ...whole, body: JSON.stringify({ ...JSON.parse(whole.body), errors }) });
          },
          forever,
        );
        const engine = bench.engine();
        await engine.up(smoke(workflowId, { parameters: { target, count: 1 } }));
        const { reason, ...rest } = (engine.state.errors as typeof errors)[0] ?? {};
        expect(reason).not.toContain(target);
        expect(rest).toEqual({ step: 12345, final: true, next: null });
      }),
  );
});

/** A deployment in steps; `asked` is how many runs it asks for. */
interface Scenario {
  readonly asked: number;
  readonly play: (bench: RunBench, step: (work: () => Promise<unknown>) => Promise<void>) => Promise<void>;
}

const scenarios: Readonly<Record<string, Scenario>> = {
  "a run, an unchanged up, a new trigger, destroy": {
    asked: 2,
    async play(bench, step) {
      const { workflowId } = bench.sandbox.workflows.completing;
      const engine = bench.engine();
      await step(() => engine.up(smoke(workflowId, { triggers: { commit: "a1" } })));
      await step(() => engine.up(smoke(workflowId, { triggers: { commit: "a1" } })));
      await step(() => engine.up(smoke(workflowId, { triggers: { commit: "b2" } })));
      expect(engine.state).toMatchObject({ status: "completed", triggers: { commit: "b2" } });
      await step(() => engine.refresh());
      await step(() => engine.destroy());
    },
  },
  "a run that fails, and is run again": {
    asked: 2,
    async play(bench, step) {
      const workflowId = bench.workflow({ end: "failed" });
      const engine = bench.engine();
      await step(() => engine.up(smoke(workflowId)));
      expect(engine.state).toMatchObject({ status: "failed" });
      await step(() => engine.up(smoke(workflowId)));
      expect(engine.kept?.id).toBe(bench.runs.at(-1)?.run_id);
    },
  },
  "a run that is too slow, is attached to, and is destroyed": {
    asked: 1,
    async play(bench, step) {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await step(() => engine.up(smoke(workflowId, { timeout: "100ms", pollInterval: "50ms" })));
      await step(() => engine.up(smoke(workflowId, { timeout: "100ms", pollInterval: "50ms" })));
      await step(() => engine.destroy());
      expect(bench.onlyRun.status).toBe("canceled");
    },
  },
  "a run, a forced replacement, destroy, and a run again": {
    asked: 3,
    async play(bench, step) {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await step(() => engine.up(smoke(workflowId)));
      const first = engine.kept?.id;
      // What an interrupted replacement has left is made by an ordinary up.
      await step(() =>
        engine.kept?.id === first
          ? engine.forceReplace(smoke(workflowId), true)
          : engine.up(smoke(workflowId)),
      );
      await step(() => engine.destroy());
      await step(() => engine.up(smoke(workflowId)));
    },
  },
};

/** Does a step again, as a person would, while it fails without having come to its end. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (error instanceof IncompleteError) return;
      if (tries === 3) throw error;
    }
  }
}

describe("with every answer of every call lost once, in turn", () => {
  it.concurrent.each(Object.entries(scenarios))(
    "%s: starts no more runs than asked for",
    async (_, scenario) => {
      let calls = 0;
      await withBench(async (bench) => {
        await scenario.play(bench, untilDone);
        calls = bench.proxy.requests.length;
        expect(bench.runs).toHaveLength(scenario.asked);
      });
      const turns = Array.from({ length: calls }, (_, turn) =>
        withBench(async (bench) => {
          let passed = 0;
          bench.proxy.inject(() => passed++ === turn, dropAfter);
          await scenario.play(bench, untilDone);
          const lost = bench.proxy.requests[turn];
          expect({ lost: `${turn}: ${lost?.method} ${lost?.path}`, runs: bench.runs.length }).toEqual({
            lost: expect.any(String),
            runs: scenario.asked,
          });
        }),
      );
      await Promise.all(turns);
    },
  );
});
