import * as pulumi from "@pulumi/pulumi";
import { getWorkflow, ScheduleSet, WorkflowRun, WorkflowSchedule } from "../../src";
import { checkConfigKeys } from "../../src/resources/config-keys";
import { mockEngine } from "../support/engine/pulumi-mocks";

const content = { schedules: { a: { workflow: "wpid_1", cron: "0 2 * * *" } }, environments: { dev: {} } };
const users: Readonly<Record<string, () => unknown>> = {
  WorkflowSchedule: () => new WorkflowSchedule("a", { workflowId: "wpid_1", cronExpression: "0 2 * * *" }),
  WorkflowRun: () => new WorkflowRun("a", { workflowId: "wpid_1" }),
  ScheduleSet: () => new ScheduleSet("a", { content, environment: "dev" }),
};

describe("the keys of the namespace skyvern in the stack's configuration", () => {
  beforeEach(async () => {
    await mockEngine(({ inputs }) => ({ id: "id", state: inputs }));
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  const refusal = (key: string, use: () => unknown = checkConfigKeys): string | undefined => {
    pulumi.runtime.setAllConfig({ [key]: "value" });
    try {
      use();
      return undefined;
    } catch (error) {
      if (pulumi.RunError.isInstance(error)) return error.message;
      throw error;
    }
  };

  it.each(Object.keys(users))("%s refuses a misspelled key, and names the key that was meant", (name) => {
    expect(refusal("skyvern:baseURL", users[name])).toBe(
      "The stack's configuration has the unknown key skyvern:baseURL. Did you mean skyvern:baseUrl? Rename the key in the stack's settings file.",
    );
  });

  it("a lookup refuses a misspelled key", async () => {
    pulumi.runtime.setAllConfig({ "skyvern:apikeyEnv": "KEY" });
    await expect(getWorkflow({ workflowId: "wpid_1" })).rejects.toThrow("Did you mean skyvern:apiKeyEnv?");
  });

  it("all misspelled keys are reported at once", () => {
    pulumi.runtime.setAllConfig({ "skyvern:baseURI": "x", "skyvern:api-key": "secret value" });
    expect(checkConfigKeys).toThrow(/baseURI\. .*\n.*skyvern:api-key\. Did you mean skyvern:apiKey\?/);
    expect(checkConfigKeys).not.toThrow("secret value");
  });

  it.each([
    ["skyvern:apikey", "apiKey"],
    ["skyvern:apiKeyEvn", "apiKeyEnv"],
    ["skyvern:base_url", "baseUrl"],
    ["skyvern:allowInsecured", "allowInsecure"],
    ["skyvern:checkWorkflow", "checkWorkflows"],
    ["skyvern:pause", "paused"],
    // pulumi/pulumi-aws#2446, pulumi/pulumi#14563: words joined otherwise, and another number
    ["skyvern:api_key_env", "apiKeyEnv"],
    ["skyvern:ALLOW_INSECURE", "allowInsecure"],
    ["skyvern:checkWorkflow", "checkWorkflows"],
    ["skyvern:base-url", "baseUrl"],
  ])("%s is taken for %s", (key, meant) => {
    expect(refusal(key)).toContain(`Did you mean skyvern:${meant}?`);
  });

  it.each([
    ...["skyvern:apiKey", "skyvern:apiKeyEnv", "skyvern:baseUrl", "skyvern:allowInsecure"],
    ...[
      "skyvern:checkWorkflows",
      "skyvern:owner",
      "skyvern:apiKeyProd",
      "skyvern:apiKey2",
      "skyvern:apiKeyEU",
      // pulumi/pulumi-aws#3360, pulumi/pulumi#3698: keys of the program's own
      "skyvern:foo",
      "skyvern:default",
    ],
    ...["project:baseURL", "skyvernother:baseURL"],
  ])("%s is accepted", (key) => {
    expect(refusal(key)).toBeUndefined();
  });
});
