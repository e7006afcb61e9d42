import { SkyvernError } from "../../../src/errors";
import type { Account } from "../../../src/provider/account";
import type { WorkflowRunInputs } from "../../../src/provider/run/inputs";
import { RunLifecycle } from "../../../src/provider/run/lifecycle";
import type { WorkflowScheduleInputs } from "../../../src/provider/schedule/inputs";
import type { WorkflowScheduleState } from "../../../src/provider/schedule/state";
import type { WorkflowReader } from "../../../src/provider/workflow/reader";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import { answer, type Fault, type ProxiedRequest, passOn } from "../../support/faults/proxy";

let bench: ScheduleBench;
beforeEach(async () => {
  bench = await ScheduleBench.start();
});
afterEach(() => bench.close());

/** New workflows, oldest first. */
const workflows = (count: number) =>
  Array.from({ length: count }, () => bench.workflow({ key: "number", type: "integer" }));
const isPage = ({ path }: ProxiedRequest) => path.startsWith("/v1/workflows?");
const pages = () => bench.proxy.requests.filter(isPage).map(({ path }) => path);
const single = () =>
  bench.proxy.requests
    .map(({ path }) => path.replace("/v1/workflows/", ""))
    .filter((id) => /^wpid_\d+$/.test(id));

/** Calls a route of a workflow as a person in the web page does. */
async function byHand(path: string, body: object = {}): Promise<void> {
  const { url, apiKey } = bench.sandbox;
  const headers = { "x-api-key": apiKey, "content-type": "application/json" };
  const answered = await fetch(`${url}/v1/workflows/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(answered.status).toBe(200);
}

/** Replaces the parameter of a workflow. */
const declare = (id: string, key: string, type: string) =>
  byHand(id, {
    json_definition: {
      title: "Invoices",
      workflow_definition: {
        parameters: [{ parameter_type: "workflow", key, workflow_parameter_type: type }],
        blocks: [],
      },
    },
  });

/** Reads one workflow after the other until one comes from the list. Returns the others. */
async function readUntilListed(reader: WorkflowReader, ids: readonly string[]): Promise<readonly string[]> {
  for (const [index, id] of ids.entries()) {
    await reader.read(id);
    await reader.readAlone(id);
    if (reader.isReadInList(id)) return ids.slice(index + 1);
  }
  throw new Error("No workflow came from a list.");
}

describe("workflows that are read one after the other", () => {
  it("have single requests, if there are two", async () => {
    const ids = workflows(2);
    const { workflows: reader } = bench.account();
    for (const id of [...ids, ...ids]) await reader.read(id);
    // A page that was wrongly asked for arrives before this.
    const [later = ""] = workflows(1);
    await reader.readAlone(later);
    ids.push(later);
    expect(bench.proxy.requests.map(({ path }) => path)).toEqual(ids.map((id) => `/v1/workflows/${id}`));
  });

  it("come from a page of the list after the first three, and wait for no request", async () => {
    const ids = workflows(20);
    const { workflows: reader } = bench.account();
    for (const id of ids.slice(0, 3)) await reader.read(id);
    expect(single()).toEqual(ids.slice(0, 3));
    const rest = await readUntilListed(reader, ids.slice(3));
    expect(rest.length).toBeGreaterThan(0);
    bench.clear();
    let allow = (): void => undefined;
    const allowed = new Promise<void>((resolve) => {
      allow = resolve;
    });
    const held: Fault = (exchange) => allowed.then(() => passOn(exchange));
    bench.proxy.inject(() => true, held, rest.length);
    const listed = [];
    for (const id of rest) listed.push(await reader.read(id));
    allow();
    const alone = await Promise.all(rest.map((id) => reader.readAlone(id)));
    expect(listed).toEqual(alone);
    expect(single().sort()).toEqual([...rest].sort());
    expect(await reader.read(rest[0] ?? "")).toBe(alone[0]);
    // The page has these too.
    for (const id of ids.slice(0, 3)) expect(await reader.read(id)).toBe(await reader.readAlone(id));
    expect(ids.slice(0, 3).filter((id) => reader.isReadInList(id))).toEqual([]);
  });

  it("do not exist, once a single request has shown that", async () => {
    const { workflows: reader } = bench.account();
    const [id = ""] = await readUntilListed(reader, workflows(20));
    await byHand(`${id}/delete`);
    expect(await reader.read(id)).toMatchObject({ workflow_permanent_id: id });
    await expect(reader.readAlone(id)).rejects.toMatchObject({ kind: "not-found" });
    await expect(reader.read(id)).rejects.toMatchObject({ kind: "not-found" });
  });

  it("come from further pages, one for three more reads that wait", async () => {
    const ids = workflows(70);
    const { workflows: reader } = bench.account();
    for (const id of ids) await reader.read(id);
    await Promise.all(ids.map((id) => reader.readAlone(id)));
    const waits = ids.filter((id) => !reader.isReadInList(id)).length;
    expect(pages().slice(0, 2)).toEqual([
      "/v1/workflows?page=1&page_size=25",
      "/v1/workflows?page=2&page_size=25",
    ]);
    expect(waits).toBeLessThan(45);
    expect(pages().length).toBeLessThanOrEqual(Math.min(3, waits / 3));
  });

  it("end with the last page", async () => {
    const ids = workflows(15);
    const { workflows: reader } = bench.account();
    await readUntilListed(reader, ids);
    const later = workflows(9);
    for (const id of later) await reader.read(id);
    expect(pages()).toEqual(["/v1/workflows?page=1&page_size=25"]);
    expect(later.filter((id) => reader.isReadInList(id))).toEqual([]);
  });

  it.each([
    ["refused", answer(404, '{"detail":"Not Found"}')],
    ["a login page", answer(200, "<html>Sign in</html>")],
    ["a list of something else", answer(200, '[{"id":1}]')],
  ])("have single requests, if the list is %s", async (_, fault) => {
    const ids = workflows(16);
    bench.proxy.inject(isPage, fault, Number.POSITIVE_INFINITY);
    const { workflows: reader } = bench.account();
    for (const id of ids) expect(await reader.read(id)).toMatchObject({ workflow_permanent_id: id });
    expect(single()).toEqual(ids);
    expect(pages()).toEqual(["/v1/workflows?page=1&page_size=25"]);
  });
});

describe("a check against a listed workflow", () => {
  let account: Account;
  let id: string;
  let other: string;
  beforeEach(async () => {
    account = bench.account();
    const rest = await readUntilListed(account.workflows, workflows(20));
    [id = "", other = ""] = rest;
    bench.clear();
  });

  it("accepts what fits the workflow as it is now, and reports what does not", async () => {
    await declare(id, "count", "integer");
    const lifecycle = bench.lifecycleOf(account);
    const failuresOf = async (workflowId: string, parameters: object) =>
      (await lifecycle.check(undefined, nightlySchedule(workflowId, { parameters }))).failures;
    expect(await failuresOf(other, { number: 5 })).toEqual([]);
    expect(await failuresOf(id, { count: 5 })).toEqual([]);
    expect(await failuresOf(id, { count: "many" })).toEqual([
      {
        property: "parameters.count",
        reason: "The workflow declares it as a whole number; this is a string.",
      },
    ]);
    expect(await failuresOf(other, {})).toEqual([
      {
        property: "parameters.number",
        reason: 'The workflow "Invoices" requires this parameter (integer), and it is missing.',
      },
    ]);
    expect(single()).toEqual([other, id]);
  });

  it("reports a workflow that was deleted since, if its parameters are wrong", async () => {
    await byHand(`${id}/delete`);
    const { failures } = await bench.lifecycleOf(account).check(undefined, nightlySchedule(id, {}));
    expect(failures).toMatchObject([{ property: "workflowId", reason: expect.stringContaining(id) }]);
  });

  it("is confirmed with one request before schedules of the workflow are created", async () => {
    const lifecycle = bench.lifecycleOf(account);
    const engines = ["one", "two"].map((name) => ({ name, engine: bench.engine(lifecycle) }));
    for (const { name, engine } of engines) {
      await engine.up(nightlySchedule(other, { name, parameters: { number: 5 } }));
    }
    expect(single()).toEqual([other]);
    expect(bench.schedulesOf(other)).toHaveLength(2);
  });

  it("does not let schedules be created that no longer fit the workflow, at the same time too", async () => {
    await declare(id, "count", "integer");
    const lifecycle = bench.lifecycleOf(account);
    const checks = ["one", "two"].map((name) =>
      lifecycle.check(undefined, nightlySchedule(id, { name, parameters: { number: 5 } })),
    );
    const checked = await Promise.all(checks);
    expect(checked.flatMap(({ failures }) => failures)).toEqual([]);
    const refusal = (name: string) =>
      new SkyvernError(
        "invalid",
        `Could not create schedule "${name}" of workflow ${id}: the workflow was changed or deleted after the check, so nothing was sent. parameters.number: The workflow "Invoices" has no parameter "number". Its parameters are count. parameters.count: The workflow "Invoices" requires this parameter (integer), and it is missing. Correct the program or the workflow, then run \`pulumi up\` again.`,
      );
    const created = await Promise.allSettled(
      checked.map(({ inputs }) => lifecycle.create(inputs as unknown as WorkflowScheduleInputs)),
    );
    expect(created.map((one) => one.status === "rejected" && one.reason)).toEqual([
      refusal("one"),
      refusal("two"),
    ]);
    expect(bench.writes()).toEqual([`POST /v1/workflows/${id}`]);
    expect(bench.schedulesOf(id)).toEqual([]);
  });

  it("does not let new parameters be written that no longer fit, but other changes", async () => {
    const engine = bench.engine();
    await engine.up(nightlySchedule(id, { parameters: { number: 5 } }));
    const scheduleId = String(engine.state.scheduleId);
    await declare(id, "number", "boolean");
    engine.lifecycle = bench.lifecycleOf(account);
    const { inputs } = await engine.lifecycle.check(
      engine.kept?.inputs,
      nightlySchedule(id, { parameters: { number: 6 }, origin: engine.origin }),
    );
    const state = engine.kept?.state as unknown as WorkflowScheduleState;
    const update = (changes: object) =>
      engine.lifecycle.update(engine.kept?.id ?? "", state, {
        ...(inputs as unknown as WorkflowScheduleInputs),
        ...changes,
      });
    await expect(update({})).rejects.toThrow(
      `Could not update schedule ${scheduleId} of workflow ${id}: the workflow was changed or deleted after the check`,
    );
    expect(bench.schedulesOf(id)).toMatchObject([{ parameters: { number: 5 } }]);
    await update({ parameters: { number: 5 }, description: "late" });
    expect(bench.schedulesOf(id)).toMatchObject([{ parameters: { number: 5 }, description: "late" }]);
  });

  it("does not let a run start that no longer fits the workflow", async () => {
    await declare(id, "count", "integer");
    const lifecycle = new RunLifecycle(bench.contextOf(account));
    const { inputs, failures } = await lifecycle.check(undefined, {
      workflowId: id,
      parameters: { number: 5 },
    });
    expect(failures).toEqual([]);
    await expect(lifecycle.create(inputs as unknown as WorkflowRunInputs)).rejects.toThrow(
      `Could not start a run of workflow ${id}: the workflow was changed or deleted after the check, so nothing was sent. parameters.number:`,
    );
    expect(bench.sandbox.requests.writes.map(({ path }) => path)).toEqual([`/v1/workflows/${id}`]);
  });
});
