import { isLook, RunBench, smoke, smokeUrn } from "../../support/bench/run-bench";

const withBench = RunBench.with;

describe("waiting for a run", () => {
  it.concurrent("shows its status, the time and where to watch it", () =>
    withBench(async (bench) => {
      await bench.engine().up(smoke(bench.workflow({ milliseconds: 3000 })));
      const { run_id: runId } = bench.onlyRun;
      const watch = `http://localhost:8080/runs/${runId}`;
      expect(bench.progress[0]).toBe(`created 0s, ${runId}, ${watch}`);
      expect(bench.progress).toContain(`running 0s, ${runId}, ${watch}`);
      expect(bench.notes).toEqual([]);
      // pulumi/pulumi#1851, pulumi/pulumi#1601, xetys/hetzner-kube#26: a terminal of 80 columns shows the beginning only
      for (const line of bench.progress) {
        expect(line).toMatch(/^(?:created|queued|running) \d+s, wr_\d+/);
        expect(line.split(",")[0]?.length).toBeLessThanOrEqual(20);
        expect(line).not.toContain("\n");
      }
    }));

  it.concurrent("says that a paused one waits for a person, and goes on when it does", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.pausing;
      const engine = bench.engine();
      const creation = engine.up(smoke(workflowId));
      await bench.until(() =>
        /^paused \d+s, wr_\d+, waiting for a person, http/.test(bench.progress.at(-1) ?? ""),
      );
      bench.sandbox.resumeRun(bench.onlyRun.run_id);
      await creation;
      expect(engine.state).toMatchObject({ status: "completed" });
    }));

  it.concurrent("goes on while a failed one is to be tried again", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.retrying;
      const engine = bench.engine();
      await engine.up(smoke(workflowId));
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(engine.state.failureReason).toBeUndefined();
      expect(bench.starts).toHaveLength(1);
    }));

  it.concurrent("that ends between two attempts leaves it to the next up", () =>
    withBench(async (bench) => {
      const workflowId = bench.workflow({ end: "completed", retryDelayMilliseconds: 600_000 });
      const engine = bench.engine();
      await expect(engine.up(smoke(workflowId, { timeout: "250ms" }))).rejects.toThrow(
        "It is still active. The next `pulumi up` waits for it",
      );
      await engine.refresh();
      const { id, state, inputs } = engine.kept ?? { id: "", state: {}, inputs: {} };
      const diff = await engine.lifecycle.diff(id, state as never, inputs as never);
      expect(diff).toEqual({ changes: true, changed: ["status"], replaces: [], deleteBeforeReplace: false });
    }));

  /** The times of the looks at a run that does not end within 3.9 seconds. */
  async function looks(pollInterval: string): Promise<readonly number[]> {
    const times: number[] = [];
    await withBench(async (bench) => {
      bench.proxy.inject(
        (request) => isLook(request) && times.push(performance.now()) < 0,
        () => undefined,
      );
      const { workflowId } = bench.sandbox.workflows.slow;
      const waiting = bench.engine().up(smoke(workflowId, { pollInterval, timeout: "3900ms" }));
      await waiting.catch(() => undefined);
    });
    return times;
  }
  const pauses = (times: readonly number[]) =>
    times.slice(1).map((time, index) => time - (times[index] ?? 0));

  it.concurrent("looks often at first, and then less and less often", async () => {
    // After 500 ms, 1250 and 2375, and when the time is up. On a busy machine each is later, and never earlier.
    const times = await looks("1h");
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times.length).toBeLessThanOrEqual(4);
    expect(pauses(times)[0]).toBeGreaterThan(700);
    if (times.length === 4) expect(pauses(times)[1]).toBeGreaterThan(1050);
  });

  it.concurrent("looks at least as often as pollInterval says", async () => {
    // Seven times; without the limit of the pauses, four times.
    const times = await looks("600ms");
    expect(times.length).toBeGreaterThanOrEqual(5);
    expect(times.length).toBeLessThanOrEqual(7);
  });

  it.concurrent("looks once more when the time is up", () =>
    withBench(async (bench) => {
      const engine = bench.engine();
      await engine.up(smoke(bench.workflow({ milliseconds: 200 }), { pollInterval: "1h", timeout: "300ms" }));
      expect(engine.state).toMatchObject({ status: "completed" });
      expect(bench.proxy.requests.filter(isLook)).toHaveLength(1);
    }));

  // Last, because it moves the clock of the tests that run beside each other.
  it("leaves one line in the output of the command each minute", () =>
    withBench(async (bench) => {
      const { workflowId } = bench.sandbox.workflows.slow;
      const now = performance.now.bind(performance);
      let skipped = 0;
      const clock = jest.spyOn(performance, "now").mockImplementation(() => now() + skipped);
      const creation = bench.engine().up(smoke(workflowId, { timeout: "1h" }));
      try {
        await bench.until(() => bench.progress.some((line) => line.startsWith("running")));
        expect(bench.lasting).toEqual([]);
        for (const [milliseconds, lines] of [
          [59_000, 0],
          [3000, 1],
          [40_000, 1],
          [20_000, 2],
          [300_000, 3],
        ] as const) {
          skipped += milliseconds;
          const seen = bench.progress.length;
          await bench.until(() => bench.progress.length > seen + 2);
          expect(bench.lasting).toHaveLength(lines);
        }
      } finally {
        bench.sandbox.finishRun(bench.onlyRun.run_id, "completed");
        await creation;
        clock.mockRestore();
      }
      const { run_id: runId } = bench.onlyRun;
      const line = `running 1m\\d?s?, ${runId}, http://localhost:8080/runs/${runId}`;
      expect(bench.lasting[0]).toEqual({ text: expect.stringMatching(line), urn: smokeUrn });
      expect(bench.lasting.at(-1)?.text).toMatch(/^running 7m/);
    }));
});
