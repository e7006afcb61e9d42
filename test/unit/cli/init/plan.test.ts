import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { dependenciesOf } from "../../../../src/cli/init/manifests";
import { planProject } from "../../../../src/cli/init/plan";
import { defaultsOf, readSettings, type SettingsOptions } from "../../../../src/cli/init/settings";
import { packageJson } from "../../../../src/cli/package-json";

const planned = (options: SettingsOptions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    planProject(readSettings({ name: "Acme", ...options }, defaultsOf("/nowhere"))).files.map(
      ({ path, text }) => [path, text],
    ),
  );
const example = (name: string) => readFileSync(join(__dirname, "../../../../examples/gitops", name), "utf8");
const workflow = (name: string) => `.github/workflows/${name}.yml`;

describe("the files of a project", () => {
  it("are listed in the same order for every project", () => {
    expect(Object.keys(planned({}))).toEqual([
      "package.json",
      "Pulumi.yaml",
      "tsconfig.json",
      "index.ts",
      "schedules.yaml",
      ".gitignore",
    ]);
    expect(Object.keys(planned({ ci: "gitlab", stacks: "prod" }))).toEqual(
      expect.arrayContaining(["Pulumi.prod.yaml", ".gitlab-ci.yml"]),
    );
  });

  it("have the name, in package.json in lower case, and this version of the package", () => {
    const files = planned({});
    const { version } = packageJson();
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
      name: "acme",
      private: true,
      dependencies: { "pulumi-skyvern": version },
    });
    expect(parse(files["Pulumi.yaml"] ?? "")).toMatchObject({ name: "Acme", runtime: { name: "nodejs" } });
    expect(parse(planned({ name: "007" })["Pulumi.yaml"] ?? "")).toMatchObject({ name: "007" });
  });

  it("ask for a @pulumi/pulumi that runs on this Node", () => {
    const version = (major: number) => dependenciesOf(packageJson(), major).dependencies["@pulumi/pulumi"];
    expect([20, 22, 24].map(version)).toEqual(["3.248.0", ">=3.216.0 <4", ">=3.216.0 <4"]);
  });

  it("let only the last stack fire", () => {
    const { schedules, environments } = parse(planned({ stacks: "no,dev,live" })["schedules.yaml"] ?? "");
    expect(schedules).toEqual({});
    expect(environments).toEqual({ no: { enabled: false }, dev: { enabled: false }, live: {} });
    expect(parse(planned({ stacks: "dev" })["schedules.yaml"] ?? "").environments).toEqual({ dev: {} });
  });

  it("set the package manager, and what it needs for Pulumi", () => {
    const [pnpm, yarn] = [planned({ packageManager: "pnpm" }), planned({ packageManager: "yarn" })];
    expect(parse(pnpm["pnpm-workspace.yaml"] ?? "")).toMatchObject({ allowBuilds: { protobufjs: false } });
    expect(parse(yarn[".yarnrc.yml"] ?? "")).toEqual({ nodeLinker: "node-modules" });
    expect(parse(pnpm["Pulumi.yaml"] ?? "").runtime.options).toEqual({ packagemanager: "pnpm" });
  });
});

describe("the CI files of a project", () => {
  it("are the examples as they are, for npm and the stacks dev, staging and prod", () => {
    const github = planned({ ci: "github" });
    for (const name of ["pull-request", "deploy", "drift"])
      expect(github[workflow(name)]).toBe(example(`github/${name}.yml`));
    expect(planned({ ci: "gitlab" })[".gitlab-ci.yml"]).toBe(example("gitlab/.gitlab-ci.yml"));
  });

  it("come with the variable of each stack's key", () => {
    expect(parse(planned({ ci: "github", stacks: "eu-1" })["Pulumi.eu-1.yaml"] ?? "")).toEqual({
      config: { "skyvern:apiKeyEnv": "SKYVERN_API_KEY_EU_1" },
    });
  });

  /** The stacks of each command, and the keys that it gets. */
  function jobsOf(text = "") {
    const { jobs } = parse(text) as { jobs: Record<string, { if?: string; needs?: string; steps: Step[] }> };
    return Object.entries(jobs).map(([name, { needs, steps }]) => {
      const commands = steps.flatMap(({ run, env = {} }) => {
        const [, command] = /pulumi-skyvern ((?:promote|drift)(?: [\w.-]+)*?) --/.exec(run ?? "") ?? [];
        const keys = Object.keys(env).filter((key) => key.startsWith("SKYVERN_API_KEY_"));
        for (const key of keys) expect(env[key]).toBe(`\${{ secrets.${key} }}`);
        return command === undefined ? [] : [`${command}: ${keys.join(" ")}`];
      });
      return [name, needs, ...commands];
    });
  }

  it.each([
    [
      "test,eu-1,live",
      [
        ["nonprod", undefined, "promote test eu-1: SKYVERN_API_KEY_TEST SKYVERN_API_KEY_EU_1"],
        ["prod", "nonprod", "promote live: SKYVERN_API_KEY_LIVE"],
      ],
    ],
    [
      "prod,dev",
      [
        ["nonprod", undefined, "promote prod: SKYVERN_API_KEY_PROD"],
        ["prod", "nonprod", "promote dev: SKYVERN_API_KEY_DEV"],
      ],
    ],
    ["live", [["prod", undefined, "promote live: SKYVERN_API_KEY_LIVE"]]],
  ])("deploy the stacks %s on GitHub, the last one after an approval", (stacks, expected) => {
    const text = planned({ ci: "github", stacks })[workflow("deploy")];
    expect(jobsOf(text)).toEqual(expected);
    expect(text?.match(/if: github\.ref == 'refs\/heads\/main'/g)).toHaveLength(expected.length);
  });

  it("preview and compare all stacks on GitHub", () => {
    const files = planned({ ci: "github", stacks: "test,live" });
    const keys = "SKYVERN_API_KEY_TEST SKYVERN_API_KEY_LIVE";
    expect(jobsOf(files[workflow("pull-request")])[1]).toContain(`promote test live: ${keys}`);
    expect(jobsOf(files[workflow("drift")])).toEqual([["drift", undefined, `drift test live: ${keys}`]]);
  });

  it.each(["no,a.b,live", "prod,dev", "live"])("deploy the stacks %s on GitLab, in stages", (list) => {
    const stacks = list.split(",");
    const text = planned({ ci: "gitlab", stacks: list })[".gitlab-ci.yml"] ?? "";
    const file = parse(text) as Record<string, { environment: string; stage: string; rules?: unknown }>;
    expect(file.stages).toEqual(["check", ...stacks]);
    const promotions = Object.keys(file).filter((name) => name.startsWith("promote:"));
    expect(promotions).toEqual(stacks.map((stack) => `promote:${stack}`));
    for (const stack of stacks)
      expect(file[`promote:${stack}`]).toMatchObject({
        stage: stack,
        environment: stack,
        resource_group: `skyvern-${stack}`,
      });
    const byHand = promotions.filter((name) => JSON.stringify(file[name]).includes('"manual"'));
    expect(byHand).toEqual([`promote:${stacks.at(-1)}`]);
    expect(text.match(/(?:promote|drift)(?: [\w.]+)+(?= --)/g)).toEqual([
      `promote ${stacks.join(" ")}`,
      `drift ${stacks.join(" ")}`,
    ]);
  });

  it.each([
    ["pnpm", "pnpm install --frozen-lockfile"],
    ["yarn", "yarn install --frozen-lockfile"],
  ])("install with %s from the lock file", (packageManager, install) => {
    const github = planned({ ci: "github", packageManager })[workflow("drift")] ?? "";
    const { steps } = parse(github).jobs.drift as { steps: Step[] };
    const order = steps.map(({ run, uses }) => run ?? uses);
    expect(order.slice(1, 5)).toEqual([
      "corepack enable",
      "actions/setup-node@v6",
      "pulumi/actions@v6",
      install,
    ]);
    expect(github).toContain(`cache: ${packageManager}\n`);
    const gitlab = parse(planned({ ci: "gitlab", packageManager })[".gitlab-ci.yml"] ?? "");
    expect(gitlab.default.before_script).toEqual(["corepack enable", install]);
    expect(github + JSON.stringify(gitlab)).not.toContain("npm ci");
  });
});

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}
