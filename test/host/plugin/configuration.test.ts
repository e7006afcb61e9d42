import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { version } from "../../../package.json";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { LogEngine } from "../../support/engine/log-engine";
import { pluginDoor, startPlugin } from "../../support/provider/doors";
import { ask, secret, unknown } from "../../support/provider/messages";
import { configurationDiff, configurationProblems, servedSchema } from "../../support/provider/plugin-calls";
import type { ProviderProcess } from "../../support/provider/provider-process";

describe("the provider plugin", () => {
  let plugin: ProviderProcess;
  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(() => plugin.close());

  it("serves the schema with the version of the package, and the same version as its own", async () => {
    const schema = await servedSchema(plugin);
    expect(schema).toMatchObject({ name: "skyvern", version });
    expect(Object.keys(schema.resources)).toContain("skyvern:index:WorkflowRun");
    expect(Object.keys(schema.functions)).toContain("skyvern:index:getRun");
    const info = await ask<{ getVersion(): string }>((done) =>
      plugin.client.getPluginInfo(new Empty(), done),
    );
    expect(info.getVersion()).toBe(version);
  });

  it("prints nothing but its port", () => {
    expect(plugin.output).toMatch(/^\d+\n$/);
  });

  it("accepts a setting that is right, and keys of the engine and of a program", async () => {
    const settings = {
      apiKey: secret("a-key"),
      apiKeyEnv: "KEY_OF_TEAM",
      baseUrl: "http://skyvern.example",
      allowInsecure: "true",
      checkWorkflows: "false",
      paused: "true",
      plugin: "true",
      apiKey2: "another",
      version: "0.1.0",
      pluginDownloadURL: "https://example.com",
    };
    expect(await configurationProblems(plugin, settings)).toEqual([]);
    expect(await configurationProblems(plugin, {})).toEqual([]);
  });

  it("accepts values that are not known in the preview", async () => {
    const settings = { apiKey: unknown, baseUrl: unknown, checkWorkflows: unknown, paused: secret(unknown) };
    expect(await configurationProblems(plugin, settings)).toEqual([]);
    const insecure = { baseUrl: "http://skyvern.example", allowInsecure: unknown };
    expect(await configurationProblems(plugin, insecure)).toEqual([]);
  });

  it("reports all settings that are wrong at once, each in a sentence", async () => {
    const settings = { baseUrl: "http://skyvern.example", checkWorkflows: "yes", paused: "no", api_key: "x" };
    const problems = await configurationProblems(plugin, settings);
    expect(problems.map(({ property }) => property)).toEqual(["", "", "", ""]);
    expect(problems.map(({ reason }) => reason)).toEqual([
      "The provider has no setting api_key. Did you mean apiKey?",
      expect.stringContaining("http://skyvern.example"),
      'skyvern:checkWorkflows is "yes". Write true or false.',
      'skyvern:paused is "no". Write true or false.',
    ]);
  });

  it("shows a change of a setting, and is never replaced for it", async () => {
    const before = { apiKey: secret("old"), baseUrl: "https://one.example" };
    expect(await configurationDiff(plugin, before, before)).toEqual({ changes: false, replaces: [] });
    const rotated = { ...before, apiKey: secret("new") };
    expect(await configurationDiff(plugin, before, rotated)).toEqual({ changes: true, replaces: [] });
    const other = { apiKeyEnv: "KEY", baseUrl: "https://other.example" };
    expect(await configurationDiff(plugin, before, other)).toEqual({ changes: true, replaces: [] });
  });

  it("accepts secrets and serves previews", async () => {
    const request = new messages.ProviderHandshakeRequest();
    const answer = await ask<messages.ProviderHandshakeResponse>((done) =>
      plugin.client.handshake(request, done),
    );
    expect(answer.getAcceptSecrets()).toBe(true);
    const configured = await plugin.configure({});
    expect(configured.getAcceptsecrets()).toBe(true);
    expect(configured.getSupportspreview()).toBe(true);
  });

  it("names a resource and a component that it does not have", async () => {
    const table = plugin.resource("urn:pulumi:dev::shop::skyvern:index:Table::t");
    await expect(table.check({}, {})).rejects.toMatchObject({
      details: expect.stringContaining("The provider has no resource of type skyvern:index:Table."),
    });
    const request = new messages.ConstructRequest().setType("skyvern:index:Tables");
    await expect(ask((done) => plugin.client.construct(request, done))).rejects.toMatchObject({
      details: expect.stringContaining("The provider has no component skyvern:index:Tables."),
    });
  });
});

describe("the log of the provider plugin", () => {
  let sandbox: Sandbox;
  let engine: LogEngine;
  beforeAll(async () => {
    sandbox = await startSandbox();
    engine = await LogEngine.start();
  });
  afterAll(async () => {
    engine.close();
    await sandbox.close();
  });
  beforeEach(() => {
    engine.logged.length = 0;
  });

  const settings = () => ({ apiKey: secret(sandbox.apiKey), baseUrl: sandbox.url });
  const urn = pluginDoor.urn("WorkflowSchedule", "often");

  /** Checks a schedule that is worth a warning. */
  async function check(plugin: ProviderProcess): Promise<void> {
    const { workflowId } = sandbox.workflows.plain;
    const inputs = { workflowId, cronExpression: "*/25 * * * *" };
    expect((await plugin.resource(urn).check({}, inputs)).failures).toEqual([]);
  }

  const warnings = () => engine.logged.map(({ message }) => message);
  const uneven = expect.stringContaining("*/25");

  it("goes to the engine that the handshake names", async () => {
    const plugin = await startPlugin();
    try {
      const request = new messages.ProviderHandshakeRequest().setEngineAddress(engine.address);
      await ask((done) => plugin.client.handshake(request, done));
      await plugin.configure(settings());
      await check(plugin);
      expect(warnings()).toEqual([uneven]);
      expect(plugin.errors).toBe("");
    } finally {
      await plugin.close();
    }
  });

  it("goes to the engine that attaches later", async () => {
    const plugin = await startPlugin();
    try {
      await ask((done) => plugin.client.attach(new PluginAttach().setAddress(engine.address), done));
      await plugin.configure(settings());
      await check(plugin);
      expect(warnings()).toEqual([uneven]);
    } finally {
      await plugin.close();
    }
  });

  it("goes to standard error without an engine, so that no warning is lost", async () => {
    const plugin = await startPlugin();
    try {
      await plugin.configure(settings());
      await check(plugin);
      expect(plugin.errors).toMatch(/^warning: .*\*\/25/);
      expect(warnings()).toEqual([]);
    } finally {
      await plugin.close();
    }
  });
});
