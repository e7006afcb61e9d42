import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runProgram } from "../../src/cli/program";
import { plain } from "../../src/cli/terminal";
import { promotingBesideArtifacts } from "../support/gitops/artifacts";
import { describeBrokenFiles } from "../support/gitops/broken-files";
import { GitopsChecks } from "../support/gitops/checks";
import { describeGeneratedFiles } from "../support/gitops/generated-files";
import { describeRelease } from "../support/gitops/release";
import { describeSteps } from "../support/gitops/steps-behaviour";

const root = join(__dirname, "../..");
const textOf = (file: string) => readFileSync(join(root, file), "utf8");

const examples = ["pull-request", "deploy", "drift"].map((name) => `examples/gitops/github/${name}.yml`);
const workflows = [...examples, ".github/workflows/ci.yml", ".github/workflows/release.yml"];
const gitlab = "examples/gitops/gitlab/.gitlab-ci.yml";
const objects = ["account", "stacks"].map((name) => `examples/gitops/kubernetes/${name}.yaml`);
const stages = ["dev", "staging", "prod"];
const keyOf = (stage: string) => `SKYVERN_API_KEY_${stage.toUpperCase()}`;
/** The stages whose keys a text names. */
const keysIn = (text: string) => stages.filter((stage) => text.includes(keyOf(stage)));

interface Workflow {
  readonly env?: object;
  readonly concurrency?: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly env?: object;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly env?: object; readonly uses?: string }[];
}

const workflow = (file: string) => parse(textOf(file)) as Workflow;
const jobs = (file: string) => Object.entries(workflow(file).jobs);

let checks: GitopsChecks;
beforeAll(async () => {
  checks = await GitopsChecks.find();
}, 600_000);
afterAll(() => checks.remove());

describe.each(workflows)("%s", (file) => {
  it("passes actionlint, and its scripts pass shellcheck", async () => {
    expect(await checks.actionlint(join(root, file))).toBe("");
  });

  it("matches the published schema", async () => {
    expect(await checks.publishedSchema("github-workflows", join(root, file))).toBe("");
  });

  it("has read access to the repository only, except for jobs that declare more", () => {
    expect(workflow(file).permissions).toEqual({ contents: "read" });
  });

  it("gives each secret only to the step that needs it", () => {
    expect(workflow(file).env).toBeUndefined();
    for (const [, job] of jobs(file)) {
      expect(job.env).toBeUndefined();
      const withSecrets = job.steps.filter((step) => JSON.stringify(step).includes("secrets."));
      expect(withSecrets.filter(({ run }) => !/(^|\n|\$\()npx pulumi-skyvern/.test(run ?? ""))).toEqual([]);
    }
  });

  it("uses only actions of GitHub and Pulumi, pinned to a major version", () => {
    const used = jobs(file).flatMap(([, job]) => job.steps.flatMap(({ uses }) => uses ?? []));
    expect(
      used.filter(
        (name) =>
          !/^(actions\/(checkout|setup-node|upload-artifact|download-artifact)|pulumi\/actions)@v\d+$/.test(
            name,
          ),
      ),
    ).toEqual([]);
  });
});

describe("the jobs of GitHub", () => {
  it("have the keys of their own stacks", () => {
    const keys = examples
      .flatMap(jobs)
      .map(([name, job]) => [name, job.environment, keysIn(JSON.stringify(job))]);
    expect(keys).toEqual([
      ["validate", undefined, []],
      ["preview", "preview", stages],
      ["nonprod", "nonprod", ["dev", "staging"]],
      ["prod", "prod", ["prod"]],
      ["drift", "preview", stages],
    ]);
  });

  it("deploy one after the other, and runs of other branches do not join the queue", () => {
    const { concurrency } = workflow("examples/gitops/github/deploy.yml");
    const group = expect.stringContaining("{{ github.ref }}");
    expect(concurrency).toEqual({ group, "cancel-in-progress": false });
  });

  it("deploy nothing on a second attempt unless it has the newest commit", () => {
    const firstSteps = jobs("examples/gitops/github/deploy.yml").map(
      ([
        ,
        {
          steps: [first],
        },
      ]) => first,
    );
    const refusal = { name: "Refuse an old commit", if: "github.run_attempt > 1" };
    expect(firstSteps).toEqual([expect.objectContaining(refusal), expect.objectContaining(refusal)]);
  });

  it("never give a Skyvern key and a token of GitHub to one step", () => {
    const steps = examples.flatMap(jobs).flatMap(([, job]) => job.steps.map((step) => JSON.stringify(step)));
    expect(steps.filter((step) => step.includes("GH_TOKEN"))).toHaveLength(4);
    expect(steps.filter((step) => step.includes("GH_TOKEN") && keysIn(step).length > 0)).toEqual([]);
  });
});

it("GitLab's file matches the published schema", async () => {
  expect(await checks.publishedSchema("gitlab-ci", join(root, gitlab))).toBe("");
});

it("a GitLab job that promotes has no files of other jobs in its checkout", () => {
  expect(promotingBesideArtifacts(join(root, gitlab))).toEqual([]);
});

it.each(objects)("%s has only fields that Kubernetes and the operator know", async (file) => {
  expect(await checks.objects(join(root, file))).toBe("");
});

it("a Stack gets the key of its own stage", () => {
  const [staging, prod] = textOf("examples/gitops/kubernetes/stacks.yaml").split("\n---\n");
  const values = (text = "") => text.replace(/^ *#.*$/gm, "");
  expect([keysIn(values(staging)), keysIn(values(prod))]).toEqual([["staging"], ["prod"]]);
});

it("an ESC environment provides the key of its own stage as a secret, and the address of the server", async () => {
  const { found, values } = await checks.environments(join(root, "examples/gitops/esc"));
  expect(found).toBe("");
  const baseUrl = "https://api.skyvern.com";
  for (const stage of stages) {
    expect(values).toHaveProperty([`skyvern/${stage}`], {
      environmentVariables: { [keyOf(stage)]: "[secret]" },
      pulumiConfig: { "skyvern:apiKeyEnv": keyOf(stage), "skyvern:baseUrl": baseUrl },
      skyvern: { apiKey: "[secret]", baseUrl },
    });
  }
});

it("the files call only commands and options that exist", async () => {
  const calls = [...examples, gitlab].flatMap(
    (file) => textOf(file).match(/npx pulumi-skyvern [^|>)\n]+/g) ?? [],
  );
  expect(calls.length).toBeGreaterThan(8);
  for (const call of calls) {
    const [, , command = "", ...args] = call.trim().split(/\s+/);
    const printed: string[] = [];
    const keep = (text: string): void => {
      printed.push(text);
    };
    expect(await runProgram([command, "--help"], { report: keep, say: keep, paint: plain })).toBe(0);
    const options: readonly string[] = printed.join("").match(/--[\w-]+/g) ?? [];
    const unknown = args.filter((arg) => arg.startsWith("--") && !options.includes(arg));
    expect({ call, unknown }).toEqual({ call, unknown: [] });
  }
});

describe("mistakes in the files are found", () => describeBrokenFiles(() => checks));

describe("the files of `pulumi-skyvern init`", () => describeGeneratedFiles(() => checks));

describe("the scripts of GitHub's steps", describeSteps);

describe("a release", describeRelease);
