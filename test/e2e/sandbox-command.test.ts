import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SandboxView } from "../../src/sandbox/local/view";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";

const file = `
workflows: { invoices: { title: Invoices }, claims: { id: wpid_42 } }
schedules:
  nightly: { workflow: invoices, cron: "17 2 * * *", parameters: { vendor: acme } }
  weekly: { workflow: claims, cron: "30 9 * * MON", timezone: Europe/Berlin }
environments: { dev: {} }
`;

const program = `
const skyvern = require("pulumi-skyvern");
new skyvern.ScheduleSet("jobs", { file: "schedules.yaml", environment: "dev" });
`;

describe("pulumi up against the command `pulumi-skyvern sandbox`", () => {
  let project: PulumiProject;
  let sandbox: ChildProcessWithoutNullStreams;
  let ended: Promise<void>;
  let report = "";

  beforeAll(async () => {
    const installed = await installPulumi();
    project = new PulumiProject(installed, { "index.js": program, "schedules.yaml": file }, {});
    const main = join(project.folder, "node_modules", ".bin", "pulumi-skyvern");
    sandbox = spawn(process.execPath, [main, "sandbox", "--seed", "schedules.yaml", "--port", "0"], {
      cwd: project.folder,
    });
    ended = once(sandbox, "close").then(() => undefined);
    for (const stream of [sandbox.stdout, sandbox.stderr])
      stream.on("data", (chunk) => {
        report += String(chunk);
      });
    while (!report.includes("Ctrl-C")) {
      const isOver = await Promise.race([
        once(sandbox.stdout, "data").then(() => false),
        ended.then(() => true),
      ]);
      if (isOver) throw new Error(`The sandbox ended: ${report}`);
    }
    // As its reader does, who copies both lines into another terminal.
    for (const [, name = "", value] of report.matchAll(/^ {2}export (SKYVERN_\w+)=(\S+)$/gm))
      project.environment[name] = value;
  }, 300_000);
  afterAll(async () => {
    sandbox.kill("SIGINT");
    await ended;
    project.remove();
  });

  /** Asks the server as a client of Skyvern does, or the page's own routes below `/sandbox`. */
  async function ask(path: string, body?: object): Promise<unknown> {
    const { SKYVERN_BASE_URL, SKYVERN_API_KEY = "" } = project.environment;
    const headers = { "x-api-key": SKYVERN_API_KEY, "content-type": "application/json" };
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${SKYVERN_BASE_URL}${path}`, { ...sent, headers });
    expect([path, response.status]).toEqual([path, 200]);
    return response.json();
  }
  const view = () => ask("/sandbox/state") as Promise<SandboxView>;
  const writes = ({ requests }: SandboxView) =>
    requests.filter(({ method }) => method !== "GET").map(({ method, status }) => `${method} ${status}`);

  it("creates the schedules of the seeded file once, lists the run that a skip of the clock starts, and deletes them", async () => {
    await project.createStack("dev");
    await project.up();
    const created = await view();
    const shown = created.schedules.map(
      ({ name, workflow, cron, timezone }) => `${name}: ${workflow}, ${cron} ${timezone}`,
    );
    expect(shown.sort()).toEqual([
      "nightly: Invoices, 17 2 * * * UTC",
      "weekly: claims, 30 9 * * MON Europe/Berlin",
    ]);
    expect(writes(created)).toEqual(["POST 200", "POST 200"]);

    await project.up("--expect-no-changes");
    expect(writes(await view())).toEqual(writes(created));

    const [next] = created.schedules.flatMap(({ nextRuns }) => nextRuns.slice(0, 1)).sort();
    const due = created.schedules.find(({ nextRuns }) => nextRuns[0] === next);
    const moved = (await ask("/sandbox/clock", { skip: "next-run" })) as { time: string; started: number };
    expect([moved.time.slice(0, 19), moved.started]).toEqual([next?.slice(0, 19), 1]);
    const runs = (await ask("/v1/runs")) as readonly { readonly workflow_permanent_id: string }[];
    expect(runs.map((run) => run.workflow_permanent_id)).toEqual([due?.workflowId]);

    await project.destroy();
    const { schedules } = (await ask("/v1/schedules")) as { readonly schedules: readonly unknown[] };
    expect(schedules).toEqual([]);
    expect(project.checkpoint("dev").resources).toEqual([]);
  });
});
