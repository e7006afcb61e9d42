import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promotingBesideArtifacts } from "./artifacts";
import type { GitopsChecks } from "./checks";
import { stackSchema } from "./stack-definition";

const gitops = join(__dirname, "../../../examples/gitops");
const pullRequest = "github/pull-request.yml";
const drift = "github/drift.yml";
const gitlab = "gitlab/.gitlab-ci.yml";
const account = "kubernetes/account.yaml";
const stacks = "kubernetes/stacks.yaml";

/** Each check finds what is wrong in one of the examples, broken in one place. */
export function describeBrokenFiles(checks: () => GitopsChecks): void {
  /** The file with one piece of it replaced. */
  function broken(file: string, piece: string, by: string): string {
    const text = readFileSync(join(gitops, file), "utf8");
    expect(text).toContain(piece);
    return checks().file("broken.yml", text.replace(piece, by));
  }
  it.each([
    ["an unknown key", pullRequest, "timeout-minutes:", "timeout-minute:", 'unexpected key "timeout-minute"'],
    ["an unknown context", pullRequest, "github.run_id", "github.run", 'property "run" is not defined'],
    [
      "an unknown input of an action",
      pullRequest,
      "pulumi-version",
      "version",
      'input "version" is not defined',
    ],
    [
      "a step that does not exist",
      drift,
      "steps.compare.",
      "steps.comparison.",
      '"comparison" is not defined',
    ],
    ["a slip in a script", drift, '"$issue" --body', "$issue --body", "SC2086"],
  ])("by actionlint: %s", async (_, file, piece, by, finding) => {
    expect(await checks().actionlint(broken(file, piece, by))).toContain(finding);
  });

  it("by GitHub's schema: an unknown key", async () => {
    const file = broken(pullRequest, "timeout-minutes:", "timeout-minute:");
    expect(await checks().publishedSchema("github-workflows", file)).toContain("'timeout-minute'");
  });

  it.each([
    ["an unknown key", "resource_group: skyvern-dev", "resource_groups: skyvern-dev", "resource_groups"],
    ["an unknown value", "when: always", "when: ever", "'ever' is not one of"],
  ])("by GitLab's schema: %s", async (_, piece, by, finding) => {
    expect(await checks().publishedSchema("gitlab-ci", broken(gitlab, piece, by))).toContain(finding);
  });

  const promotes = '  rules:\n    - if: $CI_PIPELINE_SOURCE != "schedule" && ';
  it.each([
    ["of the stages before", `  dependencies: []\n${promotes}`, promotes, ["dev", "staging", "prod"]],
    ["of one job", "  stage: prod\n", "  stage: prod\n  dependencies: [promote:dev]\n", ["prod"]],
  ])("by the look at GitLab's artifacts: those %s", (_, piece, by, stages) => {
    const promoting = stages.map((stage) => `promote:${stage}`);
    expect(promotingBesideArtifacts(broken(gitlab, piece, by))).toEqual(promoting);
  });

  it.each([
    ["an unknown key", account, "roleRef:", "roleReference:", 'unknown field "roleReference"'],
    [
      "a kind that nothing checks",
      account,
      "kind: ServiceAccount",
      "kind: Service",
      'nothing here checks a "Service"',
    ],
    ["an unknown key of a Stack", stacks, "  refresh:", "  refreshes:", "'refreshes' was unexpected"],
    [
      "an unknown key deep in a Stack",
      stacks,
      "        key: apiKey",
      "        keys: apiKey",
      "'keys' was unexpected",
    ],
    ["a wrong type in a Stack", stacks, "refresh: true", "refresh: yes please", "is not of type 'boolean'"],
    [
      "a Stack without a stack",
      stacks,
      "  stack: acme/schedules/staging\n",
      "",
      "'stack' is a required property",
    ],
  ])("of Kubernetes: %s", async (_, file, piece, by, finding) => {
    expect(await checks().objects(broken(file, piece, by))).toContain(finding);
  });

  it("by the operator's own definition, where a variable names it", async () => {
    const { refresh: _, ...properties } = stackSchema.properties?.spec?.properties ?? {};
    const spec = { ...stackSchema.properties?.spec, properties };
    const openAPIV3Schema = { ...stackSchema, properties: { ...stackSchema.properties, spec } };
    const definition = { spec: { versions: [{ name: "v1", schema: { openAPIV3Schema } }] } };
    const before = process.env.PULUMI_SKYVERN_STACK_DEFINITION;
    process.env.PULUMI_SKYVERN_STACK_DEFINITION = checks().file(
      "definition.yaml",
      JSON.stringify(definition),
    );
    try {
      expect(await checks().objects(join(gitops, stacks))).toContain("'refresh' was unexpected");
    } finally {
      if (before === undefined) delete process.env.PULUMI_SKYVERN_STACK_DEFINITION;
      else process.env.PULUMI_SKYVERN_STACK_DEFINITION = before;
    }
  });

  it.each([
    ["an unknown key", "imports:", "import:", "Field 'import' does not exist"],
    [
      "an environment that does not exist",
      "skyvern/base",
      "skyvern/basis",
      "there is no environment skyvern/basis",
    ],
    ["a value that does not exist", "skyvern.apiKey}", "skyvern.key}", 'unknown property "key"'],
  ])("by ESC: %s", async (_, piece, by, finding) => {
    const file = broken("esc/skyvern/prod.yaml", piece, by);
    const folder = mkdtempSync(join(dirname(file), "esc-"));
    cpSync(join(gitops, "esc"), folder, { recursive: true });
    cpSync(file, join(folder, "skyvern", "prod.yaml"));
    const { found } = await checks().environments(folder);
    expect(found).toContain(finding);
    expect(found).toMatch(/prod\.yaml:\d+:\d+: /);
  });
}
