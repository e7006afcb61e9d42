import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serverChecks } from "../../../src/cli/doctor/account-checks";
import { type Check, isAtLeast } from "../../../src/cli/doctor/check";
import { doctorReport } from "../../../src/cli/doctor/doctor";
import { checkNode, checkPackages } from "../../../src/cli/doctor/installation";
import { checkPlugin } from "../../../src/cli/doctor/plugin";
import { plain } from "../../../src/cli/terminal";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";
import { ScriptedPulumi } from "../../support/cli/pulumi";
import { answer, type FaultProxy, startFaultProxy } from "../../support/faults/proxy";

const environment = process.env;
const repository = join(__dirname, "../../..");
const { version } = require("../../../package.json") as { version: string };
let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-doctor-")));
});
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, String(folders++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const pulumiFiles = (installed: string, node = ">=20"): Record<string, string> => ({
  "node_modules/@pulumi/pulumi/package.json": JSON.stringify({ version: installed, engines: { node } }),
  "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js": "",
});
const skyvernFiles = (installed: string): Record<string, string> => ({
  "node_modules/pulumi-skyvern/package.json": JSON.stringify({ version: installed }),
  "node_modules/pulumi-skyvern/provider.js": "",
});
const lines = (checks: readonly Check[]): readonly string[] =>
  checks.map(({ id, status, message, advice = "" }) => `${status} ${id}: ${message} ${advice}`.trim());

describe("the check of a version", () => {
  it.each([
    ["v3.254.0", "3.254.0", true],
    ["3.253.9", "3.254.0", false],
    ["3.260", "3.254.0", true],
    ["4", "3.254.0", true],
    ["v3.254.0-alpha.1", "3.254.0", true],
    ["20.9.0", "20.18.1", false],
  ])("finds whether %s is at least %s: %s", (have, least, expected) => {
    expect(isAtLeast(have, least)).toBe(expected);
  });

  it("refuses a Node.js that is too old for the package", () => {
    expect(checkNode("20.18.1").status).toBe("ok");
    expect(lines([checkNode("20.18.0")])).toEqual([
      "problem node: Node.js 20.18.0 is too old. Install 20.18.1 or later.",
    ]);
  });
});

describe("the check of the packages", () => {
  it("finds both where npm installs them", () => {
    const folder = folderOf({ ...pulumiFiles("3.216.0"), ...skyvernFiles(version) });
    expect(lines(checkPackages(folder))).toEqual([
      `ok pulumi-package: @pulumi/pulumi 3.216.0 in ${folder}/node_modules/@pulumi/pulumi`,
      `ok skyvern-package: pulumi-skyvern ${version} in ${folder}/node_modules/pulumi-skyvern`,
    ]);
  });

  it("says where a missing package must be installed", () => {
    const folder = folderOf({});
    expect(lines(checkPackages(folder))).toEqual([
      `problem pulumi-package: @pulumi/pulumi is not installed in ${folder}. Run \`npm install @pulumi/pulumi\` there.`,
      `problem skyvern-package: pulumi-skyvern cannot be found from ${folder}, where the provider loads it. Run \`npm install pulumi-skyvern\` in the program: a dependency of another package may not be enough.`,
    ]);
  });

  it("advises a user of pnpm in its own words", () => {
    const folder = folderOf({ "pnpm-lock.yaml": "", "program/Pulumi.yaml": "", ...pulumiFiles("3.248.0") });
    expect(checkPackages(join(folder, "program"))[1]?.advice).toMatch(
      /^Run `pnpm add pulumi-skyvern` in the program/,
    );
  });

  it.each([
    ["3.215.9", ">=20", /is not supported\. Install a version in the range >=3\.216\.0 <4\.$/],
    ["4.0.0", ">=20", /is not supported\. Install a version in the range >=3\.216\.0 <4\.$/],
    [
      "3.300.0",
      ">=99",
      /needs Node\.js 99, and this is \S+\. Install a newer Node\.js, or an older @pulumi\/pulumi\.$/,
    ],
  ])("refuses @pulumi/pulumi %s for Node.js %s", (installed, node, sentence) => {
    const [check] = checkPackages(folderOf(pulumiFiles(installed, node)));
    expect(check?.status).toBe("problem");
    expect(`${check?.message} ${check?.advice}`).toMatch(sentence);
  });

  it("warns if the project has another version of pulumi-skyvern than the command", () => {
    const [, check] = checkPackages(folderOf({ ...pulumiFiles("3.248.0"), ...skyvernFiles("0.0.1") }));
    expect(check?.status).toBe("warning");
    expect(check?.message).toContain(`but this command is of version ${version}.`);
  });

  it("refuses Yarn Plug'n'Play, and says which setting ends it", () => {
    const folder = folderOf({ ".pnp.cjs": "", "program/Pulumi.yaml": "", ...pulumiFiles("3.248.0") });
    expect(lines(checkPackages(join(folder, "program")))).toEqual([
      `problem packages: The project uses Yarn Plug'n'Play (${folder}/.pnp.cjs), which Pulumi does not support. Set \`nodeLinker: node-modules\` in .yarnrc.yml and run \`yarn install\`.`,
    ]);
  });
});

describe("the check of the provider plugin", () => {
  const used = new Map([["skyvern:plugin", "true"]]);
  const manifest = (installed: string): string =>
    JSON.stringify({ name: "pulumi-skyvern", version: installed });
  const named = "plugins: { providers: [{ name: skyvern, path: node_modules/.bin }] }\n";
  const project = (more: string, installed = version, runtime = "nodejs"): string =>
    folderOf({
      "Pulumi.yaml": `name: app\nruntime: ${runtime}\n${more}`,
      "node_modules/.bin/pulumi-resource-skyvern": "",
      "node_modules/pulumi-skyvern/package.json": manifest(installed),
    });
  const resources = "ok resources: The stack uses resources of the provider plugin.";

  it.each([named, "packages: { skyvern: ./node_modules/.bin }\n"])(
    "finds the plugin where Pulumi.yaml names it: %s",
    (more) => {
      const folder = project(more);
      const file = `${folder}/node_modules/.bin/pulumi-resource-skyvern`;
      expect(lines(checkPlugin(folder, used))).toEqual([
        resources,
        `ok plugin: provider plugin ${version}: ${file}`,
      ]);
      expect(lines(checkPlugin(folder, undefined))).toEqual([
        `ok plugin: provider plugin ${version}: ${file}`,
      ]);
    },
  );

  it("finds the plugin behind the link that npm makes", () => {
    const folder = folderOf({
      "Pulumi.yaml": `name: app\nruntime: nodejs\n${named}`,
      "node_modules/.bin/x": "",
      "package/package.json": manifest("0.0.1"),
      "package/dist/plugin/main.js": "",
    });
    symlinkSync("../../package/dist/plugin/main.js", `${folder}/node_modules/.bin/pulumi-resource-skyvern`);
    expect(lines(checkPlugin(folder, used))[1]).toMatch(
      /^warning plugin: The provider plugin .* is of version 0\.0\.1, but this command is of version .*\. Install one version/,
    );
  });

  it("finds the plugin on PATH if Pulumi.yaml does not name it", () => {
    const before = process.env.PATH;
    const folder = project("");
    process.env.PATH = `${folder}/node_modules/.bin`;
    try {
      expect(lines(checkPlugin(folder, used))[1]).toMatch(/^ok plugin: /);
    } finally {
      process.env.PATH = before;
    }
  });

  it("says what to write if the plugin is neither named nor on PATH", () => {
    expect(lines(checkPlugin(project(""), used))).toEqual([
      resources,
      "problem plugin: The provider plugin cannot be found: Pulumi.yaml does not name it, and pulumi-resource-skyvern is not on PATH. Write `plugins: { providers: [{ name: skyvern, path: node_modules/.bin }] }` into Pulumi.yaml.",
    ]);
  });

  it("names the folder of Pulumi.yaml that does not contain the plugin", () => {
    const folder = project("packages: { skyvern: ./elsewhere }\n");
    expect(lines(checkPlugin(folder, used))[1]).toMatch(
      `problem plugin: pulumi-resource-skyvern is not in ${folder}/elsewhere, where Pulumi.yaml says that the provider plugin is. Run `,
    );
  });

  it("is left out for a stack with dynamic resources", () => {
    expect(lines(checkPlugin(project(""), new Map()))).toEqual([
      "ok resources: The stack uses dynamic resources.",
    ]);
    expect(checkPlugin(project(""), undefined)).toEqual([]);
  });

  it("is made for a program in YAML without any configuration", () => {
    expect(lines(checkPlugin(project(named, version, "yaml"), undefined))).toEqual([
      "ok resources: The stack uses resources of the provider plugin, as every program with the runtime yaml.",
      expect.stringContaining("ok plugin: "),
    ]);
  });
});

describe("the checks of the server's answers", () => {
  const sample = (knowsKinds: boolean | undefined) => ({ value: { count: 12, knowsKinds } });
  it.each([
    [
      "the version 1.0.55",
      { value: "1.0.55" },
      sample(undefined),
      "ok",
      "supports cron expressions, intervals",
    ],
    ["the version 1.0.54", { value: "1.0.54" }, sample(true), "warning", "supports only cron expressions"],
    [
      "no version and a schedule of today",
      { value: undefined },
      sample(true),
      "ok",
      "intervals and one-time",
    ],
    [
      "no version and an old schedule",
      { value: undefined },
      sample(false),
      "warning",
      "only cron expressions",
    ],
    ["no version and no schedule", { value: undefined }, sample(undefined), "ok", "It is unknown whether"],
    ["no version and no key", { value: undefined }, undefined, "ok", "It is unknown whether"],
  ])("find the kinds of schedules by %s", (_, found, first, status, message) => {
    const checks = serverChecks({ version: found, ...(first === undefined ? {} : { sample: first }) });
    const check = checks.find(({ id }) => id === "schedule-kinds");
    expect(check?.status).toBe(status);
    expect(check?.message).toContain(message);
  });

  it.each([
    [60, "ok clock: The clocks of this machine and the server differ by 60 s."],
    [
      61,
      "warning clock: The server's clock is 61 s ahead of this machine's. Set both clocks by a time server (NTP).",
    ],
    [
      -3600,
      "warning clock: The server's clock is 3600 s behind this machine's. Set both clocks by a time server (NTP).",
    ],
  ])("compare the clocks, at %d seconds", (clockOffsetSeconds, line) => {
    const checks = serverChecks({ version: { value: "1.0.56" }, clockOffsetSeconds });
    expect(lines(checks.filter(({ id }) => id === "clock"))).toEqual([line]);
  });

  it("end with the first one if the server cannot be reached", () => {
    expect(lines(serverChecks({ version: { problem: "No connection." } }))).toEqual([
      "problem server: No connection.",
    ]);
  });
});

describe("doctor", () => {
  const pulumi = new ScriptedPulumi();
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  let project: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
    proxy = await startFaultProxy(sandbox.url);
    project = folderOf({ "Pulumi.yaml": "name: app\nruntime: nodejs\n" });
    symlinkSync(join(repository, "node_modules"), join(project, "node_modules"), "dir");
    for (const name of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"])
      writeFileSync(join(pulumi.folder, name), "", { mode: 0o755 });
  });
  beforeEach(() => {
    process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: proxy.url };
    pulumi.putOnPath();
    pulumi.answer({});
  });
  afterEach(() => {
    proxy.clear();
    sandbox.requests.clear();
    process.env = environment;
  });
  afterAll(async () => {
    pulumi.remove();
    await proxy.close();
    await sandbox.close();
  });
  const doctor = (...args: readonly string[]) => runHere("doctor", "--cwd", project, ...args);
  const found = async (...args: readonly string[]) => {
    const { code, report, said } = await doctor(...args, "--json");
    const { checks } = JSON.parse(report) as { checks: readonly Check[] };
    const of = (status: Check["status"]) => lines(checks.filter((one) => one.status === status));
    return { code, report, said, checks, problems: of("problem"), warnings: of("warning") };
  };

  it("checks everything, changes nothing, and never shows the key", async () => {
    const { code, report, said } = await doctor();
    expect(report).toBe(
      `ok      node: Node.js ${process.versions.node}
ok      project: Pulumi project in ${project}
ok      pulumi-package: @pulumi/pulumi 3.248.0 in ${repository}/node_modules/@pulumi/pulumi
ok      skyvern-package: pulumi-skyvern ${version} in ${repository}
warning pulumi-cli: Pulumi CLI v3.200.0 cannot import schedules: \`pulumi import --file\` needs 3.254.0 or later for them. Update it before you import schedules.
ok      language-host: ${pulumi.folder}/pulumi-language-nodejs
ok      dynamic-host: ${pulumi.folder}/pulumi-resource-pulumi-nodejs
ok      api-key: The API key comes from the environment variable SKYVERN_API_KEY.
ok      base-url: ${proxy.url}
ok      proxy: no proxy for this server
ok      server: The server answers. It is Skyvern 1.0.56.
ok      account: The server accepts the API key. Schedules in the account: 0.
ok      schedule-kinds: The server supports cron expressions, intervals and one-time schedules.
ok      clock: The clocks of this machine and the server differ by 0 s.

14 checks: 0 problems, 1 warning`.replace("by 0 s", /by [01] s/.exec(report)?.[0] ?? ""),
    );
    expect([code, said]).toEqual([0, `starting the Pulumi CLI\nasking ${proxy.url}\n`]);
    expect(report + said).not.toContain(sandbox.apiKey);
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("takes the settings of a stack, and says where its key comes from", async () => {
    delete process.env.SKYVERN_API_KEY;
    const config = {
      "skyvern:baseUrl": { value: sandbox.url, secret: false },
      "skyvern:apiKey": { value: sandbox.apiKey, secret: true },
    };
    pulumi.answer({ config: { stdout: JSON.stringify(config) } });
    const { code, report, checks } = await found("--stack", "prod");
    expect(code).toBe(0);
    const text = lines(checks).join("\n");
    expect(text).toContain("ok stack: The configuration of prod can be read.\n");
    expect(text).toContain(
      "ok api-key: The API key comes from skyvern:apiKey in the stack's configuration.\n",
    );
    expect(text).toContain(`ok base-url: ${sandbox.url}\n`);
    expect(report).not.toContain(sandbox.apiKey);
  });

  it("says which resources a stack uses, and that its plugin is missing", async () => {
    const config = { "skyvern:plugin": { value: "true", secret: false } };
    pulumi.answer({ config: { stdout: JSON.stringify(config) } });
    const { code, checks } = await found("--stack", "prod");
    expect(code).toBe(2);
    expect(lines(checks)).toContain("ok resources: The stack uses resources of the provider plugin.");
    expect(lines(checks).join("\n")).toContain("problem plugin: The provider plugin cannot be found: ");
    pulumi.answer({});
    expect(lines((await found("--stack", "prod")).checks)).toContain(
      "ok resources: The stack uses dynamic resources.",
    );
  });

  it("ends with 2 for a stack that does not exist, and still checks the rest", async () => {
    pulumi.answer({ config: { code: 255, stderr: "error: no stack named 'prod' found" } });
    const { code, problems, checks } = await found("--stack", "prod");
    expect(code).toBe(2);
    expect(problems).toEqual([
      expect.stringMatching(/^problem stack: There is no stack prod of this project/),
    ]);
    expect(checks.map(({ id }) => id)).toContain("pulumi-cli");
  });

  it("ends with 2 for a refused key", async () => {
    process.env.SKYVERN_API_KEY = "wrong";
    const { code, problems } = await found();
    expect(code).toBe(2);
    expect(problems).toEqual([
      expect.stringMatching(/^problem account: .*Skyvern refused the API key .*Check SKYVERN_API_KEY/),
    ]);
  });

  it("asks the server also without a key, but not for the account", async () => {
    delete process.env.SKYVERN_API_KEY;
    const { code, problems, checks } = await found();
    expect(code).toBe(2);
    expect(problems).toEqual([expect.stringMatching(/^problem api-key: No Skyvern API key\. Run /)]);
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(["server", "clock"]));
    expect(sandbox.requests.all.map(({ path }) => path)).toEqual(["/v1/version"]);
  });

  it("ends with 2 for a server that cannot be reached, and for a wrong address", async () => {
    process.env.SKYVERN_BASE_URL = "http://127.0.0.1:9";
    expect(await found()).toMatchObject({
      code: 2,
      problems: [expect.stringMatching(/^problem server: .*no connection to http:\/\/127\.0\.0\.1:9/)],
    });
    process.env.SKYVERN_BASE_URL = "api.skyvern.com";
    expect(await found()).toMatchObject({
      code: 2,
      problems: [expect.stringMatching(/^problem base-url: .*is not a URL/)],
    });
  }, 20_000);

  it("accepts a server that does not report its version", async () => {
    proxy.inject(({ path }) => path === "/v1/version", answer(404, '{"detail":"Not Found"}'));
    const { code, checks } = await found();
    expect(code).toBe(0);
    expect(lines(checks)).toContain("ok server: The server answers. It does not report its version.");
    expect(lines(checks)).toContain(
      "ok schedule-kinds: It is unknown whether the server supports intervals and one-time schedules.",
    );
  });

  it("warns of a clock that is wrong, by the server's Date header", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const list = JSON.stringify({ schedules: [], total_count: 0 });
    proxy.inject(({ path }) => path.startsWith("/api/v1/schedules"), answer(200, list, { date }));
    const { code, warnings } = await found();
    expect(code).toBe(0);
    expect(warnings.at(-1)).toMatch(
      /^warning clock: The server's clock is (3599|3600|3601) s ahead of this machine's\./,
    );
  });

  it("names a proxy without its password, and a wrong one without its value", async () => {
    process.env.SKYVERN_BASE_URL = "https://skyvern.invalid";
    process.env.HTTPS_PROXY = "http://ann:pa55word@127.0.0.1:9";
    const { report, checks } = await found();
    expect(lines(checks)).toContain("ok proxy: 127.0.0.1:9 (HTTPS_PROXY)");
    expect(report).not.toContain("pa55word");
    process.env.HTTPS_PROXY = "socks://ann:pa55word@127.0.0.1:9";
    const wrong = await found();
    expect(wrong.problems).toEqual([
      expect.stringMatching(/^problem proxy: The environment variable HTTPS_PROXY /),
    ]);
    expect(wrong.report).not.toContain("pa55word");
  }, 30_000);

  it("says that the Pulumi CLI or its programs are missing", async () => {
    process.env.PATH = "/nonexistent";
    expect((await found()).problems).toEqual([
      "problem pulumi-cli: The Pulumi CLI is not on PATH. Install it (https://www.pulumi.com/docs/install/), or add its folder to PATH.",
    ]);
    const alone = folderOf({});
    symlinkSync(join(pulumi.folder, "pulumi"), join(alone, "pulumi"));
    process.env.PATH = `${alone}:${dirname(process.execPath)}`;
    expect((await found()).problems).toEqual([]);
    // It prints its argument, so its version is "version".
    const bare = folderOf({});
    copyFileSync("/bin/echo", join(bare, "pulumi"));
    process.env.PATH = bare;
    expect((await found()).problems).toEqual([
      "problem language-host: pulumi-language-nodejs is neither on PATH nor beside the Pulumi CLI. Install the whole Pulumi CLI, or add the folder of this program to PATH.",
      "problem dynamic-host: pulumi-resource-pulumi-nodejs is neither on PATH nor beside the Pulumi CLI. Install the whole Pulumi CLI, or add the folder of this program to PATH.",
    ]);
  });

  it("looks for the host of the program's own language only", async () => {
    const folder = folderOf({ "Pulumi.yaml": "name: app\nruntime: { name: yaml }\n" });
    const bare = folderOf({});
    copyFileSync("/bin/echo", join(bare, "pulumi"));
    process.env.PATH = bare;
    const { report } = await runHere("doctor", "--cwd", folder, "--json");
    const { checks } = JSON.parse(report) as { checks: readonly Check[] };
    expect(lines(checks.filter(({ id }) => id.endsWith("-host")))).toEqual([
      "problem language-host: pulumi-language-yaml is neither on PATH nor beside the Pulumi CLI. Install the whole Pulumi CLI, or add the folder of this program to PATH.",
    ]);
  });

  it("only warns if a launcher, which may have the programs elsewhere, starts the Pulumi CLI", async () => {
    const launcher = folderOf({ pulumi: "#!/bin/sh\necho v3.259.0\n" });
    chmodSync(join(launcher, "pulumi"), 0o755);
    process.env.PATH = launcher;
    const { code, warnings } = await found();
    expect([code, warnings]).toEqual([
      0,
      ["language", "dynamic"].map((kind) => expect.stringContaining(`warning ${kind}-host: pulumi-`)),
    ]);
    expect(warnings[0]).toContain(
      `is started by a script (${launcher}/pulumi), which may know another folder that has it.`,
    );
  });

  it("finds that a folder is not a Pulumi project, and ends with 1 if it does not exist", async () => {
    const folder = folderOf({});
    const outside = await runHere("doctor", "--cwd", folder, "--json");
    expect(outside.code).toBe(2);
    expect(outside.report).toContain(`There is no Pulumi project in ${folder}`);
    const missing = join(scratch, "missing");
    expect(await runHere("doctor", "--cwd", missing)).toEqual({
      code: 1,
      report: "",
      said: `error: There is no folder ${missing}. Give the Pulumi project's folder, or one below it, with --cwd.\n`,
    });
  });

  it("writes each check in one line", () => {
    const check: Check = { id: "a", status: "problem", message: "One.\n  Two.", advice: "Three." };
    expect(doctorReport([check], plain)).toBe(
      "problem a: One. Two. Three.\n\n1 check: 1 problem, 0 warnings",
    );
  });
});
