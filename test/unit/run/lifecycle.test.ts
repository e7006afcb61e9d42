import { setTimeout as sleep } from "node:timers/promises";
import {
  failureOf,
  incompleteOf,
  isCancel,
  isLook,
  isStart,
  RunBench,
  runMilliseconds,
  smoke,
  smokeUrn,
} from "../../support/bench/run-bench";

/** Tests here wait for runs, so they run beside each other, each with a server of its own. */
const withBench = RunBench.with;

/** Leaves fields out of the runs that the server answers with, as a server without these fields does. */
function hide(bench: RunBench, ...fields: readonly string[]): void {
  bench.proxy.inject(
    (request) => isStart(request) || isLook(request),
    async (exchange) => {
      const whole = await exchange.forward();
      const kept = Object.entries(JSON.parse(whole.body)).filter(([key]) => !fields.includes(key));
      exchange.reply({ ...whole, body: JSON.stringify(Object.fromEntries(kept)) });
    },
    Number.POSITIVE_INFINITY,
  );
}

describe("the subject of a message about a run", () => {
  it.concurrent.each([
    ["wr_1", { workflowId: "wpid_1" }, "run wr_1 of workflow wpid_1"],
    ["wr_1", {}, "run wr_1"],
    ["", { workflowId: "wpid_1" }, "a run of workflow wpid_1"],
    ["", {}, "a run"],
  ])("for the id %j and the inputs %j is: %s", (id, inputs, subject) =>
    withBench(async (bench) => expect(bench.lifecycle().subject(id, inputs)).toBe(subject)),
  );
});

describe("creating a run", () => {
  it.concurrent("starts one, waits for its end, and has its output, times and addresses", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      const engine = bench.engine();
      expect(await engine.up(smoke(workflowId, { triggers: { commit: "a1" } }))).toBe("create");
      const { run_id: runId } = bench.onlyRun;
      expect(engine.kept?.id).toBe(runId);
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(engine.state).toEqual({
        workflowId,
        triggers: { commit: "a1" },
        origin: smokeUrn,
        waitForCompletion: true,
        timeout: "10s",
        pollInterval: "20ms",
        failOn: ["failed", "terminated", "canceled", "timed_out"],
        cancelOnDelete: true,
        cancelOnTimeout: false,
        runId,
        status: "completed",
        output: expect.objectContaining({ download_output: { invoices: 3, total: 129.5 } }),
        appUrl: `http://localhost:8080/runs/${runId}`,
        createdAt: time,
        startedAt: time,
        finishedAt: time,
        downloadedFiles: [expect.objectContaining({ filename: "report.csv" })],
        recordingUrl: expect.stringContaining("signature="),
        screenshotUrls: [expect.stringContaining("signature="), expect.stringContaining("signature=")],
      });
    }));

  it.concurrent("sends all that was asked for, and nothing of how to wait", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.typed;
      const asked = {
        parameters: { target: "acme", count: 2 },
        title: "Smoke test",
        proxyLocation: { country: "US", subdivision: "CA" },
        webhookUrl: "https://hooks.example/done",
        totpUrl: "https://codes.example/",
        totpIdentifier: "somebody@example.com",
        browserAddress: "wss://browser.example/",
        extraHttpHeaders: { "x-shop": "test" },
        maxScreenshotScrolls: 0,
        maxElapsedTimeMinutes: 10,
        maxStepsOverride: 7,
        runWith: "code",
        aiFallback: false,
        runMetadata: { team: "shop" },
      };
      await bench.engine().up(smoke(workflowId, { ...asked, triggers: { commit: "a1" } }));
      const [start, ...others] = bench.starts;
      expect(others).toEqual([]);
      expect(start?.headers["x-max-steps-override"]).toBe("7");
      expect(JSON.parse(start?.body ?? "")).toEqual({
        workflow_id: workflowId,
        parameters: { target: "acme", count: 2 },
        title: "Smoke test",
        proxy_location: { country: "US", subdivision: "CA" },
        webhook_url: "https://hooks.example/done",
        totp_url: "https://codes.example/",
        totp_identifier: "somebody@example.com",
        browser_address: "wss://browser.example/",
        extra_http_headers: { "x-shop": "test" },
        max_screenshot_scrolls: 0,
        max_elapsed_time_minutes: 10,
        run_with: "code",
        ai_fallback: false,
        run_metadata: { team: "shop", "pulumi-run": expect.stringMatching(/^[0-9a-f]{32}$/) },
      });
    }));

  it.concurrent("does not wait where that is not wanted", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: false }));
      expect(engine.state).toMatchObject({ runId: bench.onlyRun.run_id, status: "created" });
      for (const key of ["startedAt", "finishedAt", "output", "failureReason", "errors"])
        expect(engine.state).not.toHaveProperty(key);
      expect(bench.proxy.requests.filter(isLook)).toEqual([]);
      expect(await engine.up(smoke(workflowId, { waitForCompletion: false }))).toBe("same");
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("stores no undefined value, which the engine does not take", () =>
    withBench(async (bench) => {
      const lifecycle = bench.lifecycle();
      const { inputs } = await lifecycle.check(undefined, smoke(bench.workflow()));
      const { id, state } = await lifecycle.create(inputs as never);
      expect(Object.values(state)).not.toContain(undefined);
      const read = await lifecycle.read(id, {});
      expect(Object.values(read?.state ?? { nothing: undefined })).not.toContain(undefined);
    }));

  it.concurrent("is refused at preview where the workflow or a parameter is not what the server has", () =>
    withBench(async (bench) => {
      const lifecycle = bench.lifecycle();
      const { workflowId } = bench.sandbox.workflows.typed;
      const parameters = { target: "acme", count: 1.5, tarjet: "acme" };
      const { failures } = await lifecycle.check(undefined, smoke(workflowId, { parameters }));
      expect(failures).toEqual([
        { property: "parameters.tarjet", reason: expect.stringContaining("Did you mean target?") },
        { property: "parameters.count", reason: expect.stringContaining("a whole number") },
      ]);
      expect((await lifecycle.check(undefined, smoke("wpid_0"))).failures).toEqual([
        { property: "workflowId", reason: expect.stringContaining("There is no workflow wpid_0") },
      ]);
      expect(bench.starts).toEqual([]);
    }));
});

describe("a run that fails", () => {
  it.concurrent("fails the deployment with its status, reason and address, and is in state", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.failing;
      const engine = bench.engine();
      const error = await incompleteOf(engine.up(smoke(workflowId)));
      const { run_id: runId } = bench.onlyRun;
      const reason = "login block failed. failure reason: The portal refused the password.";
      expect(error.message).toContain(`Run ${runId} of workflow ${workflowId} ended as failed: ${reason}`);
      expect(error.message).toContain(`http://localhost:8080/runs/${runId}`);
      expect(error.message).toContain("The next `pulumi up` starts a new run.");
      expect(error.reasons).toEqual([error.message]);
      expect(engine.kept).toMatchObject({
        id: runId,
        state: {
          runId,
          status: "failed",
          failureReason: reason,
          output: { open_output: { success: true }, extracted_information: [] },
          finishedAt: expect.any(String),
        },
      });
    }));

  it.concurrent("is replaced by a new one at the next up, and the preview says why", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.failing;
      const engine = bench.engine();
      const first = await incompleteOf(engine.up(smoke(workflowId)));
      const state = engine.state as never;
      const inputs = engine.kept?.inputs as never;
      const refresh = await bench.lifecycle().diff(first.id, state, inputs);
      expect(bench.warnings).toEqual([]);
      const diff = await engine.lifecycle.diff(first.id, state, inputs);
      expect(bench.warnings).toEqual([
        expect.stringMatching(`Last run ${first.id} failed: \`pulumi up\` starts a new one. .*password`),
      ]);
      expect(refresh).toEqual(diff);
      const replaces = ["status"];
      expect(diff).toEqual({ changes: true, changed: replaces, replaces, deleteBeforeReplace: true });
      const second = await incompleteOf(engine.up(smoke(workflowId)));
      expect(bench.runs.map((run) => run.run_id)).toEqual([first.id, second.id]);
    }));

  it.concurrent("for a reason that the server does not give is replaced with a warning that names its status", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end: "terminated" });
      hide(bench, "failure_reason", "app_url");
      const engine = bench.engine();
      const { id, message } = await incompleteOf(engine.up(smoke(workflowId)));
      expect(message).toBe(
        `Run ${id} of workflow ${workflowId} ended as terminated. The next \`pulumi up\` starts a new run.`,
      );
      expect(bench.progress[0]).toBe(`created 0s, ${id}`);
      await incompleteOf(engine.up(smoke(workflowId)));
      expect(bench.warnings).toEqual([`Last run ${id} is terminated: \`pulumi up\` starts a new one.`]);
    }));

  // pulumi/pulumi#7161, pulumi/pulumi#1885, pulumi/pulumi#1824: a replacement without a reason, or with all fields as one
  it.concurrent.each([
    ["failed", "failed"],
    ["timed_out", "is timed_out"],
    ["terminated", "is terminated"],
  ] as const)("that ended as %s is replaced because of its status alone, with that reason", (end, words) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end, failureReason: "The page said no." });
      const engine = bench.engine();
      const { id } = await incompleteOf(engine.up(smoke(workflowId)));
      const sent = bench.starts.length;
      engine.lifecycle = bench.lifecycle();
      const { inputs } = await engine.lifecycle.check(engine.kept?.inputs, smoke(workflowId));
      const diff = await engine.lifecycle.diff(id, engine.state as never, inputs as never);
      expect(diff).toMatchObject({ changed: ["status"], replaces: ["status"] });
      expect(bench.warnings).toEqual([
        expect.stringMatching(
          new RegExp(`^Last run ${id} ${words}: \`pulumi up\` starts a new one\\. .*The page said no`),
        ),
      ]);
      expect(bench.starts).toHaveLength(sent);
    }),
  );

  it.concurrent.each(["terminated", "timed_out"] as const)("may also end as %s", (end) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end, failureReason: "The page said no." });
      const error = await incompleteOf(bench.engine().up(smoke(workflowId)));
      expect(error.message).toContain(`ended as ${end}: The page said no.`);
    }),
  );

  it.concurrent("may also end because somebody canceled it", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const creation = incompleteOf(bench.engine().up(smoke(workflowId)));
      await bench.until(() => bench.progress.length > 0);
      bench.sandbox.finishRun(bench.onlyRun.run_id, "canceled");
      expect((await creation).message).toContain("ended as canceled");
    }));

  it.concurrent("fails nothing with a status that failOn does not name", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.failing;
      const engine = bench.engine();
      const inputs = smoke(workflowId, { failOn: ["terminated"] });
      await engine.up(inputs);
      expect(engine.state).toMatchObject({ status: "failed", failureReason: expect.any(String) });
      expect(await engine.up(inputs)).toBe("same");
      expect(bench.runs).toHaveLength(1);
    }));
});

describe("a run that takes longer than the time limit", () => {
  it.concurrent("goes on, and the next up waits for it and starts no other", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      const error = await incompleteOf(engine.up(smoke(workflowId, { timeout: "150ms" })));
      const { run_id: runId } = bench.onlyRun;
      expect(error.message).toMatch(
        new RegExp(`^Run ${runId} of workflow ${workflowId} was (created|queued|running) after 150ms`),
      );
      expect(error.message).toContain("It is still active. The next `pulumi up` waits for it");
      expect(engine.kept).toMatchObject({ id: runId, state: { runId } });

      engine.lifecycle = bench.lifecycle();
      const again = await incompleteOf(engine.up(smoke(workflowId, { timeout: "150ms" })));
      expect(again.id).toBe(runId);
      const waiting = engine.up(smoke(workflowId));
      bench.sandbox.finishRun(runId, "completed");
      expect(await waiting).toBe("update");
      expect(engine.state).toMatchObject({ runId, status: "completed", timeout: "10s" });
      expect(bench.starts).toHaveLength(1);
      expect(await engine.up(smoke(workflowId))).toBe("same");
    }));

  it.concurrent("is canceled where cancelOnTimeout says so, and the next up starts a new one", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      const inputs = smoke(workflowId, { timeout: "100ms", cancelOnTimeout: true });
      const error = await incompleteOf(engine.up(inputs));
      expect(error.message).toContain("It was canceled, because cancelOnTimeout is true.");
      expect(bench.onlyRun.status).toBe("canceled");
      expect(engine.state).toMatchObject({ status: "canceled", finishedAt: expect.any(String) });
      await incompleteOf(engine.up(inputs));
      expect(bench.runs.map((run) => run.status)).toEqual(["canceled", "canceled"]);
    }));

  it.concurrent("is no failure when it completes while it is being canceled", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      bench.proxy.inject(isCancel, async (exchange) => {
        bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
        exchange.reply(await exchange.forward());
      });
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { timeout: "100ms", cancelOnTimeout: true }));
      expect(engine.state).toMatchObject({ status: "completed" });
    }));

  it.concurrent("promises a new run only where the next up starts one", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      const inputs = smoke(workflowId, { timeout: "100ms", cancelOnTimeout: true, failOn: ["failed"] });
      const { message } = await incompleteOf(engine.up(inputs));
      await engine.up(inputs).catch(() => undefined);
      expect(bench.runs).toHaveLength(message.includes("starts a new run") ? 2 : 1);
    }));
});

describe("the next up", () => {
  it.concurrent.each([
    ["triggers", { triggers: { commit: "b2" } }],
    ["parameters", { parameters: { label: "other" } }],
    ["title", { title: "Other" }],
    ["runMetadata", { runMetadata: { team: "other" } }],
  ])("starts exactly one new run for changed %s", (_, changes) =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.addWorkflow("Smoke", [
        { key: "label", type: "string", defaultValue: "nightly" },
      ]);
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { triggers: { commit: "a1" } }));
      const changed = smoke(workflowId, { triggers: { commit: "a1" }, ...changes });
      expect(await engine.up(changed)).toBe("replace");
      expect(bench.runs).toHaveLength(2);
      expect(engine.state.runId).toBe(bench.runs[1]?.run_id);
      expect(await engine.up(changed)).toBe("same");
      expect(bench.starts).toHaveLength(2);
    }),
  );

  it.concurrent("starts exactly one new run for another workflow, and cancels the old one that goes on", () =>
    withBench(async (bench) => {
      const { slow, plain } = bench.sandbox.workflows;
      const engine = bench.engine();
      await engine.up(smoke(slow.workflowId, { waitForCompletion: false }));
      expect(await engine.up(smoke(plain.workflowId))).toBe("replace");
      expect(bench.runs.map((run) => [run.workflow_permanent_id, run.status])).toEqual([
        [slow.workflowId, "canceled"],
        [plain.workflowId, "completed"],
      ]);
    }));

  it.concurrent("does nothing when nothing has changed, in whichever order the keys come", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.typed;
      const parameters = { target: "acme", count: 2, options: { depth: 2, list: ["a", null] } };
      const reordered = { options: { list: ["a", null], depth: 2 }, count: 2, target: "acme" };
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { parameters, triggers: { a: "1", b: [2] } }));
      expect(
        await engine.up(smoke(workflowId, { triggers: { b: [2], a: "1" }, parameters: reordered })),
      ).toBe("same");
      expect(bench.starts).toHaveLength(1);
    }));

  const options = [
    ["timeout", { timeout: "1h" }],
    ["pollInterval", { pollInterval: "1s" }],
    ["failOn", { failOn: ["failed"] }],
    ["cancelOnDelete", { cancelOnDelete: false }],
    ["cancelOnTimeout", { cancelOnTimeout: true }],
  ] as const;

  it.concurrent.each([...options, ["waitForCompletion", { waitForCompletion: false }] as const])(
    "remembers a changed %s of a run that has ended, and asks the server nothing",
    (name, changes) =>
      withBench(async (bench) => {
        const workflowId = bench.workflow();
        const engine = bench.engine();
        await engine.up(smoke(workflowId));
        const before = engine.state;
        bench.proxy.clear();
        await engine.up(smoke(workflowId, changes));
        // What counted as a failure when it ended stays with it.
        expect(engine.state).toEqual(name === "failOn" ? before : { ...before, ...changes });
        expect(bench.proxy.requests).toEqual([]);
        expect(await engine.up(smoke(workflowId, changes))).toBe("same");
      }),
  );

  it.concurrent("starts nothing when a status counts as a failure that did not when the run ended", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.failing;
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { failOn: [] }));
      await engine.up(smoke(workflowId));
      await engine.up(smoke(workflowId));
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("starts nothing when a failure does not count as one any more", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.failing;
      const engine = bench.engine();
      await incompleteOf(engine.up(smoke(workflowId)));
      await engine.up(smoke(workflowId, { failOn: [] }));
      expect(await engine.up(smoke(workflowId, { failOn: [] }))).toBe("same");
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent.each(options)(
    "remembers a changed %s of a run that goes on, and starts nothing",
    (_, changes) =>
      withBench(async (bench) => {
        const { workflowId } = bench.sandbox.workflows.slow;
        const before = { waitForCompletion: false };
        const engine = bench.engine();
        await engine.up(smoke(workflowId, { ...before, timeout: "50ms" }));
        const wanted = smoke(workflowId, { ...before, timeout: "50ms", ...changes });
        expect(await engine.up(wanted).catch(() => "update")).toBe("update");
        expect(engine.state).toMatchObject(changes);
        expect(bench.starts).toHaveLength(1);
      }),
  );

  it.concurrent("waits for a run that was started without waiting, once that is wanted", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: false }));
      expect(await engine.up(smoke(workflowId))).toBe("update");
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.starts).toHaveLength(1);
    }));
});

describe("refresh", () => {
  it.concurrent("shows how a run that goes on is now, and keeps the program's inputs", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      const inputs = smoke(workflowId, { waitForCompletion: false, triggers: { commit: "a1" } });
      const engine = bench.engine();
      await engine.up(inputs);
      await sleep(2 * runMilliseconds);
      expect(await engine.refresh()).toBe(true);
      expect(engine.state).toMatchObject({ ...inputs, status: "completed", output: expect.any(Object) });
      expect(await engine.up(inputs)).toBe("same");
    }));

  it.concurrent("never makes the parameters that the server coerced and completed a change", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.typed;
      const inputs = smoke(workflowId, { parameters: { target: "acme", count: 2 } });
      const engine = bench.engine();
      await engine.up(inputs);
      await engine.refresh();
      expect(engine.state.parameters).toEqual({ target: "acme", count: 2 });
      expect(await engine.up(inputs)).toBe("same");
    }));

  it.concurrent("stores signed addresses anew, which are no change", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      const before = engine.state;
      await engine.refresh();
      expect(engine.state.recordingUrl).not.toBe(before.recordingUrl);
      expect(await engine.up(smoke(workflowId))).toBe("same");
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent.each([
    ["the server no longer knows", (bench: RunBench) => bench.sandbox.forgetRun(bench.onlyRun.run_id)],
    [
      "belongs to a workflow that was deleted",
      (bench: RunBench) => bench.sandbox.deleteWorkflow(bench.onlyRun.workflow_permanent_id),
    ],
  ])("keeps the last state of a run that %s, and up then starts nothing", (_, remove) =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      const before = engine.kept;
      remove(bench);
      expect(await engine.refresh()).toBe(true);
      expect(engine.kept).toEqual(before);
      expect(await engine.up(smoke(workflowId))).toBe("same");
      expect(bench.starts).toHaveLength(1);
      await engine.destroy();
    }),
  );

  it.concurrent("of a run that went on and that the server lost says so at the next up, which starts nothing", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await incompleteOf(engine.up(smoke(workflowId, { timeout: "50ms" })));
      const runId = engine.kept?.id ?? "";
      bench.sandbox.forgetRun(runId);
      expect(await engine.refresh()).toBe(true);
      expect((await failureOf(engine.up(smoke(workflowId)))).message).toContain(runId);
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("fails, and forgets nothing, when the server cannot be reached", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      const before = engine.kept;
      await bench.proxy.refuse();
      await expect(engine.refresh()).rejects.toMatchObject({ kind: "network" });
      expect(engine.kept).toBe(before);
    }));
});

describe("importing a run", () => {
  it.concurrent("reads it by its id alone, and finds none where there is none", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.completing;
      const runId = await bench.runByHand(workflowId);
      const lifecycle = bench.lifecycle();
      expect(await lifecycle.read(runId, {})).toMatchObject({ id: runId, state: { runId } });
      expect(await lifecycle.read("wr_0", {})).toBeUndefined();
    }));
});

describe("deleting", () => {
  it.concurrent("cancels a run that goes on", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: false }));
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("canceled");
    }));

  it.concurrent("leaves a run that goes on where cancelOnDelete is false", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: false, cancelOnDelete: false }));
      await engine.destroy();
      expect(["queued", "running"]).toContain(bench.onlyRun.status);
      expect(bench.proxy.requests.filter(isCancel)).toEqual([]);
    }));

  it.concurrent("only forgets a run that has ended", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      await engine.destroy();
      expect(bench.onlyRun.status).toBe("completed");
      expect(bench.proxy.requests.filter(isCancel)).toEqual([]);
    }));

  it.concurrent.each([true, false])("is done when the server knows no such run (waited for: %s)", (waits) =>
    withBench(async (bench) => {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: waits }));
      bench.sandbox.forgetRun(bench.onlyRun.run_id);
      await engine.destroy();
      expect(engine.kept).toBeUndefined();
    }),
  );

  it.concurrent("is not done when the server cannot be reached", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const engine = bench.engine();
      await engine.up(smoke(workflowId, { waitForCompletion: false }));
      await bench.proxy.refuse();
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "network" });
      expect(engine.kept).toBeDefined();
    }));
});
