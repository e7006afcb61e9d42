import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { withExample } from "../support/cli/example-schedule";
import { languageEnvironment } from "../support/engine/language";
import { NewcomerFolder } from "../support/engine/newcomer-folder";
import { fromRunner } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";

/** Each test continues from the end of the one before it. */
describe("a newcomer who starts with `pulumi-skyvern init`, on the real engine", () => {
  let sandbox: Sandbox;
  let folder: NewcomerFolder;
  let command: string;

  beforeAll(async () => {
    const installed = await installPulumi();
    command = join(installed, "node_modules", ".bin", "pulumi-skyvern");
    sandbox = await startSandbox();
    sandbox.addWorkflow("Invoice download", [{ key: "vendor", type: "string" }]);
    folder = new NewcomerFolder({ SKYVERN_BASE_URL: sandbox.url });
  }, 300_000);
  afterAll(async () => {
    folder.remove();
    await sandbox.close();
  });

  const read = (name: string) => readFileSync(join(folder.path, name), "utf8");
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);

  it("gets a project whose next commands all work, with an account that has no schedule and no workflow of the project", async () => {
    const report = await folder.succeed(`${command} init --name acme --stacks dev,prod --json`);
    const { next } = JSON.parse(report) as { next: readonly string[] };
    expect(next).toEqual([
      "npm install",
      "pulumi login",
      "pulumi stack init dev",
      "pulumi config set --secret skyvern:apiKey",
      "pulumi up",
    ]);
    // The packed package stands in for the registry's, and the answer to a question for a person's.
    const manifest = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
    manifest.dependencies["pulumi-skyvern"] = `file:${fromRunner("PULUMI_SKYVERN_TARBALL")}`;
    write("package.json", JSON.stringify(manifest));
    const script = next.join("\n").replace("pulumi config set", `echo ${sandbox.apiKey} | pulumi config set`);
    const output = await folder.succeed(
      script.replace("npm install", "npm install --prefer-offline --no-audit"),
    );
    expect(output).toContain("+ 2 created");
    expect(output).not.toContain("warning:");
    expect(sandbox.requests.writes).toEqual([]);
    folder.hasShownFirstSteps();
  }, 300_000);

  it("sees no change in a second preview", async () => {
    expect(await folder.succeed("pulumi preview --expect-no-changes")).toContain("2 unchanged");
    expect(await folder.succeed("npx tsc --project .")).toBe("");
  });

  it("adds the schedule of the example, which dev creates disabled", async () => {
    write("schedules.yaml", withExample(read("schedules.yaml")));
    expect(await folder.succeed("npx pulumi-skyvern validate --strict")).toContain(
      "1 schedule in dev, prod: 0 errors",
    );
    expect(await folder.succeed("pulumi up")).toContain("+ 1 created");
    expect(
      sandbox.schedules().map(({ name, enabled, parameters }) => ({ name, enabled, parameters })),
    ).toEqual([{ name: "nightly-invoices", enabled: false, parameters: { vendor: "acme" } }]);
    await folder.succeed("pulumi preview --expect-no-changes");
  });

  it("adds the last stack, in which the schedule fires", async () => {
    await folder.succeed("pulumi destroy --stack dev");
    await folder.succeed("pulumi stack init prod");
    await folder.succeed(`echo ${sandbox.apiKey} | pulumi config set --secret skyvern:apiKey`);
    await folder.succeed("pulumi up");
    expect(sandbox.schedules().map(({ enabled }) => enabled)).toEqual([true]);
  });
});

describe("a newcomer whose account has schedules, with `pulumi-skyvern init --account`, on the real engine", () => {
  let sandbox: Sandbox;
  let folder: NewcomerFolder;
  beforeAll(async () => {
    sandbox = await startSandbox();
    folder = new NewcomerFolder({ SKYVERN_BASE_URL: sandbox.url, KEY_LIVE: sandbox.apiKey });
    // The first newcomer has the same program.
    folder.hasShownFirstSteps();
  });
  afterAll(async () => {
    folder.remove();
    await sandbox.close();
  });

  it("gets a project whose next commands all work, and the last preview shows no changes", async () => {
    const installed = await installPulumi();
    const { workflowId } = sandbox.addWorkflow("Invoices", [{ key: "password", type: "string" }]);
    for (const [index, password] of ["hush-hush", "hunter2", "hush-hush"].entries()) {
      const body = {
        name: `job ${index}`,
        cron_expression: `${index} 2 * * *`,
        timezone: "UTC",
        parameters: { password },
      };
      const response = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
    }
    sandbox.requests.clear();
    const command = join(installed, "node_modules", ".bin", "pulumi-skyvern");
    const report = await folder.succeed(
      `${command} init --name acme --account live=KEY_LIVE --json 2>/dev/null`,
    );
    const { next } = JSON.parse(report) as { next: readonly string[] };
    const manifest = join(folder.path, "package.json");
    const packages = JSON.parse(readFileSync(manifest, "utf8")) as { dependencies: Record<string, string> };
    packages.dependencies["pulumi-skyvern"] = `file:${fromRunner("PULUMI_SKYVERN_TARBALL")}`;
    writeFileSync(manifest, JSON.stringify(packages));
    const script = next.filter((one) => !one.startsWith("export ")).join("\n");
    const output = await folder.succeed(
      script.replace("npm install", "npm install --prefer-offline --no-audit"),
    );
    expect(output).toContain("live: 0 schedules added to schedules.yaml, 3 already in code");
    expect(output).toContain("    5 unchanged");
    await folder.succeed("pulumi preview --refresh --expect-no-changes");
    expect(sandbox.requests.writes).toEqual([]);
  }, 300_000);
});

describe("a newcomer who starts with `pulumi-skyvern init --language`, on the real engine", () => {
  it.each(["yaml", "python", "go"] as const)(
    "gets a project in %s whose next commands all work, and whose first schedule is created",
    async (language) => {
      const installed = await installPulumi();
      const sandbox = await startSandbox();
      const host = await languageEnvironment(language);
      const path = [host.PATH, fromRunner("PULUMI_SKYVERN_ENGINE_PATH")].join(delimiter);
      const folder = new NewcomerFolder({ ...host, SKYVERN_BASE_URL: sandbox.url, PATH: path });
      // e2e/versions starts the plugin as users do.
      folder.hasShownFirstSteps();
      try {
        sandbox.addWorkflow("Invoice download", [{ key: "vendor", type: "string" }]);
        const command = join(installed, "node_modules", ".bin", "pulumi-skyvern");
        const report = await folder.succeed(
          `${command} init --language ${language} --stacks dev,prod --json`,
        );
        symlinkSync(join(installed, "node_modules"), join(folder.path, "node_modules"), "dir");
        const { next } = JSON.parse(report) as { next: readonly string[] };
        // The packages are installed. An old host of Python ignores the folder of the virtual environment.
        const skipped = ["npm install", ...(language === "python" ? ["pulumi install"] : [])];
        const script = next.filter((one) => !skipped.includes(one)).join("\n");
        const key = `echo ${sandbox.apiKey} | pulumi config set`;
        expect(await folder.succeed(script.replace("pulumi config set", key))).toContain("+ 2 created");
        expect(sandbox.requests.writes).toEqual([]);
        const file = join(folder.path, "schedules.yaml");
        writeFileSync(file, withExample(readFileSync(file, "utf8")));
        expect(await folder.succeed("pulumi up")).toContain("+ 1 created");
        expect(sandbox.schedules()).toMatchObject([{ name: "nightly-invoices", enabled: false }]);
        await folder.succeed("pulumi preview --expect-no-changes");
      } finally {
        folder.remove();
        await sandbox.close();
      }
    },
    600_000,
  );
});
