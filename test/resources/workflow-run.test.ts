import * as pulumi from "@pulumi/pulumi";
import { WorkflowRun, type WorkflowRunArgs } from "../../src";
import { markedSecret, mockEngine, type Registered, resolved } from "../support/engine/pulumi-mocks";

/** Both stand in users' state for ever, so they are written out here. */
const typeToken = "pulumi-nodejs:dynamic/skyvern:WorkflowRun";
const pointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowRun;";

const required = { workflowId: "wpid_1" };

describe("WorkflowRun, in a program", () => {
  let registered: ReadonlyMap<string, Registered>;
  beforeAll(async () => {
    registered = await mockEngine(({ name, inputs }) => ({
      id: `wr_${name}`,
      state: {
        ...inputs,
        runId: `wr_${name}`,
        status: "completed",
        output: { total: 3 },
        createdAt: "2026-01-01T00:00:00Z",
        recordingUrl: "https://files.example/recording.webm?signature=abc",
      },
    }));
  });

  async function sent(name: string, args: Partial<WorkflowRunArgs> = {}, options = {}) {
    await resolved(new WorkflowRun(name, { ...required, ...args }, options).urn);
    return registered.get(name);
  }

  it("does not wait for the component that it is part of, which waits for it", async () => {
    const parent = new pulumi.ComponentResource("skyvern:test:Group", "group");
    const run = await sent("inside", {}, { parent });
    expect(run?.inputs.__origin).toBe(`urn:pulumi:stack::project::skyvern:test:Group$${typeToken}::inside`);
  });

  it("is sent with its type, its pointer, its own URN, what the program gave, and nothing else", async () => {
    const triggers = { commit: "a1" };
    expect(await sent("plain", { triggers, timeout: "5m" })).toMatchObject({ type: typeToken });
    expect(registered.get("plain")?.inputs).toEqual({
      ...required,
      triggers,
      timeout: "5m",
      __origin: `urn:pulumi:stack::project::${typeToken}::plain`,
      __provider: pointer,
    });
  });

  it("has in its URN those that it is a part of", async () => {
    const parent = new pulumi.ComponentResource("shop:Release", "release");
    expect((await sent("child", {}, { parent }))?.inputs.__origin).toBe(
      `urn:pulumi:stack::project::shop:Release$${typeToken}::child`,
    );
  });

  it("has a URN that is the one which the engine gives it", async () => {
    const parent = new pulumi.ComponentResource("shop:Release", "other");
    for (const [name, options] of [
      ["alone", {}],
      ["part", { parent }],
    ] as const) {
      const run = new WorkflowRun(name, required, options);
      const urn = await resolved(run.urn);
      expect(registered.get(name)?.inputs.__origin).toBe(urn);
    }
  });

  it("has a pointer of less than 100 bytes", () => {
    expect(Buffer.byteLength(pointer)).toBeLessThan(100);
  });

  it("sends header values and what one-time passwords need as secrets", async () => {
    const args = {
      extraHttpHeaders: { authorization: "hunter2" },
      totpUrl: "https://codes.example/hunter2",
      totpIdentifier: "hunter2",
    };
    expect((await sent("secret", args))?.inputs).toMatchObject({
      extraHttpHeaders: markedSecret(args.extraHttpHeaders),
      totpUrl: markedSecret(args.totpUrl),
      totpIdentifier: markedSecret(args.totpIdentifier),
    });
  });

  it("keeps what the program makes a secret one", async () => {
    const run = new WorkflowRun("kept", { ...required, parameters: { password: pulumi.secret("hunter2") } });
    expect(await pulumi.isSecret(run.parameters)).toBe(true);
    expect(registered.get("kept")?.inputs.parameters).toEqual(markedSecret({ password: "hunter2" }));
  });

  it("takes outputs of other resources as inputs, at any depth", async () => {
    const first = new WorkflowRun("first", required);
    const args = {
      workflowId: pulumi.output("wpid_2"),
      parameters: { previous: first.runId },
      triggers: { commit: pulumi.output("a1") },
      proxyLocation: { country: pulumi.output("US") },
    };
    expect((await sent("wired", args))?.inputs).toMatchObject({
      workflowId: "wpid_2",
      parameters: { previous: "wr_first" },
      triggers: { commit: "a1" },
      proxyLocation: { country: "US" },
    });
  });

  it("has every output from the start, and gives the run's output to the program", async () => {
    const run = new WorkflowRun("outputs", required);
    const { runId, status, output, failureReason, errors, appUrl, createdAt, startedAt, finishedAt } = run;
    const { downloadedFiles, recordingUrl, screenshotUrls, workflowId, parameters, triggers } = run;
    const facts = { runId, status, output, failureReason, errors, appUrl, createdAt, startedAt, finishedAt };
    const more = { downloadedFiles, recordingUrl, screenshotUrls, workflowId, parameters, triggers };
    const all = Object.entries({ ...facts, ...more });
    expect(all.filter(([, value]) => !pulumi.Output.isInstance(value)).map(([key]) => key)).toEqual([]);
    expect(await resolved(pulumi.output({ runId, status, output }))).toEqual({
      runId: "wr_outputs",
      status: "completed",
      output: { total: 3 },
    });
  });

  it("is replaced only after its deletion, and has its signed addresses as secrets, unless asked for more", () => {
    const seen: pulumi.CustomResourceOptions[] = [];
    const note: pulumi.ResourceTransformation = ({ opts }) => {
      seen.push(opts);
      return undefined;
    };
    const transformations = [note];
    new WorkflowRun("ordered", required, { transformations });
    const more = { additionalSecretOutputs: ["output"], protect: true, deleteBeforeReplace: false };
    new WorkflowRun("asked for", required, { ...more, transformations });
    const addresses = ["downloadedFiles", "recordingUrl", "screenshotUrls"];
    expect(seen[0]).toMatchObject({ deleteBeforeReplace: true, additionalSecretOutputs: addresses });
    expect(seen[1]).toMatchObject({ ...more, additionalSecretOutputs: [...addresses, "output"] });
  });
});
