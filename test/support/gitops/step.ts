import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { runCommand } from "../engine/pulumi-project";

/** What a step left behind. */
export interface StepResult {
  readonly code: number;
  /** What it printed. */
  readonly output: string;
  /** Each call of `gh`, its arguments in one line; a file that it was given stands there with its text. */
  readonly calls: readonly string[];
  /** What was written for the steps after it. */
  readonly outputs: string;
  readonly summary: string;
}

interface Step {
  readonly name?: string;
  readonly run?: string;
}

/** `gh`, as far as the steps use it: writes down how it was called, and answers from files. */
const gh = `#!/usr/bin/env bash
line="$*"
for argument in "$@"; do
  case "$argument" in
    body=@*) line+=" <$(cat "\${argument#body=@}")>" ;;
    *.md) line+=" <$(cat "$argument")>" ;;
  esac
done
printf '%s\\0' "$line" >> calls
case "$1 $2" in
  "issue list") cat open-issue ;;
  "api --paginate") cat comment-id ;;
  "api repos/acme/schedules/git/ref/heads/main") cat newest ;;
esac
`;

/** The package's command line: prints a report and ends as it is told. */
const npx = '#!/usr/bin/env bash\ncat report\nexit "$(cat exit-code)"\n';

/** Runs single steps of a workflow by the shell that GitHub runs them by, in a folder of its own. */
export class StepRunner {
  readonly #folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-step-"));
  readonly #steps: readonly Step[];

  constructor(file: string, job: string) {
    const { jobs } = parse(readFileSync(file, "utf8")) as { jobs: Record<string, { steps: Step[] }> };
    this.#steps = jobs[job]?.steps ?? [];
    mkdirSync(join(this.#folder, "bin"));
    for (const [name, script] of Object.entries({ gh, npx }))
      writeFileSync(join(this.#folder, "bin", name), script, { mode: 0o755 });
    this.write({ calls: "", outputs: "", summary: "" });
  }

  /** Files in the folder that the steps run in. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#folder, name), text);
  }

  async run(name: string, environment: Readonly<Record<string, string>> = {}): Promise<StepResult> {
    const script = this.#steps.find((step) => step.name === name)?.run;
    if (script === undefined) throw new Error(`There is no step ${name} with a script.`);
    this.write({ "script.sh": script });
    const env = {
      PATH: [join(this.#folder, "bin"), process.env.PATH ?? ""].join(delimiter),
      GITHUB_OUTPUT: join(this.#folder, "outputs"),
      GITHUB_STEP_SUMMARY: join(this.#folder, "summary"),
      GITHUB_REPOSITORY: "acme/schedules",
      GITHUB_SHA: "0123abc",
      ...environment,
    };
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "script.sh"];
    const { code, output } = await runCommand("bash", args, { cwd: this.#folder, env });
    const [calls = "", outputs = "", summary = ""] = ["calls", "outputs", "summary"].map((file) =>
      readFileSync(join(this.#folder, file), "utf8"),
    );
    return { code, output, calls: calls.split("\0").slice(0, -1), outputs, summary };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
