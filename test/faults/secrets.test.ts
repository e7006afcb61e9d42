import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { ProviderOutput } from "../support/engine/provider-output";
import { PulumiProject, runCommand } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { RunningEngine } from "../support/engine/running-engine";
import { killPoint, nthWrite } from "../support/faults/kill-point";
import { answer, type FaultProxy, type ProxiedRequest, startFaultProxy } from "../support/faults/proxy";
import { secretMarkers, secretProgram } from "../support/programs/secret-program";
import { echoes } from "../support/servers/echoes";

/** The lines of a text that hold a secret. */
const telling = (text: string): string[] => text.split("\n").filter((line) => /marker-/.test(line));
const isSent = ({ method, path }: ProxiedRequest): boolean =>
  method === "PUT" || (method === "POST" && !path.endsWith("/cancel"));

describe("a secret, on the real engine", () => {
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  let installed: string;
  let project: PulumiProject;
  let provider: ProviderOutput;

  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: secretMarkers.apiKey, runMilliseconds: 300 });
    proxy = await startFaultProxy(sandbox.url);
    installed = await installPulumi();
    provider = new ProviderOutput();
    const environment = {
      SKYVERN_BASE_URL: proxy.url,
      NAMED_KEY: secretMarkers.apiKey,
      SECRETS: JSON.stringify(secretMarkers),
      // Shows commands and options for those who develop Pulumi, --event-log among them.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    const files = { "index.js": secretProgram };
    project = new PulumiProject(installed, files, environment, provider.folder);
    await project.succeed("stack", "init", "e2e");
    await project.succeed("config", "set", "workflowId", sandbox.workflows.typed.workflowId);
    await project.succeed("config", "set", "--secret", "skyvern:apiKey", secretMarkers.apiKey);
    await setSecrets(secretMarkers);
    await set("cronExpression", "0 2 * * *");
  }, 300_000);
  afterAll(async () => {
    await proxy.close();
    await sandbox.close();
    project.remove();
    provider.remove();
  });
  beforeEach(() => proxy.clear());
  afterEach(() => {
    // Its port, at least.
    expect(provider.read()).toMatch(/^\d+$/m);
    expect(telling(provider.read())).toEqual([]);
    const files = filesBelow(project.folder).filter(([, text]) => telling(text).length > 0);
    expect(files.map(([name]) => name)).toEqual([]);
  });

  const set = (key: string, value: string) => project.succeed("config", "set", key, value);
  const setSecrets = (secrets: object) =>
    project.succeed("config", "set", "--secret", "secrets", JSON.stringify(secrets));
  /** What the command prints, whose end must be as said. */
  async function printed(ends: "well" | "badly", ...args: string[]): Promise<string> {
    const { code, output } = await project.pulumi(...args);
    if ((code === 0) !== (ends === "well"))
      throw new Error(`${args.join(" ")} ended with ${code}: ${output}`);
    return output;
  }
  const up = ["up", "--yes", "--skip-preview", "--diff"];

  test("is not in arguments of a process, nor in what preview and up print and store", async () => {
    expect(telling(await printed("well", "preview", "--diff"))).toEqual([]);
    const point = killPoint(proxy, nthWrite(1), "after its answer");
    const engine = new RunningEngine(project, ...up);
    await Promise.race([point.reached, engine.ended]);
    const lines = engine.commandLines();
    expect(lines.filter((line) => line.includes("dynamic-provider")).length).toBeGreaterThan(0);
    expect(lines.flatMap(telling)).toEqual([]);
    await point.goOn();
    const { code, output } = await engine.ended;
    expect(telling(output)).toEqual([]);
    expect(code).toBe(0);
    expect(sandbox.schedules()).toHaveLength(3);
    expect(sandbox.schedules()[0]?.parameters).toMatchObject({ target: secretMarkers.parameter });
  });

  test("is not in error messages, whatever the server repeats from the request", async () => {
    const faults = echoes(proxy);
    let next = 0;
    const refuseAll = (): void =>
      proxy.inject(isSent, (exchange) => faults[next++ % faults.length]?.(exchange), 1000);
    for (const hour of [3, 4]) {
      await set("cronExpression", `0 ${hour} * * *`);
      proxy.clear();
      refuseAll();
      const output = await printed("badly", ...up, "--continue-on-error");
      expect(output).toMatch(/Could not (update schedule|run workflow)/);
      expect(telling(output)).toEqual([]);
    }
    expect(next).toBeGreaterThanOrEqual(faults.length);
  });

  test("is encrypted in the state of a creation that could not be confirmed", async () => {
    await set("further", "further");
    proxy.inject(({ method, path }) => method === "POST" && path.endsWith("/schedules"), answer(500), 1000);
    const output = await printed("badly", ...up);
    expect(output).toContain("It is unknown whether Skyvern created the schedule");
    expect(telling(output)).toEqual([]);
    const stored = project.checkpoint().resources.find(({ id }) => id?.endsWith("/unconfirmed"));
    const { parameters, description } = stored?.outputs ?? {};
    for (const value of [parameters, description]) expect(JSON.stringify(value)).toContain("ciphertext");
  });

  test.each([
    ["webhookUrl", "ftp://marker-scheme", "webhookUrl: It must be a URL"],
    [
      "parameter",
      ["marker-list"],
      "parameters.target: The workflow declares it as a string; this is a list.",
    ],
  ])("is in no failure of a check of %s", async (name, value, sentence) => {
    await setSecrets({ ...secretMarkers, [name]: value });
    const output = await printed("badly", "preview", "--diff");
    expect(output).toContain(sentence);
    expect(telling(output)).toEqual([]);
    await setSecrets(secretMarkers);
  });

  test("is not in our part of --debug, --event-log and -v=9 output; Pulumi's own SDK and engine print it", async () => {
    const log = join(project.folder, "events.log");
    const further = ["--refresh", "--debug", "--logtostderr", "-v=9", "--event-log", log];
    const output = await printed("well", ...up, ...further);
    const events = readFileSync(log, "utf8");
    rmSync(log);
    const lines = [...telling(output), ...telling(events)];
    expect(lines.filter(isOfEngine).length).toBeGreaterThan(0);
    expect(lines.filter(isOfSdk).length).toBeGreaterThan(0);
    expect(lines.filter((line) => !isOfEngine(line) && !isOfSdk(line))).toEqual([]);
  });

  test("is not in what refresh, stack output and destroy print, nor in the files of the backend", async () => {
    const commands = [
      ["refresh", "--yes", "--skip-preview", "--diff"],
      ["stack", "output", "--json"],
      ["stack", "export"],
      ["destroy", "--yes", "--skip-preview", "--diff"],
    ];
    for (const command of commands) expect(telling(await printed("well", ...command))).toEqual([]);
    const names = filesBelow(project.folder).map(([name]) => name);
    for (const kind of ["history", "backups", "checkpoint"])
      expect(names.filter((name) => name.includes(kind)).length).toBeGreaterThan(0);
    expect(sandbox.schedules()).toEqual([]);
  });
});

/** The engine logs each property of each gRPC message at level 9, as JSON. */
function isOfEngine(line: string): boolean {
  return /^\{"time":.*"msg":"(Unm|M)arshaling property for RPC\[/.test(line);
}

/** `runtime/resource.js` of @pulumi/pulumi logs the whole answer to each registration as a debug message. */
function isOfSdk(line: string): boolean {
  return line.includes("RegisterResource RPC finished: resource:");
}

/** Name and content of what a project has in its folder, the backend and the engine's own folder included. */
function filesBelow(folder: string): (readonly [name: string, text: string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .map((name) => [name, readFileSync(name, "utf8")]);
}

describe("the API key that an account refuses", () => {
  const repository = join(__dirname, "../..");
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: secretMarkers.apiKey });
    proxy = await startFaultProxy(sandbox.url);
  });
  afterAll(async () => {
    await proxy.close();
    await sandbox.close();
  });

  const quoting = `{"detail":"No such key: ${secretMarkers.apiKey}"}`;
  test.each([
    ["refuses it", () => true, answer(403, quoting)],
    ["breaks down over it", () => true, answer(500, quoting)],
    [
      "sends it elsewhere",
      () => true,
      answer(307, "", { location: `http://127.0.0.1:9/${secretMarkers.apiKey}` }),
    ],
    ["answers with a page", () => true, answer(200, `<html>${secretMarkers.apiKey}</html>`)],
    ["refuses it later", ({ method }: ProxiedRequest) => method !== "GET", answer(403, quoting)],
  ])("is not in what `npm run demo -- --real` prints when the server %s", async (_, fits, fault) => {
    proxy.clear();
    proxy.inject(fits, fault, 1000);
    const { code, output } = await demo(secretMarkers.apiKey);
    expect(code).not.toBe(0);
    expect(output).toContain(proxy.url);
    expect(telling(output)).toEqual([]);
  });

  test.each([
    ["a line break", "marker-first\nmarker-second"],
    ["a character that no header holds", "marker-first…"],
  ])("is not in what the demo prints when it has %s inside", async (_, key) => {
    proxy.clear();
    const { code, output } = await demo(key);
    expect(code).not.toBe(0);
    expect(telling(output)).toEqual([]);
  });

  function demo(key: string): ReturnType<typeof runCommand> {
    const env = { ...process.env, SKYVERN_API_KEY: key, SKYVERN_BASE_URL: proxy.url };
    return runCommand("npm", ["run", "demo", "--", "--real"], { cwd: repository, env });
  }
});
