import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const repository = join(__dirname, "../..");
const plain = ["--non-interactive", "--color", "never"];

/**
 * A copy of one example with an empty state, in a temporary folder (the engine writes a file beside the
 * program), run by the real engine. The modules are the repository's own.
 */
export class ExampleStack {
  readonly #folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-example-"));
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;

  /**
   * @param name the folder below examples
   * @param environment what the program and the provider see, beside the engine's own variables
   * @throws Error when the environment names no engine
   */
  constructor(name: string, environment: Readonly<Record<string, string>>) {
    const engine = process.env.PULUMI_SKYVERN_ENGINE_PATH;
    if (engine === undefined || engine === "") {
      throw new Error(
        "PULUMI_SKYVERN_ENGINE_PATH is not set: it names the folders of the Pulumi engine and its language host. `npm run test:e2e` finds them and sets it.",
      );
    }
    this.#program = join(this.#folder, "examples", name);
    cpSync(join(repository, "examples", name), this.#program, {
      recursive: true,
      filter: (source) => !source.endsWith("node_modules"),
    });
    // The quickstart is the repository's own project: its Pulumi.yaml stands at the root.
    cpSync(join(repository, "Pulumi.yaml"), join(this.#folder, "Pulumi.yaml"));
    symlinkSync(join(repository, "node_modules"), join(this.#folder, "node_modules"), "junction");
    const state = join(this.#folder, "state");
    mkdirSync(state);
    this.#environment = {
      PATH: `${engine}${delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      PULUMI_HOME: join(this.#folder, "home"),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "for this test only",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...environment,
    };
  }

  /** Makes the stack `test` with this configuration. */
  async open(configuration: Readonly<Record<string, string>>): Promise<void> {
    await this.pulumi("stack", "init", "test");
    const pairs = Object.entries(configuration).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await this.pulumi("config", "set-all", ...pairs);
  }

  /** Runs the engine and returns what it printed. @throws Error with what it printed, when it fails */
  async pulumi(...args: readonly string[]): Promise<string> {
    const options = { cwd: this.#program, env: this.#environment, maxBuffer: 16 * 1024 * 1024 };
    try {
      const { stdout, stderr } = await promisify(execFile)("pulumi", [...args, ...plain], options);
      return stdout + stderr;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }

  /** Removes the temporary folder. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
