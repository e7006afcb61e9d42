import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxView } from "../../../src/sandbox/local/view";
import { runHere } from "../../support/cli/here";

const main = join(__dirname, "../../../dist/cli/main.js");
const environment = process.env;
const children: ChildProcessWithoutNullStreams[] = [];
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-sandbox-")));
});
afterEach(() => {
  process.env = environment;
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The command as its users start it. */
class Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<unknown[]>;
  report = "";
  said = "";

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [main, "sandbox", "--port", "0", ...args], { cwd: folder });
    this.ended = once(this.child, "close");
    children.push(this.child);
    this.child.stdout.on("data", (chunk) => {
      this.report += String(chunk);
    });
    this.child.stderr.on("data", (chunk) => {
      this.said += String(chunk);
    });
  }

  /** The settings that it prints. */
  async settings() {
    while (!this.report.includes("Ctrl-C")) await once(this.child.stdout, "data");
    const lines = [...this.report.matchAll(/^ {2}export (SKYVERN_\w+)=(\S+)$/gm)];
    return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
  }

  async view(): Promise<SandboxView> {
    const { SKYVERN_BASE_URL } = await this.settings();
    return (await (await fetch(`${SKYVERN_BASE_URL}/sandbox/state`)).json()) as SandboxView;
  }
}

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const file = `workflows:
  invoices: { title: Invoices }
  claims: { id: wpid_42 }
defaults: { parameters: { region: eu } }
schedules:
  nightly:
    workflow: invoices
    cron: "17 2 * * *"
    parameters: { count: 3, login: cred_7, token: "\${secret:token}", ratio: 1 }
  weekly: { workflow: invoices, cron: "17 4 * * MON", parameters: { count: 4, token: "\${secret:token}", ratio: 1.5 } }
  claims: { workflow: claims, every: 6h, parameters: { options: { depth: 1 }, dry: true } }
  once: { workflow: wpid_43, at: "2099-01-01T00:00:00Z" }
  at-config: { workflow: claims, cron: "\${config:cron}", parameters: { options: {}, dry: true, limit: 5 } }
environments:
  dev: {}
  prod: { paused: holidays, workflows: { invoices: { id: wpid_44 } } }
`;

describe("sandbox", () => {
  it("prints the two settings, and ends with 0 at Ctrl-C", async () => {
    const started = new Started();
    const { SKYVERN_BASE_URL, SKYVERN_API_KEY = "" } = await started.settings();
    const schedules = await fetch(`${SKYVERN_BASE_URL}/v1/schedules`, {
      headers: { "x-api-key": SKYVERN_API_KEY },
    });
    expect(schedules.status).toBe(200);
    expect(started.report).toContain(
      `Web page of the sandbox, where you can move its clock: ${SKYVERN_BASE_URL}/sandbox\n`,
    );
    const page = await (await fetch(`${SKYVERN_BASE_URL}/`)).text();
    expect(page).toContain("<title>Sandbox</title>");
    expect(/connect-src [^;"]*/.exec(page)?.[0]).toBe("connect-src 'self'");
    expect(page).not.toMatch(/ style=/);
    expect(started.report).toMatch(/^8 workflows:\n {2}wpid_\d+ {2}Plain\n/m);
    started.child.kill("SIGINT");
    expect(await started.ended).toEqual([0, null]);
    expect(started.said).toBe("SIGINT: the sandbox stopped, and everything in it is gone.\n");
  });

  it("has the workflows of a file in all environments, with the parameters that the schedules use", async () => {
    write("schedules.yaml", file);
    const started = new Started("--seed", "schedules.yaml");
    const { workflows, counts } = await started.view();
    expect(counts).toMatchObject({ workflows: 4, schedules: 0 });
    const shown = workflows.map(({ id, title, parameters }) => [
      /^wpid_4\d$/.test(id) ? id : "new",
      title,
      Object.fromEntries(parameters.map(({ key, type }) => [key, type])),
    ]);
    const ofInvoices = {
      count: "integer",
      login: "credential_id",
      ratio: "float",
      region: "string",
      token: "string",
    };
    expect(shown).toEqual([
      ["new", "Invoices", ofInvoices],
      ["wpid_42", "claims", { dry: "boolean", limit: "integer", options: "json", region: "string" }],
      ["wpid_43", "wpid_43", { region: "string" }],
      ["wpid_44", "invoices", ofInvoices],
    ]);
    expect(started.report).toMatch(/^4 workflows of schedules\.yaml:$/m);
  });

  it("accepts the schedules of the file, as `validate --account` finds", async () => {
    const seed = write("seed.yaml", file);
    process.env = { ...environment, ...(await new Started("--seed", seed).settings()) };
    expect(await runHere("validate", seed, "--account")).toEqual({
      code: 0,
      report: "5 schedules in dev, prod: 0 errors, 0 warnings",
      said: "",
    });
  });

  it("has the schedules of one environment with --environment, paused as the environment is", async () => {
    write("schedules.yaml", file);
    const schedules = async (environment: string) => {
      const started = new Started("--seed", "schedules.yaml", "--cwd", folder, "--environment", environment);
      const view = await started.view();
      expect(started.said).toBe(
        'note: "at-config" was left out: its times, timezone or name have a reference, whose value only a stack knows.\n',
      );
      return view.schedules.map(({ name, workflow, state }) => [name, workflow, state]);
    };
    expect(await schedules("dev")).toEqual([
      ["nightly", "Invoices", "active"],
      ["weekly", "Invoices", "active"],
      ["claims", "claims", "active"],
      ["once", "wpid_43", "active"],
    ]);
    expect(await schedules("prod")).toEqual([
      ["nightly", "invoices", "paused"],
      ["weekly", "invoices", "paused"],
      ["claims", "claims", "paused"],
      ["once", "wpid_43", "active"],
    ]);
  });

  it("leaves out workflows whose title only a stack knows, and schedules that Skyvern would refuse", async () => {
    const seed = write(
      "partly.yaml",
      `workflows: { mine: { title: "\${config:title}" } }
schedules:
  of-mine: { workflow: mine, cron: "17 2 * * *" }
  over: { workflow: wpid_1, at: "2020-01-01T00:00:00Z" }
environments: { dev: {} }
`,
    );
    const started = new Started("--seed", seed, "--environment", "dev");
    expect((await started.view()).counts).toMatchObject({ workflows: 1, schedules: 0 });
    expect(started.said.split("\n")).toEqual([
      'note: The workflow "mine" was left out: its title has a reference, whose value only a stack knows.',
      'note: "over" was left out, because Skyvern would refuse it: body.run_at: run_at must be at least 60 seconds in the future',
      "",
    ]);
  });

  it("names a port in use, and advises another", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    try {
      expect(await runHere("sandbox", "--port", String(port))).toEqual({
        code: 1,
        report: "",
        said: `error: The sandbox cannot listen on port ${port} of 127.0.0.1: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Is another sandbox running? Use another --port, or --port 0 for any free one.\n`,
      });
    } finally {
      other.close();
    }
  });

  it.each([
    [["--port", "65536"], '--port is "65536", which is not a port from 0 to 65535.'],
    [["--port", "x"], '--port is "x", which is not a port from 0 to 65535.'],
    [["--environment", "dev"], "--environment selects schedules of a file. Name the file with --seed."],
  ])("refuses %j", async (args, message) => {
    expect(await runHere("sandbox", ...args)).toEqual({ code: 1, report: "", said: `error: ${message}\n` });
  });

  it("names a file that is missing or wrong, and an unknown environment", async () => {
    const said = async (...args: readonly string[]) => (await runHere("sandbox", ...args)).said;
    expect(await said("--seed", "none.yaml", "--cwd", folder)).toMatch(
      /^error: Could not read .*none\.yaml: /,
    );
    const wrong = write("wrong.yaml", file.replace("every: 6h", "evry: 6h"));
    expect(await said("--seed", wrong)).toMatch(/^error: The file has .*wrong\.yaml:\d+:\d+: .*every/);
    const seed = write("right.yaml", file);
    expect(await said("--seed", seed, "--environment", "prd")).toMatch(/There is no environment "prd"/);
    const odd = write("odd.yaml", file.replace("depth: 1 }, dry", "depth: 1 }, is-dry"));
    expect(await said("--port", "0", "--seed", odd)).toMatch(
      /^error: The sandbox cannot have the workflow "claims": .*is-dry/,
    );
  });
});
