import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";

const environment = process.env;
let sandbox: Sandbox;
let folder: string;
let invoices: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-account-")));
  sandbox = await startSandbox();
  const vendor = { key: "vendor", type: "string" } as const;
  const count = { key: "count", type: "integer" } as const;
  invoices = sandbox.addWorkflow("Invoices", [vendor, count]).workflowId;
  sandbox.addWorkflow("Twice");
  sandbox.addWorkflow("Twice");
  sandbox.addWorkflow("Claims");
});
beforeEach(() => {
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: sandbox.url };
});
afterEach(() => {
  process.env = environment;
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const inBoth = "environments:\n  dev: {}\n  prod: {}\n";

async function validate(text: string, ...args: readonly string[]) {
  const file = join(folder, "schedules.yaml");
  writeFileSync(file, text);
  const { code, report, said } = await runHere("validate", file, "--account", ...args);
  const short = (output: string): string => output.replaceAll(file, "schedules.yaml");
  return { code, lines: short(report).split("\n"), said: short(said) };
}

describe("validate --account", () => {
  it("finds nothing wrong when workflows and parameters fit the account", async () => {
    const { code, lines, said } = await validate(
      `workflows: { invoices: { title: Invoices } }
schedules:
  a: { workflow: invoices, cron: "17 2 * * *", parameters: { vendor: acme, count: 1 } }
  b: { workflow: ${invoices}, cron: "17 3 * * *", parameters: { vendor: acme, count: 2 } }
${inBoth}`,
    );
    expect({ code, lines, said }).toEqual({
      code: 0,
      lines: ["2 schedules in dev, prod: 0 errors, 0 warnings"],
      said: "",
    });
  });

  it("reports all wrong workflows and parameters at once, each with its line and column", async () => {
    const { code, lines } = await validate(
      `workflows:
  invoices: { title: Invoices }
  wrong: { title: Invoice }
  twice: { title: Twice }
  gone: { id: wpid_0 }
schedules:
  a:
    workflow: invoices
    cron: "17 2 * * *"
    parameters:
      count: 1
      vendr: acme
  b: { workflow: invoices, cron: "17 3 * * *", parameters: { vendor: 7, count: many } }
  c: { workflow: wrong, cron: "17 4 * * *" }
  d: { workflow: wrong, cron: "17 5 * * *" }
  e: { workflow: twice, cron: "17 6 * * *" }
  f: { workflow: gone, cron: "17 7 * * *" }
  g: { workflow: wpid_1, cron: "17 8 * * *" }
${inBoth}`,
    );
    expect(code).toBe(2);
    expect(lines).toEqual([
      expect.stringMatching(
        /^schedules\.yaml:3:19 error {2}workflows\.wrong\.title: There is no workflow with the title "Invoice" at .*\. Did you mean "Invoices"\? {2}\[workflow-title\]$/,
      ),
      expect.stringMatching(
        /^schedules\.yaml:4:19 error {2}.*2 workflows have the title "Twice": .*\[workflow-title\]$/,
      ),
      expect.stringMatching(
        /^schedules\.yaml:5:15 error {2}workflows\.gone\.id: There is no workflow wpid_0 at .*\[workflow-id\]$/,
      ),
      expect.stringMatching(
        /^schedules\.yaml:7:3 error {2}schedules\.a: parameters\.vendor: .* requires this parameter \(string\), and it is missing\. {2}\[parameters\]$/,
      ),
      expect.stringMatching(
        /^schedules\.yaml:12:7 error {2}schedules\.a\.parameters\.vendr: .* Did you mean vendor\? {2}\[parameters\]$/,
      ),
      expect.stringMatching(/^schedules\.yaml:13:62 error .*as a string; this is a whole number/),
      expect.stringMatching(/^schedules\.yaml:13:73 error .*as a whole number; this is a string/),
      expect.stringMatching(
        /^schedules\.yaml:18:18 error {2}schedules\.g\.workflow: There is no workflow wpid_1 /,
      ),
      "7 schedules in dev, prod: 8 errors, 0 warnings",
    ]);
  });

  // trilom/file-changes-action#117, peter-evans/slash-command-dispatch#95, backstage/backstage#20023
  it("reports unknown parameters with all names that the workflow has, each at its place, and writes nothing", async () => {
    const types = ["githubRepo", "githubToken", "prNumber"].map(
      (key) => ({ key, type: "string", defaultValue: "x" }) as const,
    );
    const dispatched = sandbox.addWorkflow("Dispatched", types).workflowId;
    const bare = sandbox.addWorkflow("Bare").workflowId;
    sandbox.requests.clear();
    const { code, lines } = await validate(
      `schedules:
  a: { workflow: ${dispatched}, cron: "17 2 * * *", parameters: { plaintext: true } }
  b:
    workflow: ${bare}
    cron: "17 3 * * *"
    parameters:
      comment-id: 5
      instanceName: x
      deploymentRegion: eu
${inBoth}`,
    );
    expect([code, lines]).toEqual([
      2,
      [
        expect.stringMatching(
          /^schedules\.yaml:2:\d+ error .*has no parameter "plaintext"\. Its parameters are githubRepo, githubToken, prNumber\. /,
        ),
        expect.stringMatching(
          /^schedules\.yaml:7:7 error .*has no parameter "comment-id"\. It has no parameters\. /,
        ),
        expect.stringMatching(/^schedules\.yaml:8:7 error .*has no parameter "instanceName"/),
        expect.stringMatching(/^schedules\.yaml:9:7 error .*has no parameter "deploymentRegion"/),
        "2 schedules in dev, prod: 4 errors, 0 warnings",
      ],
    ]);
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("names the environment of an error, and leaves out those that are not selected", async () => {
    const text = `schedules:
  a: { workflow: ${invoices}, cron: "17 2 * * *", parameters: { vendor: acme, count: 1 } }
environments:
  dev: {}
  prod: { schedules: { a: { parameters: { count: none } } } }
`;
    const { code, lines } = await validate(text);
    expect([code, lines[0]]).toEqual([
      2,
      expect.stringMatching(
        /^schedules\.yaml:5:43 error {2}environments\.prod\.schedules\.a\.parameters\.count/,
      ),
    ]);
    expect((await validate(text, "--environment", "dev")).code).toBe(0);
  });

  it("reports a job that is scheduled twice, once by the title and once by the id of its workflow", async () => {
    const job = `cron: "17 2 * * *", parameters: { vendor: acme, count: 1 }`;
    const { code, lines } = await validate(
      `workflows: { invoices: { title: Invoices } }
schedules:
  a: { workflow: invoices, ${job} }
  b: { workflow: ${invoices}, ${job} }
${inBoth}`,
    );
    expect([code, lines.length, lines[0]]).toEqual([
      2,
      2,
      expect.stringMatching(/^schedules\.yaml:4:3 error .*"b" runs the same workflow .*\[same-schedule\]$/),
    ]);
  });

  it("does not judge references, and checks the other parameters of a schedule whose times are a reference", async () => {
    const { code, lines } = await validate(
      `workflows:
  invoices: { title: Invoices }
  other: { title: "\${config:title}" }
schedules:
  a: { workflow: invoices, cron: "\${config:cron}", parameters: { vendor: "\${secret:x}", count: "\${config:n}", more: "\${secret:x}" } }
  b: { workflow: other, cron: "17 2 * * *", parameters: { any: 1 } }
${inBoth}`,
    );
    expect([code, lines.length, lines[0]]).toEqual([
      2,
      2,
      expect.stringMatching(/^schedules\.yaml:5:\d+ error .*has no parameter "more"/),
    ]);
  });

  it("reports the errors of a wrong file, and does not compare the rest with the account", async () => {
    const { code, lines, said } = await validate(
      `schedules:\n  a: { workflow: wpid_0, cron: "17 2 * * *", parameter: {} }\n${inBoth}`,
    );
    expect([code, lines.length]).toEqual([2, 2]);
    expect(lines[0]).toMatch(/\[unknown-key\]$/);
    expect(said).toBe(
      "schedules.yaml: not compared with the account. Correct the errors of the file first.\n",
    );
  });
});

describe("validate --account, when the account cannot be asked", () => {
  const text = `schedules:\n  a: { workflow: wpid_1, cron: "17 2 13 * FRI" }\n${inBoth}`;

  it("names the variable of the API key when that is missing", async () => {
    delete process.env.SKYVERN_API_KEY;
    const { code, said } = await validate(text);
    expect([code, said]).toEqual([
      1,
      "error: No Skyvern API key. Set the environment variable SKYVERN_API_KEY: the key is read from nowhere else.\n",
    ]);
  });

  it("says that Skyvern refused the key, and reports what is wrong without the account", async () => {
    process.env.SKYVERN_API_KEY = "wrong";
    const { code, lines, said } = await validate(text);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/\[day-or\]$/);
    expect(said).toMatch(
      /^error: Could not compare schedules\.yaml with the account: could not read workflow wpid_1: Skyvern refused the API key \(HTTP 40[13], .*\)\. Check SKYVERN_API_KEY, and that the key belongs to http:.*\n$/,
    );
  });

  it("says that the server cannot be reached", async () => {
    process.env.SKYVERN_BASE_URL = "http://127.0.0.1:9";
    const { code, said } = await validate(text);
    expect([code, said]).toEqual([
      1,
      "error: Could not compare schedules.yaml with the account: could not read workflow wpid_1: no connection to http://127.0.0.1:9 (ECONNREFUSED). Is the address right, and is it reachable from here?\n",
    ]);
  });
});
