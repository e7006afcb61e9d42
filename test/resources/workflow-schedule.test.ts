import * as pulumi from "@pulumi/pulumi";
import { WorkflowSchedule, type WorkflowScheduleArgs } from "../../src";
import { markedSecret, mockEngine, type Registered, resolved } from "../support/pulumi-mocks";

/** Both stand in users' state for ever, so they are written out here. */
const typeToken = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
const pointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";

const required = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };

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
    const inputs = { ...required, name: "plain", __provider: pointer };
    expect(await sent("plain")).toMatchObject({ type: typeToken });
    expect(registered.get("plain")?.inputs).toEqual(inputs);
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
});
