import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import {
  getRun,
  getRunOutput,
  getSchedules,
  getSchedulesOutput,
  getWorkflow,
  getWorkflowOutput,
  getWorkflows,
  getWorkflowsOutput,
  Provider,
  type ScheduleFile,
  ScheduleSet,
  WorkflowRun,
  WorkflowSchedule,
} from "../../src";
import { mockEngine, type Registered, resolved } from "../support/engine/pulumi-mocks";

/** As the Pulumi documentation writes mocks: the outputs are the inputs. */
const echo = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({ id: `${name}-id`, state: inputs });

/** The functions of the package's schema, by token. */
const functionsOfSchema = (): object =>
  JSON.parse(readFileSync(join(__dirname, "../../src/plugin/schema.json"), "utf8")).functions;

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
      "needs vendor in the stack's configuration, which is not set",
    );
  });

  it("starts no run", async () => {
    const run = new WorkflowRun("smoke-test", { workflowId: "wpid_1" });
    await resolved(run.urn);
    expect(registered.get("smoke-test")?.inputs.workflowId).toBe("wpid_1");
    expect(requests).toBe(0);
  });

  describe("with a mock of the lookups", () => {
    const called: pulumi.runtime.MockCallArgs[] = [];
    const answers: Readonly<Record<string, object>> = {
      "skyvern:index:getRun": { runId: "wr_1", status: "completed" },
      "skyvern:index:getWorkflow": { workflowId: "wpid_7", title: "Claims" },
      "skyvern:index:getWorkflows": { workflows: [{ workflowId: "wpid_7" }] },
      "skyvern:index:getSchedules": { schedules: [{ scheduleId: "wfs_7" }] },
    };
    const run = { runId: "wr_1", status: "completed" };
    const [workflow, schedule] = [{ workflowId: "wpid_7" }, { scheduleId: "wfs_7" }];
    const setMocks = (call: pulumi.runtime.Mocks["call"], isPreview = false) =>
      pulumi.runtime.setMocks({ newResource: echo, call }, "project", "stack", isPreview);
    beforeEach(async () => {
      called.length = 0;
      await setMocks((args) => {
        called.push(args);
        return answers[args.token] ?? {};
      });
    });
    afterEach(() => expect([requests, rejections]).toEqual([0, []]));

    it("each lookup calls it with the token of the schema and the arguments", async () => {
      expect(await getRun({ runId: "wr_1" })).toEqual(run);
      expect(await getWorkflow({ title: "Claims" })).toMatchObject(workflow);
      expect(await getWorkflows({ search: "Claims" })).toEqual([workflow]);
      expect(await getSchedules({ workflowId: "wpid_7", status: undefined })).toEqual([schedule]);
      expect(called.map(({ token, inputs }) => [token, inputs])).toEqual([
        ["skyvern:index:getRun", { runId: "wr_1" }],
        ["skyvern:index:getWorkflow", { title: "Claims" }],
        ["skyvern:index:getWorkflows", { search: "Claims" }],
        ["skyvern:index:getSchedules", { workflowId: "wpid_7" }],
      ]);
      expect(Object.keys(functionsOfSchema())).toEqual(
        expect.arrayContaining(called.map(({ token }) => token)),
      );
    });

    it.each([false, true])("the forms for outputs call it too (in a preview: %s)", async (isPreview) => {
      await setMocks(({ token }) => answers[token] ?? {}, isPreview);
      const runId = pulumi.secret("wr_1");
      expect(await resolved(getRunOutput({ runId }))).toEqual(run);
      expect(await pulumi.isSecret(getRunOutput({ runId }))).toBe(true);
      expect(await resolved(getWorkflowOutput({ title: pulumi.output("Claims") }))).toMatchObject(workflow);
      expect(await resolved(getWorkflowsOutput())).toEqual([workflow]);
      expect(await resolved(getSchedulesOutput())).toEqual([schedule]);
    });

    it("a lookup in another account names its provider", async () => {
      const provider = new Provider("staging", { apiKeyEnv: "NO_SUCH_VARIABLE" });
      await getSchedules({}, { provider });
      expect(called.map((one) => one.provider)).toEqual([expect.stringContaining("::staging::staging-id")]);
    });

    it("a lookup fails if the mock throws", async () => {
      await setMocks(() => {
        throw new Error("no such workflow");
      });
      await expect(getWorkflow({ title: "Claims" })).rejects.toThrow(
        "mocks.call threw an error for skyvern:index:getWorkflow.",
      );
    });

    it("a lookup of several returns none if the mock returns no list", async () => {
      await setMocks(({ inputs }) => inputs);
      expect(await getWorkflows({ search: "x" })).toEqual([]);
      expect(await getSchedules()).toEqual([]);
    });

    it("a set uses the ids that it returns for titles, and names the title for others", async () => {
      await setMocks((args) => {
        called.push(args);
        return args.inputs.title === "Claims" ? { workflowId: "wpid_7" } : args.inputs;
      });
      const set = new ScheduleSet("jobs", { content: file, environment: "prod" });
      expect(await resolved(set.resolved)).toMatchObject({
        nightly: { workflowId: "wpid_of_Invoice download" },
        weekly: { workflowId: "wpid_7" },
        monthly: { workflowId: "wpid_1" },
      });
      expect(called.map(({ token, inputs }) => [token, inputs])).toEqual([
        ["skyvern:index:getWorkflow", { title: "Invoice download" }],
        ["skyvern:index:getWorkflow", { title: "Claims" }],
      ]);
    });
  });

  it("sends no request for lookups if the mocks return nothing, with or without a key", async () => {
    for (const settings of [{}, { "skyvern:apiKey": "some-key" }]) {
      pulumi.runtime.setAllConfig({ ...settings, "skyvern:baseUrl": "http://127.0.0.1:9" });
      expect(await getWorkflow({ workflowId: "wpid_1" })).toEqual({});
      expect(await getWorkflows()).toEqual([]);
    }
    expect(requests).toBe(0);
  });
});

describe("the example of docs/testing.md", () => {
  const document = readFileSync(join(__dirname, "../../docs/testing.md"), "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(document)?.[1] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-testing-"));
  const before = process.cwd();
  beforeAll(() => {
    const yaml = `
workflows: { invoices: { title: Invoice download } }
schedules:
  nightly: { workflow: invoices, cron: "0 2 * * *" }
  weekly: { workflow: invoices, cron: "0 3 * * MON" }
environments: { prod: {} }`;
    writeFileSync(join(folder, "schedules.yaml"), yaml);
    process.chdir(folder);
    pulumi.runtime.setAllConfig({});
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  // Registers the example's own tests here.
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const load = (name: string): unknown => (name === "pulumi-skyvern" ? require("../../src") : require(name));
  new Function("require", "exports", outputText)(load, {});
});
