import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { type ScheduleFile, ScheduleSet, WorkflowRun, WorkflowSchedule } from "../../src";
import { mockEngine, type Registered, resolved } from "../support/engine/pulumi-mocks";

/** As the Pulumi documentation writes mocks: the outputs are the inputs. */
const echo = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({ id: `${name}-id`, state: inputs });

const file: ScheduleFile = {
  workflows: { invoices: { title: "Invoice download" }, claims: { title: "Claims" } },
  schedules: {
    nightly: { workflow: "invoices", cron: "0 2 * * *" },
    weekly: { workflow: "claims", cron: "0 3 * * MON", timezone: "Europe/Stockholm" },
    monthly: { workflow: "wpid_1", cron: "0 4 1 * *" },
  },
  environments: { prod: { planLimit: 10 } },
};

describe("a program in a unit test, after pulumi.runtime.setMocks", () => {
  let registered: ReadonlyMap<string, Registered>;
  let server: Server;
  let requests = 0;
  const rejections: unknown[] = [];
  const keep = (reason: unknown) => rejections.push(reason);
  beforeAll(async () => {
    server = createServer((_, response) => {
      requests++;
      response.writeHead(401).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.on("unhandledRejection", keep);
  });
  beforeEach(async () => {
    registered = await mockEngine(echo);
    const { port } = server.address() as AddressInfo;
    const settings = { "skyvern:apiKey": "some-key", "skyvern:baseUrl": `http://127.0.0.1:${port}` };
    pulumi.runtime.setAllConfig(settings);
  });
  afterAll(async () => {
    process.off("unhandledRejection", keep);
    pulumi.runtime.setAllConfig({});
    await new Promise((resolve) => server.close(resolve));
  });

  it("computes the next runs in UTC when the schedule has no timezone", async () => {
    const schedule = new WorkflowSchedule("nightly", { workflowId: "wpid_1", cronExpression: "0 2 * * *" });
    const times = await resolved(schedule.nextRuns(2));
    expect(times.map((time) => time.slice(11))).toEqual(["02:00:00.000Z", "02:00:00.000Z"]);
  });

  it("computes the next runs of a set's schedules", async () => {
    const set = new ScheduleSet("jobs", { content: file, environment: "prod" });
    const times = await resolved((set.schedules.weekly as WorkflowSchedule).nextRuns(1));
    expect(times).toEqual([expect.stringMatching(/T0[12]:00:00\.000Z$/)]);
  });

  it("gives each title of a set an id that names the title, without a request", async () => {
    const set = new ScheduleSet("jobs", { content: file, environment: "prod" });
    await Promise.all(Object.values(set.schedules).map(({ urn }) => resolved(urn)));
    const ids = ["jobs-nightly", "jobs-weekly", "jobs-monthly"].map(
      (name) => registered.get(name)?.inputs.workflowId,
    );
    expect(ids).toEqual(["wpid_of_Invoice download", "wpid_of_Claims", "wpid_1"]);
    expect(await resolved(set.resolved)).toMatchObject({
      nightly: { workflowId: "wpid_of_Invoice download", workflow: "invoices" },
    });
    expect(requests).toBe(0);
  });

  it("makes a set without an API key, and leaves no unhandled rejection", async () => {
    pulumi.runtime.setAllConfig({});
    const set = new ScheduleSet("jobs", { content: file, environment: "prod" });
    await Promise.all(Object.values(set.schedules).map(({ urn }) => resolved(urn)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(rejections).toEqual([]);
    expect(requests).toBe(0);
  });

  // pulumi/pulumi#2921, pulumi/pulumi#9111, pulumi/pulumi#7043
  it("reads a schedule by its id from the mocks, and computes its next runs", async () => {
    registered = await mockEngine(({ name, id }) => ({
      id: id ?? `${name}-id`,
      state: { cronExpression: "0 2 * * *", timezone: "UTC", enabled: true },
    }));
    pulumi.runtime.setAllConfig({ "skyvern:plugin": "true" });
    const schedule = WorkflowSchedule.get("nightly", "wpid_1/wfs_1");
    expect((await resolved(schedule.nextRuns(1)))[0]).toMatch(/T02:00:00\.000Z$/);
    expect(requests).toBe(0);
    expect(rejections).toEqual([]);
  });

  it("leaves no unhandled rejection if nobody waits for the resources", async () => {
    new ScheduleSet("jobs", { content: file, environment: "prod" });
    new WorkflowRun("smoke-test", { workflowId: "wpid_1" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(rejections).toEqual([]);
    expect(requests).toBe(0);
  });

  // pulumi/pulumi#16042: what a test has to set is named
  it("names a value of the configuration that the test does not set", () => {
    const reference = ["$", "{config:vendor}"].join("");
    const schedules = { a: { workflow: "wpid_1", cron: "0 2 * * *", parameters: { vendor: reference } } };
    const content = { schedules, environments: { dev: {} } };
    expect(() => new ScheduleSet("jobs", { content, environment: "dev" })).toThrow(
      "needs vendor of the stack's configuration, which is not set",
    );
  });

  it("starts no run", async () => {
    const run = new WorkflowRun("smoke-test", { workflowId: "wpid_1" });
    await resolved(run.urn);
    expect(registered.get("smoke-test")?.inputs.workflowId).toBe("wpid_1");
    expect(requests).toBe(0);
  });
});
