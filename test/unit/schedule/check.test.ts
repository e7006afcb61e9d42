import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../src/provider/lifecycle";
import type { ScheduleLifecycle } from "../../../src/provider/schedule/lifecycle";
import { unknownValue } from "../../../src/provider/unknown";
import { Secret } from "../../../src/secret";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";
import { answer, delayed } from "../../support/faults/proxy";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);

async function failuresOf(lifecycle: ScheduleLifecycle, inputs: Properties, before?: Properties) {
  return (await lifecycle.check(before, inputs)).failures;
}

describe("checking a schedule", () => {
  it("fills in the timezone, and normalises blanks and empty parameters", async () => {
    const { inputs, failures } = await bench
      .lifecycle()
      .check(undefined, nightly({ cronExpression: "  0   2 * * *", parameters: { label: null } }));
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ workflowId, cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" });
  });

  it("returns all local failures at once, each on its property, and asks no server", async () => {
    const failures = await failuresOf(bench.lifecycle(), {
      workflowId: "invoices",
      cronExpression: "*/4 * * * *",
      timezone: "utc",
      name: " ",
      description: 5,
      parameters: [],
      enabled: "yes",
      adopt: "nightly",
      crom: 1,
      extraordinary: 1,
    });
    expect(failures.map(({ property }) => property).sort()).toEqual(
      [
        "adopt",
        "cronExpression",
        "crom",
        "description",
        "enabled",
        "extraordinary",
        "name",
        "parameters",
        "timezone",
        "workflowId",
      ].sort(),
    );
    const reasonOf = (property: string) => failures.find((failure) => failure.property === property)?.reason;
    expect(reasonOf("adopt")).toContain("adopt must be the id of a schedule");
    expect(reasonOf("crom")).toBe(
      'WorkflowSchedule has no input "crom". Its inputs are workflowId, cronExpression, interval, intervalSeconds, firstFireAt, runAt, timezone, name, description, parameters, enabled, adopt.',
    );
    expect(bench.proxy.requests).toEqual([]);
  });

  it("warns once of a step whose real gaps are different, and accepts it", async () => {
    const lifecycle = bench.lifecycle();
    const uneven = nightly({ cronExpression: "0 */36 * * *" });
    expect(await failuresOf(lifecycle, uneven)).toEqual([]);
    expect(await failuresOf(lifecycle, { ...uneven, name: "other" })).toEqual([]);
    expect(bench.warnings).toEqual([
      'Schedule "nightly": "0 */36 * * *" does not fire every 36 hours: it fires in hour 0 of each day, so the gap is 24 hours; in a schedule file, write every: 36h instead of cron; in a program, write interval: "36h" instead of cronExpression.',
    ]);
    await failuresOf(lifecycle, nightly({ cronExpression: "0 */5 * * *", name: unknownValue }));
    expect(bench.warnings[1]).toContain('Schedule: "0 */5 * * *" does not fire every 5 hours: ');
    await failuresOf(lifecycle, nightly({ cronExpression: unknownValue }));
    await failuresOf(lifecycle, nightly({ cronExpression: "0 */7 * * *", enabled: "yes" }));
    expect(bench.warnings).toHaveLength(2);
  });

  it("warns once of a timezone without daylight saving, and accepts it", async () => {
    const lifecycle = bench.lifecycle();
    for (const timezone of ["MST", "MST", "Etc/UTC", unknownValue])
      expect(await failuresOf(lifecycle, nightly({ timezone }))).toEqual([]);
    expect(bench.warnings).toEqual([
      'Schedule "nightly": timezone "MST" is UTC-7 and has no daylight saving; write a place, such as "America/Denver" (with daylight saving) or "America/Phoenix" (without).',
    ]);
  });

  it("warns only of a known one-time schedule that still fires during a hold of the stack", async () => {
    const lifecycle = bench.lifecycle();
    const warned = async (inputs: Properties) => {
      bench.warnings.length = 0;
      await lifecycle.check(undefined, { workflowId, name: unknownValue, ...inputs });
      return bench.warnings;
    };
    const [runAt, hold] = ["2090-01-01T00:00:00Z", { enabled: false, afterHold: "enabled" }];
    expect(await warned({ runAt, ...hold })).toEqual([
      expect.stringContaining("Schedule still fires at 2090-01-01T00:00:00Z, although"),
    ]);
    expect(await warned({ runAt })).toEqual([]);
    expect(await warned({ runAt: "2026-01-01T00:00:00Z", ...hold })).toEqual([]);
    expect(await warned({ runAt: unknownValue, ...hold })).toEqual([]);
    expect(await warned({ cronExpression: "0 2 * * *", ...hold })).toEqual([]);
  });

  it("leaves the warning of a step to the schedule set that the schedule belongs to", async () => {
    const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
    const originOf = (parents: string) => `urn:pulumi:dev::app::${parents}${type}::nightly`;
    const check = (origin: string) =>
      bench.lifecycle().check(undefined, nightly({ cronExpression: "0 */5 * * *", origin }));
    await check(originOf("my:index:Team$skyvern:index:ScheduleSet$"));
    expect(bench.warnings).toEqual([]);
    await check(originOf("my:index:Team$"));
    expect(bench.warnings).toHaveLength(1);
  });

  it("names what is missing", async () => {
    expect(await failuresOf(bench.lifecycle(), { name: "x" })).toEqual([
      { property: "workflowId", reason: "It is missing." },
      {
        property: "",
        reason:
          "The schedule has no fire times: set one of cronExpression, interval (or intervalSeconds) and runAt.",
      },
    ]);
  });

  it("reports a workflow that does not exist, with the address of the server", async () => {
    const [failure, ...others] = await failuresOf(bench.lifecycle(), nightly({ workflowId: "wpid_0" }));
    expect(others).toEqual([]);
    expect(failure).toMatchObject({
      property: "workflowId",
      reason: expect.stringContaining(bench.proxy.url),
    });
  });

  it("reports unknown, missing and mistyped parameters together", async () => {
    workflowId = bench.sandbox.workflows.typed.workflowId;
    const failures = await failuresOf(
      bench.lifecycle(),
      nightly({ parameters: { target: 5, dryrun: true, ratio: "much" } }),
    );
    expect(failures.map(({ property }) => property)).toEqual([
      "parameters.dryrun",
      "parameters.count",
      "parameters.target",
      "parameters.ratio",
    ]);
  });

  it("reads each workflow and lists its schedules once in a process, for any number of schedules", async () => {
    const lifecycle = bench.lifecycle();
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => lifecycle.check(undefined, nightly({ name: `n${n}` }))),
    );
    expect(bench.proxy.requests).toHaveLength(2);
  });

  it("reads the live workflow again only if workflowId or parameters change", async () => {
    const lifecycle = bench.lifecycle();
    const { inputs: before } = await lifecycle.check(undefined, nightly());
    bench.clear();
    expect(await failuresOf(lifecycle, nightly({ cronExpression: "0 3 * * *" }), before)).toEqual([]);
    expect(bench.proxy.requests).toEqual([]);
    expect(await failuresOf(lifecycle, nightly({ parameters: { vendor: "acme" } }), before)).toHaveLength(1);
    expect(bench.proxy.requests).toEqual([]);
    const elsewhere = nightly({ workflowId: bench.workflow() });
    expect(await failuresOf(lifecycle, elsewhere, before)).toEqual([]);
    expect(bench.proxy.requests).toHaveLength(1);
  });

  it("skips the live step with one note when it is switched off", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const lifecycle = bench.lifecycle({ checkWorkflows: false });
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_0" }))).toEqual([]);
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_1" }))).toEqual([]);
    expect(bench.proxy.requests).toEqual([]);
    expect(notes.mock.calls).toEqual([[expect.stringContaining("skyvern:checkWorkflows is false")]]);
    notes.mockRestore();
  });

  it("skips the live step with a note when the server cannot be reached", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench.proxy.inject(() => true, answer(503, "", { "retry-after": "3600" }));
    expect(await failuresOf(bench.lifecycle(), nightly())).toEqual([]);
    expect(notes.mock.calls).toEqual([[expect.stringContaining("are not checked against Skyvern")]]);
    notes.mockRestore();
  });

  it("asks for the workflow and for the schedules that exist at the same time", async () => {
    const isList = ({ path }: { readonly path: string }) => path.startsWith("/api/v1/schedules?");
    bench.proxy.inject(
      ({ path }) => path.endsWith(workflowId),
      async ({ forward, reply }) => {
        const answered = await forward();
        while (!bench.proxy.requests.some(isList)) await sleep(5, undefined, { ref: false });
        reply(answered);
      },
    );
    expect(await failuresOf(bench.lifecycle({ timeoutMilliseconds: 3000 }), nightly())).toEqual([]);
    expect(bench.proxy.requests.map(({ path }) => path)).toEqual([
      `/v1/workflows/${workflowId}`,
      expect.stringMatching(/^\/api\/v1\/schedules\?/),
    ]);
  });

  it("asks nothing more in this process after the server did not answer", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const lifecycle = bench.lifecycle({ timeoutMilliseconds: 50 });
    bench.proxy.inject(({ path }) => path.endsWith("/wpid_0"), delayed(2000), 2);
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_0" }))).toEqual([]);
    bench.clear();
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_00" }))).toEqual([]);
    expect(bench.proxy.requests).toEqual([]);
    expect(notes.mock.calls).toEqual([[expect.stringContaining("did not answer within 0.05 s")]]);
    notes.mockRestore();
  });

  it("asks again after the server was only unavailable", async () => {
    const unavailable = answer(503, "", { "retry-after": "3600" });
    // An own id: a request of the test above, which waits 50 ms at most, may arrive late.
    bench.proxy.inject(({ path }) => path.endsWith("/wpid_503"), unavailable);
    const lifecycle = bench.lifecycle();
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_503" }))).toEqual([]);
    expect(await failuresOf(lifecycle, nightly({ workflowId: "wpid_00" }))).toEqual([
      { property: "workflowId", reason: expect.stringContaining("There is no workflow wpid_00") },
    ]);
  });

  // cloudamqp/terraform-provider-cloudamqp#202, openam-jp/openam#424: an error page from time to time
  it.each([
    ["a 502 with a page", answer(502, "<html>Bad Gateway</html>", { "retry-after": "3600" })],
    ["a 429 with a page", answer(429, "<!DOCTYPE html>", { "retry-after": "3600" })],
  ])("skips the live step with a note when a gateway answers everything with %s", async (_, fault) => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench.proxy.inject(() => true, fault, Number.POSITIVE_INFINITY);
    expect(await failuresOf(bench.lifecycle(), nightly())).toEqual([]);
    const printed = notes.mock.calls.flat().join("\n");
    expect(printed).toContain("are not checked against Skyvern");
    expect(printed).not.toMatch(/<|DOCTYPE/);
    expect(bench.writes()).toEqual([]);
    notes.mockRestore();
  });

  // bkauf/anthos-terraform#6, uzairansaruzi/hermex#220, chrischall/ofw-mcp#136: a page in the API's place
  it.each([
    ["a 404 with a page", answer(404, "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>")],
    ["a login page", answer(200, "<!doctype html><html lang=en>", { "content-type": "text/html" })],
  ])(
    "fails with the address of the server when everything is answered with %s, and nothing is written",
    async (_, fault) => {
      const engine = bench.engine();
      await engine.up(nightly());
      const { kept } = engine;
      engine.lifecycle = bench.lifecycle();
      bench.clear();
      bench.proxy.inject(() => true, fault, Number.POSITIVE_INFINITY);
      const change = nightly({ cronExpression: "0 3 * * *", workflowId: bench.workflow() });
      const failure = await engine.up(change).then(
        () => "it was accepted",
        (error: Error) => error.message,
      );
      expect(failure).toContain(bench.proxy.url);
      expect(failure).not.toMatch(/Unexpected token|JSON\.parse|<html|stack/);
      await expect(engine.refresh()).rejects.toThrow(bench.proxy.url);
      expect(engine.kept).toEqual(kept);
      expect(bench.writes()).toEqual([]);
    },
  );

  it("fails with a refused key", async () => {
    const lifecycle = bench.lifecycle({ apiKey: new Secret("wrong") });
    await expect(lifecycle.check(undefined, nightly())).rejects.toMatchObject({
      kind: "unauthorized",
      message: expect.stringContaining("SKYVERN_API_KEY"),
    });
  });

  it("skips what is unknown in a preview", async () => {
    const unknown = await bench.lifecycle().check(undefined, {
      workflowId: unknownValue,
      cronExpression: unknownValue,
      timezone: unknownValue,
      parameters: unknownValue,
      adopt: true,
    });
    expect(unknown.failures).toEqual([]);
    expect(bench.proxy.requests).toEqual([]);
    const { typed } = bench.sandbox.workflows;
    const inside = nightly({
      workflowId: typed.workflowId,
      parameters: { target: unknownValue, count: "x" },
    });
    expect((await failuresOf(bench.lifecycle(), inside)).map(({ property }) => property)).toEqual([
      "parameters.count",
    ]);
    const whole = nightly({ workflowId: typed.workflowId, parameters: unknownValue, adopt: unknownValue });
    expect(await failuresOf(bench.lifecycle(), whole)).toEqual([]);
  });

  it.each<[string, Properties]>([
    ["adopt", { adopt: unknownValue }],
    ["the name", { adopt: "wfs_0", name: unknownValue }],
  ])("skips the check of an adoption while %s is unknown", async (_, unknown) => {
    expect(await failuresOf(bench.lifecycle(), nightly(unknown))).toEqual([]);
  });

  it("lists no schedules for adopt: false", async () => {
    expect(await failuresOf(bench.lifecycle(), nightly({ adopt: false }))).toEqual([]);
    expect(bench.proxy.requests.map(({ path }) => path)).toEqual([`/v1/workflows/${workflowId}`]);
  });

  it("accepts unchanged values in state", async () => {
    const old = nightly({ cronExpression: "*/4 * * * *", timezone: "localtime" });
    expect(await failuresOf(bench.lifecycle(), { ...old, description: "new" }, old)).toEqual([]);
    const changed = await failuresOf(bench.lifecycle(), { ...old, timezone: "posixrules" }, old);
    expect(changed.map(({ property }) => property)).toEqual(["timezone"]);
  });

  it("shows no parameter value in any failure", async () => {
    const secret = "correct-horse-battery";
    const { typed, credential } = bench.sandbox.workflows;
    const failures = [
      ...(await failuresOf(
        bench.lifecycle(),
        nightly({
          workflowId: typed.workflowId,
          parameters: { target: "t", count: secret, options: secret },
        }),
      )),
      ...(await failuresOf(
        bench.lifecycle(),
        nightly({ workflowId: credential.workflowId, parameters: { login: secret } }),
      )),
    ];
    expect(failures).toHaveLength(3);
    expect(JSON.stringify(failures)).not.toContain(secret);
  });
  it("shows no parameter value in the note about a skipped check", async () => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench.proxy.inject(
      ({ path }) => path.startsWith("/v1/credentials"),
      answer(503, "", { "retry-after": "3600" }),
    );
    const { workflowId: id } = bench.sandbox.workflows.credential;
    const inputs = nightly({ workflowId: id, parameters: { login: "correct-horse-battery" } });
    expect(await failuresOf(bench.lifecycle(), inputs)).toEqual([]);
    expect(notes).toHaveBeenCalled();
    expect(JSON.stringify(notes.mock.calls)).not.toContain("correct-horse-battery");
    notes.mockRestore();
  });

  it.each([
    ["a gateway's 404", answer(404, "<html>not found</html>")],
    ["a 404 of a server without that route", answer(404, '{"detail":"Not Found"}')],
    ["a 405", answer(405, '{"detail":"Method Not Allowed"}')],
    ["a 500", answer(500, "", { "retry-after": "3600" })],
    ["a login page", answer(200, "<html>log in</html>")],
  ])("notes that credentials are not checked if their route answers with %s", async (_, fault) => {
    const notes = jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench.proxy.inject(({ path }) => path.startsWith("/v1/credentials"), fault);
    const { workflowId: id } = bench.sandbox.workflows.credential;
    const inputs = nightly({ workflowId: id, parameters: { login: "cred_1", typo: 1 } });
    expect(await failuresOf(bench.lifecycle(), inputs)).toMatchObject([{ property: "parameters.typo" }]);
    expect(notes.mock.calls.flat().join("\n")).toContain(
      "Credential ids in parameters are not checked against Skyvern: ",
    );
    notes.mockRestore();
  });
});
