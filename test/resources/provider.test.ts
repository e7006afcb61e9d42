import * as pulumi from "@pulumi/pulumi";
import { Provider, WorkflowSchedule } from "../../src";
import { markedSecret, mockEngine, type Registered, resolved } from "../support/engine/pulumi-mocks";

describe("Provider, in a program", () => {
  let registered: ReadonlyMap<string, Registered>;
  beforeAll(async () => {
    registered = await mockEngine(({ name, inputs }) => ({ id: name, state: inputs }));
  });

  it("is a provider of dynamic resources, with its settings under the names of the configuration", async () => {
    const provider = new Provider("named", { apiKeyEnv: "KEY_OF_PROD", baseUrl: "https://skyvern.example" });
    await resolved(provider.urn);
    expect(registered.get("named")).toMatchObject({ type: "pulumi:providers:pulumi-nodejs" });
    expect(registered.get("named")?.inputs).toEqual({
      "skyvern:apiKeyEnv": "KEY_OF_PROD",
      "skyvern:baseUrl": "https://skyvern.example",
    });
  });

  it("makes the key a secret, also where the program does not", async () => {
    await resolved(new Provider("plain", { apiKey: "the-key" }).urn);
    await resolved(new Provider("secret", { apiKey: pulumi.secret("the-key") }).urn);
    expect(registered.get("plain")?.inputs).toEqual({ "skyvern:apiKey": markedSecret("the-key") });
    expect(registered.get("secret")?.inputs).toEqual({ "skyvern:apiKey": markedSecret("the-key") });
  });

  it("sends true and false as strings, which is all that a provider's configuration holds", async () => {
    const settings = { allowInsecure: true, checkWorkflows: pulumi.output(false) };
    await resolved(new Provider("flags", settings).urn);
    expect(registered.get("flags")?.inputs).toEqual({
      "skyvern:allowInsecure": "true",
      "skyvern:checkWorkflows": "false",
    });
  });

  it("sends nothing for what is left out", async () => {
    await resolved(new Provider("empty").urn);
    expect(registered.get("empty")?.inputs).toEqual({});
  });

  it("refuses settings that it does not have, all at once, instead of using the account of the environment", () => {
    const wrong = {
      baseURL: "https://skyvern.example",
      apikey: "k",
      apiKeyEnv: "KEY_OF_PROD",
      paused: undefined,
    };
    expect(() => new Provider("wrong", wrong)).toThrow(
      'Provider "wrong" has no setting "baseURL". Did you mean baseUrl?\nProvider "wrong" has no setting "apikey". Did you mean apiKey?',
    );
    expect(() => new Provider("other", { region: "eu" } as object)).toThrow(
      'Provider "other" has no setting "region". Its settings are apiKey, apiKeyEnv, baseUrl, allowInsecure, checkWorkflows.',
    );
  });

  it("serves the resources that it is passed to", async () => {
    const provider = new Provider("prod", { apiKeyEnv: "KEY_OF_PROD" });
    const args = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };
    await resolved(new WorkflowSchedule("nightly", args, { provider }).urn);
    expect(registered.get("nightly")?.provider).toContain("pulumi:providers:pulumi-nodejs::prod");
  });
});
