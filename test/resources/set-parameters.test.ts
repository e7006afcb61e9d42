import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ScheduleSet } from "../../src";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { mockEngine, passForEngine, resolved } from "../support/engine/pulumi-mocks";

const folder = mkdtempSync(join(tmpdir(), "set-parameters-"));
const file = join(folder, "schedules.yaml");

describe("the parameters of a schedule set, compared with the workflows of the account", () => {
  let sandbox: Sandbox;
  let warn: jest.SpyInstance;
  beforeAll(async () => {
    sandbox = await startSandbox();
    const vendor = { key: "vendor", type: "string" } as const;
    const count = { key: "count", type: "integer" } as const;
    sandbox.addWorkflow("Invoices", [vendor, count]);
  });
  beforeEach(async () => {
    warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    await mockEngine(({ inputs }) => ({ id: "id", state: inputs }));
    passForEngine();
  });
  afterEach(() => {
    warn.mockRestore();
    pulumi.runtime.setAllConfig({});
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  /** The warnings, without the folder of the file. */
  async function warnings(schedules: string, config: Record<string, string> = {}): Promise<string[]> {
    writeFileSync(file, `workflows: { invoices: { title: Invoices } }\n${schedules}environments: { dev: }\n`);
    const settings = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    pulumi.runtime.setAllConfig({ ...settings, "project:token": "hidden", ...config }, ["project:token"]);
    const set = new ScheduleSet("jobs", { file, environment: "dev" });
    await Promise.all(Object.values(set.schedules).map(({ urn }) => resolved(urn)));
    return warn.mock.calls.map(([text]) => String(text).replaceAll(file, "schedules.yaml"));
  }

  const broken = `defaults: { workflow: invoices, parameters: { vendor: acme } }
schedules:
  a: { cron: "0 2 * * *", parameters: { count: 1, vendr: x } }
  b: { cron: "0 3 * * *", parameters: { vendor: 7, count: many } }
  c: { cron: "0 4 * * *" }
  d: { cron: "0 5 * * *", parameters: { count: 1 } }
`;

  it("are all reported at once, each with its line and column", async () => {
    const found = await warnings(broken);
    expect(found.map((text) => text.slice(text.indexOf("schedules.yaml")))).toEqual([
      expect.stringMatching(
        /^schedules.yaml:4:51: schedules.a.parameters.vendr: .* no parameter "vendr". Did you mean vendor\?/,
      ),
      expect.stringMatching(
        /^schedules.yaml:5:41: schedules.b.parameters.vendor: .* as a string; this is a whole number/,
      ),
      expect.stringMatching(
        /^schedules.yaml:5:52: schedules.b.parameters.count: .* as a whole number; this is a string/,
      ),
      expect.stringMatching(/^schedules.yaml:6:3: schedules.c: parameters.count: .* and it is missing/),
    ]);
  });

  it("are reported on the set, because Pulumi drops the log of a resource that is refused", async () => {
    const log = jest.spyOn(pulumi.log, "warn");
    await warnings(broken);
    const resources = log.mock.calls.map(([, resource]) => resource);
    log.mockRestore();
    expect(resources).toHaveLength(4);
    expect(resources.every((resource) => resource instanceof ScheduleSet)).toBe(true);
  });

  it("are reported at the place that sets them, when that is a default", async () => {
    const found = await warnings(
      'defaults: { workflow: invoices, parameters: { vendor: 7, count: 1 } }\nschedules: { a: { cron: "0 2 * * *" } }\n',
    );
    expect(found).toEqual([expect.stringMatching(/schedules.yaml:2:47: defaults.parameters.vendor: /)]);
  });

  // docker/compose#2730: a reference that arrives as a text where a number is needed
  it.each([
    ["1024", []],
    ["many", [expect.stringContaining("as a whole number; this is a string")]],
  ])("may be the reference %s for an integer, which Skyvern converts", async (count, expected) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a schedule file
    const reference = "${config:count}";
    const found = await warnings(
      `schedules: { a: { workflow: invoices, cron: "0 2 * * *", parameters: { count: "${reference}", vendor: x } } }\n`,
      { "project:count": count },
    );
    expect(found).toEqual(expected);
  });

  it("are not judged when they are secret references, and never printed", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a schedule file
    const secret = "${secret:token}";
    const found = await warnings(
      `schedules: { a: { workflow: invoices, cron: "0 2 * * *", parameters: { count: "${secret}", vendor: x, other: "${secret}" } } }\n`,
    );
    expect(found).toEqual([expect.stringContaining('has no parameter "other"')]);
    expect(found.join()).not.toContain("hidden");
  });

  it("are not compared when skyvern:checkWorkflows is false, or the account does not know the workflow", async () => {
    expect(await warnings(broken, { "skyvern:checkWorkflows": "false" })).toEqual([]);
    const missing = 'schedules: { a: { workflow: wpid_0, cron: "0 2 * * *", parameters: { x: 1 } } }\n';
    expect(await warnings(missing)).toEqual([]);
  });
});
