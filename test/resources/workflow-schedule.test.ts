import * as pulumi from "@pulumi/pulumi";
import { WorkflowSchedule, type WorkflowScheduleArgs } from "../../src";
import { valueOf } from "../support/output-value";
import { registered, startMocks } from "../support/pulumi-mocks";

const pointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";

const required = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };

describe("WorkflowSchedule, in a program", () => {
  beforeAll(() =>
    startMocks(({ name, inputs }) => ({
      id: `wpid_1/wfs_${name}`,
      state: { timezone: "UTC", enabled: true, ...inputs, scheduleId: `wfs_${name}`, createdAt: "2026-01-01T00:00:00Z" },
    })),
  );

  /** Makes a schedule and waits until the engine has it. */
  async function make(name: string, args: Partial<WorkflowScheduleArgs> = {}): Promise<WorkflowSchedule> {
    const schedule = new WorkflowSchedule(name, { ...required, ...args });
    await valueOf(schedule.urn);
    return schedule;
  }

  it("is registered under the type and with the pointer that stand in users' state for ever", async () => {
    await make("registered");
    const { type, inputs } = registered("registered");
    expect(type).toBe("pulumi-nodejs:dynamic/skyvern:WorkflowSchedule");
    expect(inputs.__provider).toBe(pointer);
    expect(Buffer.byteLength(pointer)).toBeLessThan(100);
  });

  it("has the same pointer whatever its inputs are", async () => {
    await make("same", { description: "other", parameters: { vendor: "acme" }, adopt: true });
    expect(registered("same").inputs.__provider).toBe(pointer);
  });

  it("is named after the resource, unless it is given a name", async () => {
    await make("nightly-invoices");
    await make("other", { name: "Nightly" });
    expect(registered("nightly-invoices").inputs.name).toBe("nightly-invoices");
    expect(registered("other").inputs.name).toBe("Nightly");
  });

  it("sends what the program gave and nothing else", async () => {
    await make("plain");
    expect(registered("plain").inputs).toEqual({ ...required, name: "plain", __provider: pointer });
  });

  it("has its id, its inputs and what the server gave it as outputs", async () => {
    const schedule = await make("outputs", { parameters: { vendor: "acme" } });
    expect(await valueOf(schedule.id)).toBe("wpid_1/wfs_outputs");
    expect(await valueOf(schedule.scheduleId)).toBe("wfs_outputs");
    expect(await valueOf(schedule.createdAt)).toBe("2026-01-01T00:00:00Z");
    expect(await valueOf(schedule.workflowId)).toBe("wpid_1");
    expect(await valueOf(schedule.cronExpression)).toBe("0 2 * * *");
    expect(await valueOf(schedule.timezone)).toBe("UTC");
    expect(await valueOf(schedule.name)).toBe("outputs");
    expect(await valueOf(schedule.parameters)).toEqual({ vendor: "acme" });
    expect(await valueOf(schedule.enabled)).toBe(true);
    expect(await valueOf(schedule.description)).toBeUndefined();
    expect(await valueOf(schedule.adopt)).toBeUndefined();
  });

  it("takes outputs of other resources as inputs", async () => {
    await make("wired", {
      workflowId: pulumi.output("wpid_2"),
      parameters: { vendor: pulumi.output("acme"), list: [pulumi.output(1)] },
    });
    expect(registered("wired").inputs).toMatchObject({
      workflowId: "wpid_2",
      parameters: { vendor: "acme", list: [1] },
    });
  });

  it("keeps a secret parameter secret, on the way and as an output", async () => {
    const schedule = await make("secret", { parameters: { token: pulumi.secret("hidden"), vendor: "acme" } });
    expect(registered("secret").secrets).toContain("hidden");
    expect(await pulumi.isSecret(schedule.parameters)).toBe(true);
    expect(await pulumi.isSecret(schedule.workflowId)).toBe(false);
  });

  it("says when it fires next, in the timezone it has", async () => {
    const schedule = await make("next", { timezone: "Asia/Kolkata" });
    const times = await valueOf(schedule.nextRuns(3));
    expect(times).toHaveLength(3);
    expect(times.map((time) => time.slice(11))).toEqual(Array(3).fill("20:30:00.000Z"));
    expect(Date.parse(times[0] ?? "")).toBeGreaterThan(Date.now());
    expect(await valueOf(schedule.nextRuns())).toHaveLength(5);
  });
});
