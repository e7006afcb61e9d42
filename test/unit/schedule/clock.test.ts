import { ScheduleBench } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import { answer, answerAfter, dropAfter } from "../../support/faults/proxy";

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

  // aws/aws-sdk-cpp#577, smithy-lang/smithy-rs#4800: a gateway's clock, and a cached Date
  it.each([
    ["a gateway whose clock is years ahead", { date: "Tue, 19 Jan 2038 03:14:07 GMT" }],
    ["a gateway whose clock stands at 1970", { date: "Thu, 01 Jan 1970 00:00:00 GMT" }],
    ["a cache with an old date", { date: "Sun, 22 Nov 2026 10:00:00 GMT", age: "86400" }],
  ])("is found, and made only once, if %s answers in the server's place", async (_, headers) => {
    bench = await ScheduleBench.start();
    const workflowId = bench.workflow();
    bench.proxy.inject(({ method }) => method === "POST", answerAfter(503, "<html>", headers));
    const engine = bench.engine();
    await engine.up({ workflowId, cronExpression: "0 2 * * *", name: "nightly" });
    expect(bench.idsOf(workflowId)).toEqual([engine.state.scheduleId]);
    expect(bench.writes()).toEqual(["POST "]);
  });

  it("is found by the next refresh if all answers came from a gateway whose clock is years ahead", async () => {
    bench = await ScheduleBench.start();
    const workflowId = bench.workflow();
    const headers = { date: "Tue, 19 Jan 2038 03:14:07 GMT", "retry-after": "3600" };
    bench.proxy.inject(({ method }) => method === "POST", answerAfter(503, "<html>", headers));
    const { requests } = bench.proxy;
    const isSearch = ({ method }: { method: string }) =>
      method === "GET" && requests.some((one) => one.method === "POST");
    bench.proxy.inject(isSearch, answer(503, "<html>", headers), Number.POSITIVE_INFINITY);
    const engine = bench.engine();
    const creation = engine.up({ workflowId, cronExpression: "0 2 * * *", name: "nightly" });
    await expect(creation).rejects.toThrow("It is unknown whether Skyvern created the schedule");
    bench.proxy.clear();
    expect(await engine.refresh()).toBe(true);
    expect([engine.state.scheduleId]).toEqual(bench.idsOf(workflowId));
    expect(bench.writes()).toEqual(["POST "]);
  });

  /** A resource with a creation in state that by the server's clock may be carried out for another hour. */
  function unconfirmed(workflowId: string): SmallEngine {
    const inputs = { workflowId, cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" };
    const [from, to] = [Date.now() - 3000, Date.now() + 3_600_000].map((time) =>
      new Date(time).toISOString(),
    );
    const state = { ...inputs, enabled: true, scheduleId: "unconfirmed", createdAt: `${from}/${to}` };
    const engine = bench.engine();
    engine.kept = { id: `${workflowId}/unconfirmed`, inputs, state };
    return engine;
  }

  /** Moves the clock of this machine when the server has answered the first question for its list. */
  function skipAfterFirstList(milliseconds: number, then: () => Promise<unknown> = async () => {}): void {
    const { now } = Date;
    let skipped = 0;
    jest.spyOn(Date, "now").mockImplementation(() => now() + skipped);
    bench.proxy.inject(
      ({ method, path }) => method === "GET" && path.endsWith("/schedules"),
      async (exchange) => {
        exchange.reply(await exchange.forward());
        skipped = milliseconds;
        await then();
      },
    );
  }

  it("counts as refused after the longest time that a request can take, even if the server's clock is late", async () => {
    bench = await ScheduleBench.start();
    const engine = unconfirmed(bench.workflow());
    skipAfterFirstList(80_000);
    expect(await engine.refresh()).toBe(false);
  });

  it("is searched for as long as a request can take", async () => {
    bench = await ScheduleBench.start();
    const workflowId = bench.workflow();
    const engine = unconfirmed(workflowId);
    skipAfterFirstList(60_000, () => bench.scheduleByHand(workflowId));
    expect(await engine.refresh()).toBe(true);
    expect(engine.state.scheduleId).toBe(bench.idsOf(workflowId)[0]);
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
