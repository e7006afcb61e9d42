import type { WorkflowReader } from "../../../src/provider/workflow/reader";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import { answer, type ProxiedRequest } from "../../support/faults/proxy";

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

/** Reads one workflow after the other until one comes without a request of its own. Returns the others. */
async function readUntilListed(reader: WorkflowReader, ids: readonly string[]): Promise<readonly string[]> {
  for (const [index, id] of ids.entries()) {
    const before = single().length;
    await reader.read(id);
    if (single().length === before) return ids.slice(index + 1);
  }
  throw new Error("No workflow came from a list.");
}

describe("workflows that are read one after the other", () => {
  it("have single requests, if there are three", async () => {
    const ids = workflows(3);
    const { workflows: reader } = bench.account();
    for (const id of [...ids, ...ids]) await reader.read(id);
    expect(bench.proxy.requests.map(({ path }) => path)).toEqual(ids.map((id) => `/v1/workflows/${id}`));
  });

  it("come from a page of the list after the first four", async () => {
    const ids = workflows(20);
    const { workflows: reader } = bench.account();
    for (const id of ids.slice(0, 4)) await reader.read(id);
    expect(single()).toEqual(ids.slice(0, 4));
    const rest = await readUntilListed(reader, ids.slice(4));
    expect(rest.length).toBeGreaterThan(0);
    bench.clear();
    const listed = [];
    for (const id of rest) listed.push(await reader.read(id));
    expect(bench.proxy.requests).toEqual([]);
    expect(listed).toEqual(await Promise.all(rest.map((id) => reader.readAlone(id))));
    expect(single().sort()).toEqual([...rest].sort());
  });

  it("come from further pages, one for four more single requests", async () => {
    const ids = workflows(70);
    const { workflows: reader } = bench.account();
    for (const id of ids) await reader.read(id);
    expect(pages().slice(0, 2)).toEqual([
      "/v1/workflows?page=1&page_size=25",
      "/v1/workflows?page=2&page_size=25",
    ]);
    expect(single().length).toBeLessThan(45);
    expect(pages().length).toBeLessThanOrEqual(Math.min(3, single().length / 4));
  });

  it("end with the last page", async () => {
    const ids = workflows(15);
    const { workflows: reader } = bench.account();
    await readUntilListed(reader, ids);
    const later = workflows(9);
    for (const id of later) await reader.read(id);
    expect(pages()).toEqual(["/v1/workflows?page=1&page_size=25"]);
    expect(single().slice(-9)).toEqual(later);
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
  it("accepts what fits the workflow as it is now, and reports what does not", async () => {
    const ids = workflows(20);
    const account = bench.account();
    const [id = "", other = ""] = await readUntilListed(account.workflows, ids);
    await byHand(id, {
      json_definition: {
        title: "Invoices",
        workflow_definition: {
          parameters: [{ parameter_type: "workflow", key: "count", workflow_parameter_type: "integer" }],
          blocks: [],
        },
      },
    });
    bench.clear();
    const lifecycle = bench.lifecycleOf(account);
    const failuresOf = async (workflowId: string, parameters: object) =>
      (await lifecycle.check(undefined, nightlySchedule(workflowId, { parameters }))).failures;
    expect(await failuresOf(other, { number: 5 })).toEqual([]);
    expect(single()).toEqual([]);
    expect(await failuresOf(id, { count: 5 })).toEqual([]);
    expect(single()).toEqual([id]);
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
    expect(single()).toEqual([id, other]);
  });

  it("reports a workflow that was deleted since, if its parameters are wrong", async () => {
    const ids = workflows(20);
    const account = bench.account();
    const [id = ""] = await readUntilListed(account.workflows, ids);
    await byHand(`${id}/delete`);
    const { failures } = await bench.lifecycleOf(account).check(undefined, nightlySchedule(id, {}));
    expect(failures).toMatchObject([{ property: "workflowId", reason: expect.stringContaining(id) }]);
  });
});
