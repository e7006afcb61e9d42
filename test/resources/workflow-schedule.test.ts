import * as pulumi from "@pulumi/pulumi";
import { Provider, WorkflowSchedule, type WorkflowScheduleArgs } from "../../src";
import { markedSecret, mockEngine, type Registered, resolved } from "../support/engine/pulumi-mocks";

/** Both stand in users' state for ever, so they are written out here. */
const typeToken = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
const pointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";

const required = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };
const originOf = (name: string) => `urn:pulumi:stack::project::${typeToken}::${name}`;

describe("WorkflowSchedule, in a program", () => {
  let registered: ReadonlyMap<string, Registered>;
  beforeAll(async () => {
    registered = await mockEngine(({ name, inputs }) => ({
      id: `wpid_1/wfs_${name}`,
      state: {
        timezone: "UTC",
        enabled: true,
        ...inputs,
        scheduleId: `wfs_${name}`,
        createdAt: "2026-01-01T00:00:00Z",
      },
    }));
  });

  /** What the engine is sent for a schedule with these arguments. */
  async function sent(name: string, args: Partial<WorkflowScheduleArgs> = {}) {
    await resolved(new WorkflowSchedule(name, { ...required, ...args }).urn);
    return registered.get(name);
  }

  it("is sent with its type, its pointer, its name, what the program gave, and nothing else", async () => {
    const inputs = { ...required, name: "plain", __provider: pointer, __origin: originOf("plain") };
    expect(await sent("plain")).toMatchObject({ type: typeToken });
    expect(registered.get("plain")?.inputs).toEqual(inputs);
  });

  it("is sent with its own URN as a hidden input, its parents included", async () => {
    const parent = new pulumi.ComponentResource("shop:Jobs", "jobs");
    const child = new WorkflowSchedule("child", required, { parent });
    const urn = await resolved(child.urn);
    expect(urn).toBe(`urn:pulumi:stack::project::shop:Jobs$${typeToken}::child`);
    expect(registered.get("child")?.inputs.__origin).toBe(urn);
  });

  it("has a pointer of less than 100 bytes, the same whatever the inputs are", async () => {
    const args = {
      timezone: "Asia/Tokyo",
      description: "other",
      parameters: { vendor: "acme" },
      adopt: true,
    };
    expect((await sent("same", args))?.inputs.__provider).toBe(pointer);
    expect(Buffer.byteLength(pointer)).toBeLessThan(100);
  });

  it("has the name that it is given, in place of the resource's own", async () => {
    expect((await sent("named", { name: "Nightly" }))?.inputs.name).toBe("Nightly");
  });

  it("takes outputs of other resources as inputs, at any depth", async () => {
    const workflowId = pulumi.output("wpid_2");
    const parameters = { vendor: pulumi.output("acme"), list: [pulumi.output(1)] };
    expect((await sent("wired", { workflowId, parameters }))?.inputs).toMatchObject({
      workflowId: "wpid_2",
      parameters: { vendor: "acme", list: [1] },
    });
  });

  it("has every output from the start, those of inputs that were left out too", async () => {
    const schedule = new WorkflowSchedule("outputs", required);
    const { workflowId, cronExpression, timezone, name, description, parameters } = schedule;
    const { enabled, adopt, id, scheduleId, createdAt } = schedule;
    const outputs = { workflowId, cronExpression, timezone, name, description, parameters };
    const more = { enabled, adopt, id, scheduleId, createdAt };
    const all = Object.entries({ ...outputs, ...more });
    expect(all.filter(([, output]) => !pulumi.Output.isInstance(output)).map(([key]) => key)).toEqual([]);
    expect(await resolved(pulumi.output({ ...outputs, ...more }))).toEqual({
      ...required,
      timezone: "UTC",
      name: "outputs",
      enabled: true,
      id: "wpid_1/wfs_outputs",
      scheduleId: "wfs_outputs",
      createdAt: "2026-01-01T00:00:00Z",
    });
  });

  it("keeps a secret parameter secret, on the way to the engine and as an output", async () => {
    const parameters = { token: pulumi.secret("hidden"), vendor: "acme" };
    const schedule = new WorkflowSchedule("secret", { ...required, parameters });
    expect(await pulumi.isSecret(schedule.parameters)).toBe(true);
    expect(await pulumi.isSecret(schedule.workflowId)).toBe(false);
    expect(registered.get("secret")?.inputs.parameters).toEqual(
      markedSecret({ token: "hidden", vendor: "acme" }),
    );
  });

  it("says when it fires next, in its timezone", async () => {
    const schedule = new WorkflowSchedule("next", { ...required, timezone: "Asia/Kolkata" });
    const times = await resolved(schedule.nextRuns(3));
    expect(times.map((time) => time.slice(11))).toEqual(Array(3).fill("20:30:00.000Z"));
    expect(Date.parse(times[0] ?? "")).toBeGreaterThan(Date.now());
  });

  it("says five times when it fires next, in UTC where no timezone is given", async () => {
    const times = await resolved(new WorkflowSchedule("five", required).nextRuns());
    expect(times.map((time) => time.slice(11))).toEqual(Array(5).fill("02:00:00.000Z"));
  });

  it("says when it fires next by interval or once, from its outputs", async () => {
    const firstFireAt = "2090-01-04T08:00:00Z";
    const often = new WorkflowSchedule("often", { workflowId: "wpid_1", intervalSeconds: 5400, firstFireAt });
    expect(await resolved(often.nextRuns(2))).toEqual([
      "2090-01-04T08:00:00.000Z",
      "2090-01-04T09:30:00.000Z",
    ]);
    const once = new WorkflowSchedule("once", { workflowId: "wpid_1", runAt: "2090-01-04T08:00:00Z" });
    expect(await resolved(once.nextRuns())).toEqual(["2090-01-04T08:00:00.000Z"]);
  });

  it("says up to a thousand times when it fires next, and refuses what is no such number", async () => {
    const schedule = new WorkflowSchedule("many", required);
    expect(await resolved(schedule.nextRuns(1))).toHaveLength(1);
    expect(await resolved(schedule.nextRuns(1000))).toHaveLength(1000);
    for (const count of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => schedule.nextRuns(count)).toThrow(
        new pulumi.RunError(`nextRuns(${count}): The count must be a whole number from 1 to 1000.`),
      );
  });
});

describe("WorkflowSchedule, in a program of a stack with skyvern:paused", () => {
  let warn: jest.SpyInstance;
  beforeEach(() => {
    warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  });
  afterEach(() => {
    warn.mockRestore();
    pulumi.runtime.setAllConfig({});
  });

  /** What the engine is sent for schedules with these arguments, in a run of a program of its own. */
  async function sentWith(
    paused: string,
    schedules: Record<string, Partial<WorkflowScheduleArgs>>,
  ): Promise<Record<string, Registered["inputs"]>> {
    const registered = await mockEngine(({ inputs }) => ({ id: "wpid_1/wfs_1", state: inputs }));
    pulumi.runtime.setAllConfig({ "skyvern:paused": paused });
    await pulumi.runtime.runInPulumiStack(async () => {
      const provider = new Provider("other", { apiKeyEnv: "SKYVERN_API_KEY_OTHER" });
      for (const [name, args] of Object.entries(schedules)) {
        await resolved(new WorkflowSchedule(name, { ...required, ...args }, { provider }).urn);
      }
    });
    return Object.fromEntries([...registered].map(([name, { inputs }]) => [name, inputs]));
  }

  const inputs = (name: string) => ({ ...required, __provider: pointer, name, __origin: originOf(name) });

  it("is sent as paused, whatever its provider, with what its program says for afterwards", async () => {
    const sent = await sentWith("true", {
      out: {},
      on: { enabled: true },
      off: { enabled: pulumi.output(false) },
      later: { enabled: pulumi.output(undefined) },
    });
    expect(sent.out).toEqual({ ...inputs("out"), enabled: false, afterHold: "as before" });
    expect(sent.on).toEqual({ ...inputs("on"), enabled: false, afterHold: "enabled" });
    expect(sent.off).toEqual({ ...inputs("off"), enabled: false, afterHold: "paused" });
    expect(sent.later).toEqual({ ...inputs("later"), enabled: false, afterHold: "as before" });
  });

  it("leaves what is no boolean to the provider, which refuses it", async () => {
    const { wrong } = await sentWith("true", { wrong: { enabled: "on" as unknown as boolean } });
    expect(wrong).toEqual({ ...inputs("wrong"), enabled: false, afterHold: "on" });
  });

  it("says once in each run that the stack is held", async () => {
    await sentWith("true", { first: {}, second: {} });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining("skyvern:paused is true: all schedules of this stack are paused"),
    );
    await sentWith(" true ", { first: {}, second: {} });
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it.each(["false", ""])("is sent as it is written where that is %j", async (paused) => {
    const sent = await sentWith(paused, {
      out: { afterHold: "enabled" } as object,
      on: { enabled: true },
    });
    expect(sent.out).toEqual(inputs("out"));
    expect(sent.on).toEqual({ ...inputs("on"), enabled: true });
    expect(warn).not.toHaveBeenCalled();
  });

  it("ends the program with a sentence where that is no flag", async () => {
    await sentWith("yes", {});
    const make = (): unknown => new WorkflowSchedule("wrong", required);
    expect(make).toThrow(new pulumi.RunError('skyvern:paused is "yes". Write true or false.'));
    // Of such an error Pulumi shows the message alone.
    expect(make).toThrow(pulumi.RunError);
  });
});
