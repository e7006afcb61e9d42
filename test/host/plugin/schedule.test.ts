import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { LogEngine } from "../../support/engine/log-engine";
import { pluginDoor } from "../../support/provider/doors";
import { secret, unknown } from "../../support/provider/messages";
import type { ProviderProcess } from "../../support/provider/provider-process";
import type { ResourceClient } from "../../support/provider/resource-client";

describe("a schedule of the provider plugin", () => {
  let sandbox: Sandbox;
  let plugin: ProviderProcess;
  let workflowId: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
    workflowId = sandbox.workflows.typed.workflowId;
    plugin = await start();
  });
  afterAll(async () => {
    await plugin.close();
    await sandbox.close();
  });
  beforeEach(() => sandbox.requests.clear());

  const start = (settings: Readonly<Record<string, string>> = {}, engine?: string) =>
    pluginDoor.start(
      { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url, ...settings },
      {},
      engine,
    );
  const resourceOf = (name: string, of = plugin): ResourceClient =>
    of.resource(pluginDoor.urn("WorkflowSchedule", name));
  const schedule = (name: string) => ({
    workflowId,
    cronExpression: "0 2 * * *",
    timezone: "UTC",
    name,
    parameters: { target: "acme", count: 3 },
  });
  const state = (name: string) => ({
    ...schedule(name),
    enabled: true,
    scheduleId: "wfs_1",
    createdAt: "2026-11-29T00:00:00Z",
    organizationId: "o_1",
  });
  const id = () => `${workflowId}/wfs_1`;

  describe("without a name", () => {
    const { name: _, ...given } = schedule("");

    it.each(["nightly", "a::b", "skyvern:index:WorkflowSchedule::c"])(
      "gets that of the resource: %s",
      async (name) => {
        const { inputs, failures } = await resourceOf(name).check({}, { ...given, workflowId });
        expect({ inputs, failures }).toEqual({ inputs: { ...given, workflowId, name }, failures: [] });
      },
    );

    it("has none if the program says so", async () => {
      const { inputs } = await resourceOf("nightly").check({}, { ...given, workflowId, name: "" });
      expect(inputs.name ?? "").toBe("");
    });
  });

  it("shows in the diagnostics that a preview could not compare it with Skyvern", async () => {
    const log = await LogEngine.start();
    const offline = await start({ "skyvern:baseUrl": "http://127.0.0.1:9" }, log.address);
    try {
      for (const name of ["one", "two"]) await resourceOf(name, offline).check({}, schedule(name));
      expect(log.logged.map(({ message }) => message)).toEqual([
        expect.stringContaining("Workflows and parameters are not checked against Skyvern: "),
      ]);
    } finally {
      await offline.close();
      log.close();
    }
  });

  describe("while skyvern:paused is true", () => {
    let engine: LogEngine;
    let held: ProviderProcess;
    beforeAll(async () => {
      engine = await LogEngine.start();
      held = await start({ "skyvern:paused": "true" }, engine.address);
    });
    afterAll(async () => {
      await held.close();
      engine.close();
    });

    it.each([
      [undefined, "as before"],
      [true, "enabled"],
      [false, "paused"],
      [unknown, unknown],
    ])("is paused, and with enabled %s remembers %s", async (enabled, afterHold) => {
      const given = enabled === undefined ? {} : { enabled };
      const { inputs, failures } = await resourceOf("held", held).check(
        {},
        { ...schedule("held"), ...given },
      );
      expect({ inputs, failures }).toEqual({
        inputs: { ...schedule("held"), enabled: false, afterHold },
        failures: [],
      });
    });

    it("is not held a second time if the class of a TypeScript program has done it", async () => {
      const given = { ...schedule("held"), enabled: false, afterHold: "enabled" };
      expect((await resourceOf("held", held).check({}, given)).inputs).toEqual(given);
    });

    it("says so once in the diagnostics", () => {
      const holds = engine.logged.filter(({ message }) => message.startsWith("skyvern:paused is true"));
      expect(holds).toHaveLength(1);
    });

    it.each([
      [
        "prod",
        'The provider "prod" has paused: true, so all its schedules are paused, except one-time schedules.',
      ],
      ["default_0_1_0", "skyvern:paused is true: all schedules of this stack are paused"],
    ])("names the provider that is paused, if the program has it: %s", async (name, sentence) => {
      const log = await LogEngine.start();
      const own = await start({}, log.address);
      try {
        await own.configure({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, paused: "true" }, name);
        await resourceOf("held", own).check({}, schedule("held"));
        expect(log.logged).toEqual([expect.objectContaining({ message: expect.stringContaining(sentence) })]);
      } finally {
        await own.close();
        log.close();
      }
    });

    it("gives enabled back as unknown in the preview of the end, and as it was in the update", async () => {
      const { id: made, properties } = await resourceOf("ends", held).create({
        ...schedule("ends"),
        enabled: false,
        afterHold: "enabled",
      });
      expect(properties).toMatchObject({ enabled: false, afterHold: "enabled" });
      const preview = await resourceOf("ends").update(made, properties, schedule("ends"), { preview: true });
      expect(preview).toMatchObject({ enabled: unknown });
      const updated = await resourceOf("ends").update(made, properties, schedule("ends"));
      expect(updated).toMatchObject({ enabled: true });
      await resourceOf("ends").delete(made, updated);
    });
  });

  describe("in a preview", () => {
    it("is created with its inputs, unknown outputs and no request", async () => {
      const { id: made, properties } = await resourceOf("new").create(schedule("new"), { preview: true });
      expect(made).toBe("");
      expect(properties).toEqual({
        ...schedule("new"),
        enabled: unknown,
        scheduleId: unknown,
        createdAt: unknown,
        organizationId: unknown,
      });
      expect(sandbox.requests.all).toEqual([]);
    });

    it("leaves the first fire time of an interval to Skyvern, but not that of a program", async () => {
      const { cronExpression: _, ...rest } = schedule("interval");
      const inputs = { ...rest, intervalSeconds: 3600 };
      const open = await resourceOf("interval").create(inputs, { preview: true });
      expect(open.properties).toMatchObject({ firstFireAt: unknown });
      const chosen = { ...inputs, firstFireAt: "2030-01-01T00:00:00Z", enabled: true };
      const { properties } = await resourceOf("interval").create(chosen, { preview: true });
      expect(properties).toMatchObject(chosen);
    });

    it("is updated with its new inputs, the outputs of before and no request", async () => {
      const news = {
        ...schedule("known"),
        cronExpression: "30 4 * * *",
        parameters: secret({ target: "b" }),
      };
      expect(await resourceOf("known").update(id(), state("known"), news, { preview: true })).toEqual({
        ...state("known"),
        ...news,
      });
      expect(sandbox.requests.all).toEqual([]);
    });
  });

  it("has one sentence about the check if Skyvern refuses the key", async () => {
    const refused = await start({ "skyvern:apiKey": "wrong" });
    try {
      const { failures } = await resourceOf("refused", refused).check({}, schedule("refused"));
      expect(failures).toEqual([
        {
          property: "",
          reason: expect.stringMatching(/^Could not check schedule "refused" .*refused the API key/),
        },
      ]);
    } finally {
      await refused.close();
    }
  });

  it("shows each difference at its own path", async () => {
    const parameters = { target: "acme", count: 3, options: { old: 1, list: [1, 2] }, "two words": "a" };
    const news = {
      ...schedule("differs"),
      cronExpression: "30 4 * * *",
      description: "Earlier",
      parameters: { target: "globex", count: 3, options: { new: 1, list: [1, 3] }, "two words": "b" },
    };
    const olds = { ...state("differs"), parameters };
    expect(await resourceOf("differs").diff(id(), olds, news)).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
      differences: {
        cronExpression: "UPDATE",
        description: "ADD",
        "parameters.target": "UPDATE",
        "parameters.options.old": "DELETE",
        "parameters.options.new": "ADD",
        "parameters.options.list": "UPDATE",
        'parameters["two words"]': "UPDATE",
      },
    });
    const { parameters: _, ...without } = schedule("differs");
    expect(await resourceOf("differs").diff(id(), state("differs"), without)).toMatchObject({
      differences: { parameters: "DELETE" },
    });
  });

  it("shows why it is replaced: another kind of times, or a creation that is unconfirmed", async () => {
    const { cronExpression: _, ...rest } = schedule("replaced");
    const once = { ...rest, runAt: "2030-01-01T00:00:00Z" };
    expect(await resourceOf("replaced").diff(id(), state("replaced"), once)).toMatchObject({
      replaces: ["runAt"],
      differences: { runAt: "ADD_REPLACE", cronExpression: "DELETE" },
    });
    const unconfirmed = { ...state("lost"), scheduleId: "unconfirmed" };
    expect(
      await resourceOf("lost").diff(`${workflowId}/unconfirmed`, unconfirmed, schedule("lost")),
    ).toMatchObject({ replaces: ["scheduleId"], differences: { scheduleId: "UPDATE_REPLACE" } });
  });

  it("keeps a secret inside its parameters secret, and sends it in clear", async () => {
    const resource = resourceOf("secret");
    const parameters = { target: secret("hunter2"), count: 3, options: { list: [1, secret("x")] } };
    const given = { ...schedule("secret"), parameters };
    const { inputs, failures } = await resource.check({}, given);
    expect({ inputs, failures }).toEqual({ inputs: given, failures: [] });
    const { id: made, properties } = await resource.create(inputs);
    expect(properties.parameters).toEqual(parameters);
    expect(sandbox.schedules()[0]?.parameters).toEqual({
      target: "hunter2",
      count: 3,
      options: { list: [1, "x"] },
    });
    expect(await resource.diff(made, properties, inputs)).toMatchObject({ changes: false, differences: {} });
    const read = await resource.read(made, properties, inputs);
    expect(read.properties.parameters).toEqual(parameters);
    expect(read.inputs.parameters).toEqual(parameters);
    const news = { ...inputs, parameters: { ...parameters, label: secret("new") } };
    const updated = await resource.update(made, properties, news);
    expect(updated.parameters).toEqual(news.parameters);
    const another = await start();
    await resourceOf("secret", another)
      .delete(made, updated)
      .finally(() => another.close());
    expect(sandbox.schedules()).toEqual([]);
  });

  it("is imported with its inputs, and with an empty name if it has none", async () => {
    const { name: _, ...nameless } = schedule("");
    const inputs = { ...nameless, workflowId };
    const { id: made, properties } = await resourceOf("by-hand").create(inputs);
    expect(properties).not.toHaveProperty("name");
    expect(await resourceOf("imported").read(made, {})).toEqual({
      id: made,
      properties,
      inputs: { ...inputs, name: "", enabled: true },
    });
    expect(await resourceOf("imported").read(`${workflowId}/wfs_404`, {})).toMatchObject({ id: "" });
    await expect(resourceOf("imported").read("wfs_1", {})).rejects.toMatchObject({
      details: expect.stringMatching(/^[^\n]*wfs_1[^\n]*$/),
    });
    await resourceOf("by-hand").delete(made, properties);
  });
});
