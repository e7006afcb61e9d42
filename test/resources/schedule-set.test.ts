// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Provider, type ScheduleFile, ScheduleSet, type ScheduleSetArgs } from "../../src";
import { workflowIds } from "../../src/resources/set-account";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import type { Finding } from "../../src/schedule-file/finding";
import type { SetSchedule } from "../../src/schedule-file/resolve/resolved-schedule";
import { markedSecret, passForEngine, resolved } from "../support/engine/pulumi-mocks";
import { answer, startFaultProxy } from "../support/faults/proxy";

const pluginType = "skyvern:index:WorkflowSchedule";
/** The alias that each resource has, so that a stack can change back from the provider plugin. */
const asPlugin = async (set: pulumi.Resource) => ["", await resolved(set.urn), pluginType] as const;

/** What the SDK sent for a resource: its own mocks leave out parent, aliases and protect. */
interface Sent {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider: string | undefined;
  readonly parent: string;
  readonly protect: boolean;
  readonly aliases: readonly (readonly [name: string, parent: string, type: string])[];
}

/** The part of the SDK's own message that is looked at. */
interface Request {
  getName(): string;
  getParent(): string;
  getProtect(): boolean;
  getAliasesList(): readonly {
    getSpec(): { getName(): string; getType(): string; getParenturn(): string; getNoparent(): boolean };
  }[];
}

const complete = { workflow: "wpid_1", cron: "0 2 * * *" };
const content: ScheduleFile = { schedules: { nightly: complete }, environments: { dev: {} } };
const dev = { content, environment: "dev" };
const pointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";

const originOf = (name: string) =>
  `urn:pulumi:stack::project::skyvern:index:ScheduleSet$pulumi-nodejs:dynamic/skyvern:WorkflowSchedule::${name}`;

let sent: Map<string, Sent>;
let sandbox: Sandbox;
const folder = mkdtempSync(join(tmpdir(), "schedule-set-"));
beforeAll(async () => {
  sandbox = await startSandbox({ runMilliseconds: 0 });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

let warn: jest.SpyInstance;
beforeEach(async () => {
  warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  sent = new Map();
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, type, inputs, provider, custom }) => {
      const { parent = "", protect = false, aliases = [] } = requests.get(name) ?? {};
      sent.set(name, { type, name, inputs, provider, parent, protect, aliases });
      return { id: custom === false ? undefined : `${name}-id`, state: inputs };
    },
    call: () => ({}),
  };
  const requests = new Map<string, Pick<Sent, "parent" | "protect" | "aliases">>();
  await pulumi.runtime.setMocks(mocks, "project", "stack", false);
  passForEngine();
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (typeof monitor !== "object" || monitor === null) throw new Error("there is no monitor");
  const register: (request: Request, ...rest: unknown[]) => unknown = Reflect.get(
    monitor,
    "registerResource",
  );
  Reflect.set(monitor, "registerResource", (request: Request, ...rest: unknown[]) => {
    requests.set(request.getName(), {
      parent: request.getParent(),
      protect: request.getProtect(),
      aliases: request.getAliasesList().map((alias) => {
        const spec = alias.getSpec();
        return [spec.getName(), spec.getNoparent() ? "none" : spec.getParenturn(), spec.getType()];
      }),
    });
    return register.call(monitor, request, ...rest);
  });
  // Without an account to ask.
  pulumi.runtime.setAllConfig(
    {
      "skyvern:checkWorkflows": "false",
      "project:vendor": "acme",
      "project:token": "hidden",
      "other:key": "elsewhere",
    },
    ["project:token"],
  );
});
afterEach(() => {
  warn.mockRestore();
  pulumi.runtime.setAllConfig({});
});

/** A set whose resources have all been sent. */
async function made(name: string, args: ScheduleSetArgs, options?: pulumi.ComponentResourceOptions) {
  const set = new ScheduleSet(name, args, options);
  await Promise.all([set, ...Object.values(set.schedules)].map(({ urn }) => resolved(urn)));
  return set;
}

/** The message with which the program ends, which must be one that is shown without a stack trace. */
function refusal(args: ScheduleSetArgs, options?: pulumi.ComponentResourceOptions): string {
  try {
    new ScheduleSet("set", args, options);
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("ScheduleSet, in a program", () => {
  it("is a component with a schedule for each key, named after both", async () => {
    const set = await made("set", dev);
    expect(sent.get("set")).toMatchObject({ type: "skyvern:index:ScheduleSet", inputs: {} });
    expect(sent.get("set-nightly")).toMatchObject({
      type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
      parent: await resolved(set.urn),
      protect: false,
      aliases: [await asPlugin(set)],
    });
    expect(sent.get("set-nightly")?.inputs).toEqual({
      workflowId: "wpid_1",
      cronExpression: "0 2 * * *",
      timezone: "UTC",
      name: "nightly",
      enabled: true,
      __origin: originOf("set-nightly"),
      __provider: pointer,
    });
    expect(Object.keys(set.schedules)).toEqual(["nightly"]);
  });

  it("sends all that the file says, and shows it as resolved", async () => {
    const nightly = {
      ...complete,
      timezone: "Asia/Tokyo",
      name: "Nightly",
      description: "Every night",
      parameters: { vendor: "${config:vendor}", gone: null },
      enabled: false,
      adopt: "wfs_1",
    };
    const defaults = { parameters: { gone: 1 } };
    const file = { ...content, defaults, schedules: { nightly } };
    const set = await made("set", { content: file, environment: "dev" });
    const shown = {
      cronExpression: "0 2 * * *",
      timezone: "Asia/Tokyo",
      name: "Nightly",
      description: "Every night",
      parameters: { vendor: "acme" },
      enabled: false,
      workflowId: "wpid_1",
    };
    expect(sent.get("set-nightly")?.inputs).toEqual({
      ...shown,
      ...{ adopt: "wfs_1", __origin: originOf("set-nightly"), __provider: pointer },
    });
    expect(await resolved(set.resolved)).toEqual({ nightly: { ...shown, workflow: "wpid_1" } });
    expect(await pulumi.isSecret(set.resolved)).toBe(false);
  });

  it("reads a file as it reads an object", async () => {
    const file = join(folder, "schedules.json");
    writeFileSync(file, JSON.stringify(content));
    await made("one", dev);
    await made("two", { file, environment: "dev" });
    expect(sent.get("two-nightly")?.inputs).toEqual({
      ...sent.get("one-nightly")?.inputs,
      __origin: originOf("two-nightly"),
    });
  });

  it("keeps what was a secret a secret, and what was an output of the program what it is", async () => {
    const parameters = {
      token: "Bearer ${secret:token}",
      given: pulumi.secret("given"),
      plain: pulumi.output("later"),
    };
    const nightly = { ...complete, parameters };
    const set = await made("set", { content: { ...content, schedules: { nightly } }, environment: "dev" });
    expect(sent.get("set-nightly")?.inputs.parameters).toEqual(
      markedSecret({ token: "Bearer hidden", given: "given", plain: "later" }),
    );
    expect(await pulumi.isSecret(set.resolved)).toBe(true);
    expect((await resolved(set.resolved)).nightly?.parameters).toEqual({
      token: "Bearer hidden",
      given: "given",
      plain: "later",
    });
  });

  it("takes the configuration of the project, of other namespaces, and the environment", async () => {
    process.env.SCHEDULE_SET_TEST = "from the environment";
    const parameters = {
      own: "${config:project:vendor}",
      other: "${config:other:key}",
      env: "${env:SCHEDULE_SET_TEST}",
    };
    const nightly = { ...complete, parameters };
    const environmentVariables = ["SCHEDULE_SET_TEST"];
    await made("set", {
      content: { ...content, schedules: { nightly } },
      environment: "dev",
      environmentVariables,
    });
    expect(sent.get("set-nightly")?.inputs.parameters).toEqual({
      own: "acme",
      other: "elsewhere",
      env: "from the environment",
    });
  });

  it("reads no environment variable that the program does not name, and none that looks like a secret", async () => {
    process.env.SCHEDULE_SET_TEST = "unnamed value";
    process.env.SKYVERN_API_KEY_PROD = "key value";
    const parameters = { one: "${env:SCHEDULE_SET_TEST}", two: "${env:SKYVERN_API_KEY_PROD}" };
    const nightly = { ...complete, parameters };
    const making = made("set", {
      content: { ...content, schedules: { nightly } },
      environment: "dev",
      environmentVariables: ["SKYVERN_API_KEY_PROD"],
    });
    const message = await making.then(
      () => "",
      (error: unknown) => String(error),
    );
    delete process.env.SKYVERN_API_KEY_PROD;
    expect(message).toContain(
      'schedules.nightly.parameters.one: "one" cannot take the environment variable SCHEDULE_SET_TEST: the program does not allow it. Add environmentVariables: ["SCHEDULE_SET_TEST"] to the arguments of the ScheduleSet.',
    );
    expect(message).toContain(
      'schedules.nightly.parameters.two: "two" cannot take the environment variable SKYVERN_API_KEY_PROD: its name looks like that of a secret',
    );
    expect(message).not.toMatch(/unnamed value|key value/);
    expect(sent.has("set-nightly")).toBe(false);
  });

  it("protects what the file says, and takes over what had another key, or was a resource of the program", async () => {
    const schedules = {
      nightly: { ...complete, aliases: ["old"] },
      other: { ...complete, cron: "0 3 * * *" },
    };
    const environments = { dev: { protect: ["nightly"] } };
    const set = await made("set", { content: { schedules, environments }, environment: "dev" });
    expect(sent.get("set-nightly")).toMatchObject({
      protect: true,
      aliases: [
        ["set-old", await resolved(set.urn), ""],
        ["old", "none", ""],
        // The same as resources of the provider plugin.
        ["set-old", await resolved(set.urn), pluginType],
        ["old", "none", pluginType],
        await asPlugin(set),
      ],
      inputs: { name: "old" },
    });
    expect(sent.get("set-other")).toMatchObject({ protect: false, aliases: [await asPlugin(set)] });
  });

  it("pauses all of an environment that is paused, says why, and shows what each is without", async () => {
    const schedules = { nightly: complete, off: { ...complete, cron: "0 3 * * *", enabled: false } };
    const environments = { dev: { paused: "for ${config:vendor}" } };
    const set = await made("set", { content: { schedules, environments }, environment: "dev" });
    expect(sent.get("set-nightly")?.inputs.enabled).toBe(false);
    expect(sent.get("set-off")?.inputs.enabled).toBe(false);
    const shown = await resolved(set.resolved);
    expect([shown.nightly?.enabled, shown.off?.enabled]).toEqual([true, false]);
    expect(warn.mock.calls.flat().join("\n")).toContain('"dev" is paused: for acme');
  });

  it("has schedules of every kind", async () => {
    const at = "2090-01-04T09:00:00+01:00";
    const schedules = {
      nightly: complete,
      often: { workflow: "wpid_1", every: "90m", startingAt: at },
      once: { workflow: "wpid_1", at },
    };
    const set = await made("set", { content: { schedules, environments: { dev: {} } }, environment: "dev" });
    expect(sent.get("set-often")?.inputs).toMatchObject({
      intervalSeconds: 5400,
      firstFireAt: "2090-01-04T08:00:00Z",
      enabled: true,
    });
    expect(sent.get("set-once")?.inputs.runAt).toBe("2090-01-04T08:00:00Z");
    for (const key of ["set-often", "set-once"])
      expect(sent.get(key)?.inputs).not.toHaveProperty("cronExpression");
    const shown = await resolved(set.resolved);
    expect(shown.often).toMatchObject({ intervalSeconds: 5400, firstFireAt: "2090-01-04T08:00:00Z" });
    expect(shown.once).toMatchObject({ runAt: "2090-01-04T08:00:00Z", enabled: true });
  });

  it("cannot pause one-time schedules of an environment that is paused, and names those that still fire", async () => {
    const schedules = {
      nightly: complete,
      once: { workflow: "wpid_1", at: "2090-01-04T08:00:00Z" },
      over: { workflow: "wpid_1", at: "2020-01-04T08:00:00Z" },
    };
    const environments = { dev: { paused: "The portal moves." } };
    await made("set", { content: { schedules, environments }, environment: "dev" });
    expect(sent.get("set-nightly")?.inputs.enabled).toBe(false);
    expect(sent.get("set-once")?.inputs.enabled ?? undefined).toBeUndefined();
    expect(warn.mock.calls.flat().join("\n")).toContain(
      '"dev" is paused: The portal moves. Skyvern cannot pause one-time schedules, so these still fire: "once" at 2090-01-04T08:00:00Z. To stop one, set absent: true for it under the schedules of "dev".',
    );
  });

  it("uses the account that the file names, or that its options give", async () => {
    const providers = { one: new Provider("one"), two: new Provider("two") };
    const file = { ...content, environments: { dev: { provider: "two" }, prod: {} } };
    await made("named", { content: file, environment: "dev", providers });
    expect(sent.get("named-nightly")?.provider).toContain("::two::");
    await made("given", { content: file, environment: "prod", providers }, { providers: [providers.one] });
    expect(sent.get("given-nightly")?.provider).toContain("::one::");
  });

  it("looks titles up, and waits for the warnings before the first schedule", async () => {
    const settings = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    pulumi.runtime.setAllConfig(settings, ["skyvern:apiKey"]);
    const { workflowId, title } = sandbox.workflows.plain;
    const file = {
      workflows: { plain: { title } },
      schedules: { nightly: { workflow: "plain", cron: "0 9 1 * MON" } },
      environments: { dev: {} },
    };
    const set = await made("set", { content: file, environment: "dev" });
    expect(sent.get("set-nightly")?.inputs.workflowId).toBe(workflowId);
    expect(await resolved(set.resolved)).toMatchObject({ nightly: { workflow: "plain", workflowId } });
    expect(warn.mock.calls.flat().join("\n")).toContain(
      "schedules.nightly: fires on the 1st and on every Monday, not only on a 1st that is a Monday",
    );
  });

  it("warns of schedules of one workflow that fire at once, also where one has its title and one its id", async () => {
    const settings = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    pulumi.runtime.setAllConfig(settings, ["skyvern:apiKey"]);
    const { workflowId, title } = sandbox.workflows.plain;
    const file = {
      workflows: { plain: { title } },
      schedules: {
        nightly: { workflow: "plain", cron: "0 9 * * *" },
        weekly: { workflow: workflowId, cron: "0 9 * * MON" },
      },
      environments: { dev: {} },
    };
    await made("set", { content: file, environment: "dev" });
    expect(warn.mock.calls.flat().join("\n")).toMatch(
      /schedules.nightly: fires at the same minute as "weekly"/,
    );
  });

  it("says before the first write that the plan allows fewer, also where there is no history of runs", async () => {
    const proxy = await startFaultProxy(sandbox.url);
    try {
      proxy.inject(({ path }) => path.startsWith("/v1/runs?"), answer(501));
      const settings = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": proxy.url };
      pulumi.runtime.setAllConfig(settings, ["skyvern:apiKey"]);
      const plain = { workflow: sandbox.workflows.plain.workflowId };
      const schedules = { early: { ...plain, cron: "0 2 * * *" }, late: { ...plain, cron: "0 3 * * *" } };
      const file = { schedules, environments: { dev: { planLimit: 1 } } };
      await made("set", { content: file, environment: "dev" });
      const sentence =
        "`pulumi up` could create 2 schedules, but the account already has 0 and its plan allows 1";
      expect(warn.mock.calls.flat().join("\n")).toContain(sentence);
      expect(proxy.requests.map(({ path }) => path.split("?")[0])).toContain("/v1/runs");
    } finally {
      await proxy.close();
    }
  });
});

describe("ScheduleSet, where something is wrong", () => {
  it("needs either a file or its content, and says which of the two is wrong", () => {
    expect(refusal({ environment: "dev" })).toBe('ScheduleSet "set" has no schedules. Set file or content.');
    expect(refusal({ ...dev, file: "schedules.yaml" })).toBe(
      'ScheduleSet "set" has both file and content. Remove one of them.',
    );
  });

  it.each([
    [
      undefined,
      'ScheduleSet "set": environment must be a string, an environment of the file such as "prod".',
    ],
    [
      { content },
      'ScheduleSet "set": environment must be a string, an environment of the file such as "prod".',
    ],
    [
      { content, environment: "" },
      'ScheduleSet "set": environment must be a string, an environment of the file such as "prod".',
    ],
    [
      { file: 5, environment: "dev" },
      'ScheduleSet "set": file must be a string, the path of a YAML or JSON file.',
    ],
    [
      { content, envrionment: "dev" },
      'ScheduleSet "set" has no argument "envrionment". Did you mean environment?',
    ],
    [{ ...dev, providres: {} }, 'ScheduleSet "set" has no argument "providres". Did you mean providers?'],
  ])("refuses arguments that the type does not allow: %j", (args, sentence) => {
    expect(refusal(args as never)).toBe(sentence);
  });

  it("says everything at once, with places, in the order of the file, and sends no schedule", () => {
    const file = join(folder, "schedules.yaml");
    writeFileSync(file, "schedules:\n  a: { crom: 1 }\n  b: { enabled: on }\nenvironments: { dev: }\n");
    expect(refusal({ file, environment: "dev" })).toBe(
      [
        'ScheduleSet "set" has 2 errors in environment "dev":',
        `  ${file}:2:8: schedules.a.crom: Unknown key "crom" in schedules.a. Did you mean "cron"?`,
        `  ${file}:3:17: schedules.b.enabled: enabled must be true or false, but is the text "on": write true.`,
      ].join("\n"),
    );
    expect([...sent.keys()].filter((name) => name !== "set")).toEqual([]);
  });

  it("says which environments there are", () => {
    expect(refusal({ content, environment: "prod" })).toBe(
      'ScheduleSet "set" has 1 error in environment "prod":\n  environments: There is no environment "prod". The file has dev.',
    );
  });

  it("says what is missing in the stack, and never shows a secret", () => {
    const nightly = { ...complete, description: "${config:token}", parameters: { a: "${config:none}" } };
    const message = refusal({ content: { ...content, schedules: { nightly } }, environment: "dev" });
    expect(message).toContain("takes token, a secret of the stack's configuration");
    expect(message).toContain(
      "needs none in the stack's configuration, which is not set: run `pulumi config set none VALUE`",
    );
    expect(message).not.toContain("hidden");
  });

  it("says that a file cannot be opened", () => {
    const file = join(folder, "missing.yaml");
    expect(refusal({ file, environment: "dev" })).toBe(
      `ScheduleSet "set": Could not read ${file}: file not found (${file}).`,
    );
  });

  it("says which providers it has", () => {
    const file = { ...content, environments: { dev: { provider: "prod" } } };
    const args = { content: file, environment: "dev" };
    const start = 'ScheduleSet "set": environment "dev" has the unknown provider "prod".';
    expect(refusal(args)).toBe(`${start} Its providers: none.`);
    const providers = { production: new Provider("production") };
    expect(refusal({ ...args, providers })).toBe(`${start} Did you mean "production"?`);
    expect(refusal({ ...args, providers: { x: providers.production } })).toBe(`${start} Its providers: x.`);
  });

  it("does not take the default account where the program left a provider undefined", () => {
    const file = { ...content, environments: { dev: { provider: "prod" } } };
    const providers: Record<string, Provider> = { x: new Provider("x") };
    // As a program can have it whose compiler is less strict.
    Reflect.set(providers, "prod", undefined);
    expect(refusal({ content: file, environment: "dev", providers })).toMatch(
      / has the unknown provider .* Its providers: x\.$/,
    );
  });

  it("says in a sentence that a provider is of another kind", () => {
    class Other extends pulumi.ProviderResource {}
    const other = new Other("pulumi-nodejs", "other");
    const file = { ...content, environments: { dev: { provider: "prod" } } };
    expect(refusal({ content: file, environment: "dev", providers: { prod: other } })).toBe(
      'ScheduleSet "set": the provider "prod" must be a Provider of pulumi-skyvern.',
    );
    expect(refusal(dev, { providers: [other] })).toBe(
      'ScheduleSet "set": the provider in its options or its parents must be a Provider of pulumi-skyvern.',
    );
  });

  /** What is told of schedules of these titles, where the account is asked. */
  async function told(apiKey: string, ...references: readonly SetSchedule["reference"][]): Promise<string[]> {
    const settings = { "skyvern:apiKey": apiKey, "skyvern:baseUrl": sandbox.url };
    pulumi.runtime.setAllConfig(settings, ["skyvern:apiKey"]);
    const all = references.map((reference, index): SetSchedule => {
      const key = "abc"[index] ?? "";
      return {
        ...{ key, workflow: key, cronExpression: "0 2 * * *", timezone: "UTC", name: key },
        unspread: { cronExpression: "0 2 * * *", timezone: "UTC" },
        ...{ enabled: true, adopt: undefined, aliases: [], isProtected: false },
        reference,
        referencePath: ["workflows", key, "title"],
      };
    });
    let findings: readonly Finding[] = [];
    const refuse = (found: readonly Finding[]): never => {
      findings = found;
      // A set ends the program here.
      return new Map() as never;
    };
    await resolved(workflowIds(all, {}, (path) => ({ path: path.join(".") }), refuse));
    return findings.map(({ message, place }) => `${place.path}: ${message.split(" at http")[0]}`);
  }

  it("says of every title that none or several workflows have it, at its place", async () => {
    const plain = sandbox.workflows.plain.title;
    expect(await told(sandbox.apiKey, { title: "none" }, { title: plain }, { title: "No" })).toEqual([
      'workflows.a.title: There is no workflow with the title "none"',
      'workflows.c.title: There is no workflow with the title "No"',
    ]);
  });

  it("says that a title and an id are the same workflow, where the schedules are the same else", async () => {
    const { title, workflowId } = sandbox.workflows.plain;
    expect(await told(sandbox.apiKey, { title }, { id: workflowId })).toEqual([
      expect.stringMatching(/^schedules.b: "b" runs the same workflow at the same times .* as "a"/),
    ]);
  });

  it("says in a sentence that the account cannot be asked", async () => {
    expect(await told("wrong", { title: "any" })).toEqual([
      expect.stringMatching(/^: Could not list the workflows \(page 1\): Skyvern refused the API key/),
    ]);
  });
});
