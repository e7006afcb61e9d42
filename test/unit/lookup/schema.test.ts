import { lookUpRun } from "../../../src/lookup/run-lookup";
import { lookUpSchedules } from "../../../src/lookup/schedule-lookup";
import { lookUpWorkflow, lookUpWorkflows } from "../../../src/lookup/workflow-lookup";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { named, schema } from "../../support/package-schema";

let sandbox: Sandbox;
let client: SkyvernClient;
beforeAll(async () => {
  sandbox = await startSandbox({ runMilliseconds: 60_000 });
  const apiKey = new Secret(sandbox.apiKey);
  client = createClient({ baseUrl: sandbox.url, apiKey, apiKeySource: "SKYVERN_API_KEY" });
});
afterAll(async () => {
  await client.close();
  await sandbox.close();
});

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
  const answer = await fetch(sandbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}

type Shape = Pick<(typeof schema.types)[string], "properties" | "required">;

/** Compares the keys, and those with a value. */
function expectShape(value: object | undefined, { properties, required }: Shape): void {
  const entries = Object.entries(value ?? {});
  expect(entries.map(([key]) => key).sort()).toEqual(Object.keys(properties).sort());
  const valued = entries.filter(([, one]) => one !== undefined).map(([key]) => key);
  expect(valued).toEqual(expect.arrayContaining([...required]));
}

describe("the functions of the package schema", () => {
  it("have the results that lookups give for things with few values", async () => {
    const { workflowId } = sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]);
    const parameters = { vendor: "acme" };
    const nightly = { cron_expression: "0 2 * * *", timezone: "UTC", parameters };
    await post(`/api/v1/workflows/${workflowId}/schedules`, nightly);
    const started = await post("/v1/run/workflows", { workflow_id: workflowId, parameters });

    expectShape(
      await lookUpRun(client, { runId: String(started.run_id) }),
      named(schema.functions, "getRun").outputs,
    );
    const workflow = await lookUpWorkflow(client, { workflowId });
    expectShape(workflow, named(schema.functions, "getWorkflow").outputs);
    expectShape(workflow.parameters[0], named(schema.types, "WorkflowParameter"));
    expectShape((await lookUpWorkflows(client, {}))[0], named(schema.types, "WorkflowResult"));
    expectShape((await lookUpSchedules(client, {}))[0], named(schema.types, "ScheduleResult"));
  });

  it("return lists inside an object", () => {
    const outputs = (name: string) => Object.keys(named(schema.functions, name).outputs.properties);
    expect([outputs("getSchedules"), outputs("getWorkflows")]).toEqual([["schedules"], ["workflows"]]);
  });
});
