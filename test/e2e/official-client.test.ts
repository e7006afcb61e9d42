import { type Sandbox, startSandbox } from "../../src/sandbox";
import { type ClientRecord, driveOfficialClient } from "../support/servers/official-client";
import { realServer } from "../support/servers/real-server";

describe("the official Python SDK", () => {
  let sandbox: Sandbox;
  let onSandbox: ClientRecord;
  let onRealServer: ClientRecord;
  beforeAll(async () => {
    sandbox = await startSandbox();
    [onSandbox = {}, onRealServer = {}] = await driveOfficialClient([sandbox, realServer()]);
  });
  afterAll(() => sandbox.close());

  it.each(["workflows", "runs", "schedules"])(
    "sees the same %s in the sandbox as on the real server",
    (area) => {
      expect(Object.keys(onRealServer[area] ?? {}).length).toBeGreaterThan(5);
      expect(onSandbox[area]).toEqual(onRealServer[area]);
    },
  );

  it("reads the sandbox's blocks as the classes of their types", () => {
    const item = (type: string) => `WorkflowDefinitionBlocksItem_${type}`;
    const { get_workflow: one, "get_workflows, search_key": list } = onSandbox.workflows ?? {};
    const some = ["Task", "ForLoop", "WhileLoop", "Login", "HttpRequest"].map(item);
    expect(one?.type).toEqual(expect.arrayContaining(["Workflow", ...some]));
    expect(list?.type).toContainEqual(["Workflow", item("Wait"), item("TextPrompt")]);
  });

  it("gets the server's errors from the sandbox", () => {
    const errors = Object.entries({ ...onSandbox.workflows, ...onSandbox.schedules });
    const statuses = errors.flatMap(([name, { status, error }]) => (error ? [[name, status]] : []));
    expect(Object.fromEntries(statuses)).toEqual({
      "create_workflow from broken YAML": 422,
      "get_workflow, version 9": 404,
      "get_workflows, both kinds": 400,
      "create_workflow once, invalid key": 422,
      "get_workflow, deleted": 404,
      "schedules.create, no such day": 422,
      "schedules.get, deleted": 404,
    });
  });
});
