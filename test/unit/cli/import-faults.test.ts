import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";
import { isAboutTime, type OtherHost, requestFaults, startOtherHost } from "../../support/faults/catalogue";
import { type FaultProxy, startFaultProxy } from "../../support/faults/proxy";

const environment = process.env;
const start = process.cwd();
let sandbox: Sandbox;
let proxy: FaultProxy;
let elsewhere: OtherHost;
let folder: string;
let good: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  proxy = await startFaultProxy(sandbox.url);
  elsewhere = await startOtherHost();
  const { workflowId } = sandbox.addWorkflow("Invoices");
  // Half a year ahead: a run that starts during the test would change what an import says of the workflow.
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1;
  for (let index = 0; index < 120; index++) {
    const body = {
      name: `job ${index}`,
      cron_expression: `${index % 60} ${index % 24} 1 ${month} *`,
      timezone: "UTC",
    };
    await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: proxy.url };
});
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-import-")));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  process.env = environment;
  elsewhere.close();
  await proxy.close();
  await sandbox.close();
});

const text = () => readFileSync(join(folder, "schedules.yaml"), "utf8");

/** The requests of an import: two pages of schedules, the workflows, and the runs of a workflow. */
const requests = ["/schedules?page=1&", "/schedules?page=2&", "/workflows?", "/runs?"] as const;
const faults = Object.keys(requestFaults("")).filter((fault) => !isAboutTime(fault));

it("without a fault the file has all schedules", async () => {
  sandbox.requests.clear();
  expect((await runHere("import")).code).toBe(0);
  good = text();
  expect(good.match(/^ {2}job-/gm)).toHaveLength(120);
  const paths = sandbox.requests.all.map(({ path }) => path);
  for (const request of requests) expect(paths.some((path) => path.includes(request))).toBe(true);
});

it.each(
  faults.flatMap((fault, index) => [
    [fault, requests[index % 4]] as const,
    [fault, requests[(index + 1) % 4]] as const,
  ]),
)(
  "with the fault %j at %s the file is whole, or nothing is written",
  async (fault, path) => {
    sandbox.requests.clear();
    const inject = requestFaults(elsewhere.url)[fault];
    if (inject === undefined || path === undefined) throw new Error("no fault");
    proxy.clear();
    proxy.inject((request) => request.path.includes(path), inject);
    const { code, said } = await runHere("import");
    if (code === 0) expect(text()).toBe(good);
    else {
      expect(said).toMatch(/^error: Could not .* Nothing was written\.$/m);
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(sandbox.requests.writes).toEqual([]);
    expect(elsewhere.requests).toEqual([]);
  },
  20_000,
);
