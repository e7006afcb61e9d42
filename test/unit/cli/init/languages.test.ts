import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { compareWithFolder } from "../../../../src/cli/init/existing-files";
import { planProject } from "../../../../src/cli/init/plan";
import { defaultsOf, readSettings, type SettingsOptions } from "../../../../src/cli/init/settings";
import { runHere } from "../../../support/cli/here";
import { ScratchFolder } from "../../../support/cli/scratch-folder";

const root = join(__dirname, "../../../..");
const settingsOf = (options: SettingsOptions) =>
  readSettings({ name: "Acme", stacks: "dev,prod", ...options }, defaultsOf("/nowhere"));
const planned = (options: SettingsOptions): Readonly<Record<string, string>> =>
  Object.fromEntries(planProject(settingsOf(options)).files.map(({ path, text }) => [path, text]));
const others = ["yaml", "python", "go"];

describe("a project in another language", () => {
  let scratch: ScratchFolder;
  beforeEach(() => {
    scratch = new ScratchFolder();
  });
  afterEach(() => scratch.remove());

  it.each([
    ["yaml", []],
    ["python", ["requirements.txt", "__main__.py"]],
    ["go", ["go.mod", "main.go"]],
  ])("in %s has its own program, and nothing of TypeScript", (language, own) => {
    const files = planned({ language });
    const common = ["package.json", "Pulumi.yaml", "schedules.yaml", ".gitignore"];
    expect(Object.keys(files).sort()).toEqual([...common, ...own].sort());
    const manifest = JSON.parse(files["package.json"] ?? "");
    expect(Object.keys(manifest.dependencies)).toEqual(["@pulumi/pulumi", "pulumi-skyvern"]);
    expect(manifest).not.toHaveProperty("main");
    expect(manifest).not.toHaveProperty("devDependencies");
  });

  it.each(others)("in %s tells Pulumi where npm installs the provider plugin", (language) => {
    expect(parse(planned({ language })["Pulumi.yaml"] ?? "")).toMatchObject({
      name: "Acme",
      plugins: { providers: [{ name: "skyvern", path: "node_modules/.bin" }] },
    });
  });

  it.each([
    ["yaml", "Pulumi.yaml", "{pulumi.stack}"],
    ["python", "__main__.py", "pulumi.get_stack()"],
    ["go", "main.go", "ctx.Stack()"],
  ])("in %s takes the schedules of the environment with the name of the stack", (language, file, stack) => {
    const text = planned({ language })[file];
    expect(text).toContain("skyvern:index:ScheduleSet");
    expect(text).toContain(stack);
  });

  it("in Go needs the SDK and the Go that the tests compile programs with", () => {
    const tested = readFileSync(join(root, "tools/engine/program-go/go.mod"), "utf8");
    const lines = (planned({ language: "go" })["go.mod"] ?? "").split("\n");
    for (const line of lines.filter((one) => /^(go|require) /.test(one)))
      expect(tested).toContain(`\n${line}\n`);
  });

  it("in Python accepts the same versions of Pulumi's SDK as in TypeScript", () => {
    expect(planned({ language: "python" })["requirements.txt"]).toBe("pulumi>=3.216.0,<4\n");
  });

  it("keeps a package.json of an ES module, because Pulumi does not run it", () => {
    const settings = settingsOf({ language: "yaml" });
    const plan = planProject(settings);
    const { dependencies } = plan.dependencies;
    scratch.write("package.json", JSON.stringify({ type: "module", main: "dist/main.js", dependencies }));
    expect(compareWithFolder(scratch.path, plan, settings)).toEqual({ kept: ["package.json"], problems: [] });
  });

  it("names each folder that a .gitignore lacks", () => {
    const settings = settingsOf({ language: "python" });
    scratch.write(".gitignore", "node_modules\n/venv\n");
    expect(compareWithFolder(scratch.path, planProject(settings), settings).problems).toEqual([
      ".gitignore exists. Add the line __pycache__/ to it.",
    ]);
  });

  it.each([
    ["yaml", []],
    ["python", ["pulumi install"]],
    ["go", ["pulumi install"]],
  ])("in %s is installed with the next commands", async (language, install) => {
    const args = ["--cwd", scratch.path, "--stacks", "dev", "--language", language, "--json"];
    const { report } = await runHere("init", ...args);
    expect(JSON.parse(report)).toMatchObject({
      language,
      next: expect.arrayContaining(["npm install", ...install, "pulumi up"]),
    });
    expect(report.includes("pulumi install")).toBe(install.length > 0);
  });
});

describe("the CI files of a project in another language", () => {
  interface Job {
    readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
  }
  const workflow = (language: string, name: string, options: SettingsOptions = {}) => {
    const text = planned({ ci: "github", language, ...options })[`.github/workflows/${name}.yml`] ?? "";
    return parse(text).jobs as Readonly<Record<string, Job>>;
  };
  const steps = ({ steps: all }: Job) => all.map(({ run, uses }) => uses ?? run);

  it.each([
    ["python", "actions/setup-python@v6"],
    ["go", "actions/setup-go@v6"],
  ])("set up %s on GitHub in each job with Pulumi, and install its packages", (language, setUp) => {
    const jobs = [
      ...Object.values(workflow(language, "deploy")),
      ...Object.values(workflow(language, "drift")),
      workflow(language, "pull-request").preview ?? { steps: [] },
    ];
    expect(jobs).toHaveLength(4);
    for (const job of jobs)
      expect(steps(job).join("\n")).toContain(`${setUp}\npulumi/actions@v6\nnpm ci\npulumi install\n`);
    expect(steps(workflow(language, "pull-request").validate ?? { steps: [] })).not.toContain(setUp);
  });

  it("are the same on GitHub for YAML as for TypeScript, because the Pulumi CLI contains its host", () => {
    for (const name of ["deploy", "drift", "pull-request"])
      expect(workflow("yaml", name)).toEqual(workflow("typescript", name));
  });

  it.each(others)("use an image with all languages on GitLab for %s", (language) => {
    const file = parse(planned({ ci: "gitlab", language })[".gitlab-ci.yml"] ?? "");
    expect(file.default.image.name).toMatch(/^pulumi\/pulumi:3\./);
    expect(file.default.before_script).toEqual(
      language === "yaml" ? ["npm ci"] : ["npm ci", "pulumi install"],
    );
  });

  it("install with another package manager before the packages of the language", () => {
    const [job = { steps: [] }] = Object.values(workflow("go", "drift", { packageManager: "pnpm" }));
    expect(steps(job).join("\n")).toContain("pnpm install --frozen-lockfile\npulumi install\n");
    const gitlab = parse(
      planned({ ci: "gitlab", language: "go", packageManager: "pnpm" })[".gitlab-ci.yml"] ?? "",
    );
    expect(gitlab.default.before_script).toEqual([
      "corepack enable",
      "pnpm install --frozen-lockfile",
      "pulumi install",
    ]);
  });
});
