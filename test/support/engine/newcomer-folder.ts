import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { asForTests, asForUsers, type CommandResult, fromRunner, runCommand } from "./pulumi-project";

/** What a newcomer has: an empty folder, the Pulumi CLI and a backend. */
export class NewcomerFolder {
  readonly path = mkdtempSync(join(tmpdir(), "pulumi-skyvern-newcomer-"));
  /** What Pulumi keeps elsewhere than in the project's folder. */
  readonly #outside = mkdtempSync(join(tmpdir(), "pulumi-skyvern-outside-"));
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    mkdirSync(join(this.#outside, "backend"));
    this.#environment = {
      ...process.env,
      PATH: [fromRunner("PULUMI_SKYVERN_ENGINE_PATH"), process.env.PATH].join(delimiter),
      PULUMI_HOME: join(this.#outside, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.#outside, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_SKIP_CONFIRMATIONS: "true",
      ...asForUsers,
      ...environment,
    };
  }

  /** Further scripts load modules when they need them, and check no types. */
  hasShownFirstSteps(): void {
    Object.assign(this.#environment, asForTests);
  }

  /** Runs a shell script in the folder. Pulumi's questions get a yes. */
  shell(script: string): Promise<CommandResult> {
    return runCommand("sh", ["-e", "-c", script], { cwd: this.path, env: this.#environment });
  }

  /** Runs a script that must succeed. Its stacks get a key of the tests' key service, as with `createStack`. */
  async succeed(script: string): Promise<string> {
    const provider = fromRunner("PULUMI_SKYVERN_SECRETS_PROVIDER");
    const withKey = script.replace(/\bpulumi stack init \w+/g, `$& --secrets-provider ${provider}`);
    const { code, output } = await this.shell(withKey);
    if (code !== 0) throw new Error(`${script} ended with ${code}:\n${output}`);
    return output;
  }

  remove(): void {
    for (const one of [this.path, this.#outside]) rmSync(one, { recursive: true, force: true });
  }
}
