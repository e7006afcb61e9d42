import { execFile } from "node:child_process";
import { join } from "node:path";
import { javascriptProject, PulumiProject, runCommand } from "../engine/pulumi-project";

/** What the command-line program wrote to each side, and how it ended. */
export interface CliResult {
  readonly code: number;
  readonly report: string;
  readonly progress: string;
}

/**
 * A program whose resources stand in wanted.json: `{ STACK: { schedules: { name: inputs }, run: inputs } }`; `$secret`
 * wraps a value, and `aliases: { name: [former names] }` is for the schedules. The run depends on the schedules, and is a smoke test.
 */
const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const wanted = JSON.parse(require("fs").readFileSync("wanted.json", "utf8"))[pulumi.getStack()];
const reveal = (value) => {
  if (typeof value !== "object" || value === null) return value;
  if ("$secret" in value) return pulumi.secret(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
};
const schedules = Object.entries(wanted.schedules).map(
  ([name, inputs]) => {
    const aliases = (wanted.aliases?.[name] ?? []).map((former) => ({ name: former }));
    return new skyvern.WorkflowSchedule(name, reveal(inputs), { aliases });
  },
);
if (wanted.run !== undefined) {
  new skyvern.WorkflowRun("smoke", { pollInterval: "50ms", ...wanted.run }, { dependsOn: schedules });
}
if (wanted.warning !== undefined) pulumi.log.warn(wanted.warning);
`;

/** A project with that program in a git repository of its own, on which the installed `pulumi-skyvern` runs. */
export class CliProject extends PulumiProject {
  constructor(installed: string, environment: NodeJS.ProcessEnv) {
    const ignored = "node_modules\nbackend\npulumi-home\n";
    const files = { "Pulumi.yaml": javascriptProject, "index.js": program, ".gitignore": ignored };
    super(installed, files, environment);
  }

  /** Runs git, which must succeed. */
  async git(...args: readonly string[]): Promise<string> {
    const settings = ["user.name=Ann", "user.email=ann@example.com", "commit.gpgsign=false"];
    const options = settings.flatMap((setting) => ["-c", setting]);
    const { code, output } = await runCommand("git", [...options, ...args], { cwd: this.folder });
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${output}`);
    return output.trim();
  }

  /** Commits everything; returns the commit. */
  async commit(message: string): Promise<string> {
    await this.git("add", ".");
    await this.git("commit", "--quiet", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Runs the installed program in the project's folder, as `npx pulumi-skyvern` does. */
  cli(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliResult> {
    const main = join(this.folder, "node_modules", ".bin", "pulumi-skyvern");
    const env = { ...this.environment, ...environment };
    return new Promise((resolve) => {
      execFile(process.execPath, [main, ...args], { cwd: this.folder, env }, (error, report, progress) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, report, progress });
      });
    });
  }
}
