import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeLeftover } from "../leftover";
import type { Terminal } from "../terminal";
import { CommandFailure } from "../usage";
import { errorsIn, runPulumi } from "./run-pulumi";

/** Encrypts secrets with the engine. Values go through standard input: never into a file in clear, or a process's arguments. */
export class StackSecretStore {
  readonly #command: string;
  readonly #project: string;
  readonly #settings: string;

  /**
   * @param command the `pulumi` to run
   * @param project the folder of Pulumi.yaml
   * @param settings the folder of the stacks' configurations
   */
  constructor(command: string, project: string, settings: string) {
    this.#command = command;
    this.#project = project;
    this.#settings = settings;
  }

  /** `pulumi config set --secret KEY`. @throws CommandFailure */
  async set(stack: string, key: string, value: string): Promise<void> {
    await this.#setIn(stack, key, value, []);
  }

  /**
   * The values as a stack's state stores them, in their order.
   *
   * @throws CommandFailure
   */
  async encrypted(stack: string, values: readonly string[], terminal: Terminal): Promise<readonly string[]> {
    if (values.length === 0) return [];
    const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-"));
    try {
      // A copy, because it has what the encryption needs, and the stack's own configuration must not change.
      const own = join(this.#settings, `Pulumi.${stack.split("/").at(-1)}.yaml`);
      const copy = join(folder, "Pulumi.yaml");
      if (existsSync(own)) copyFileSync(own, copy);
      else writeFileSync(copy, "{}\n");
      for (const [index, value] of values.entries())
        await this.#setIn(stack, `${prefix}${index}`, JSON.stringify(value), ["--config-file", copy]);
      return ciphertextsIn(readFileSync(copy, "utf8"), values.length);
    } finally {
      const problem = removeLeftover(folder);
      if (problem !== undefined) terminal.say(problem);
    }
  }

  async #setIn(stack: string, key: string, value: string, more: readonly string[]): Promise<void> {
    // A key may begin with a hyphen.
    const args = ["config", "set", "--secret", "--stack", stack, "--non-interactive", ...more, "--", key];
    // The engine removes one line feed at the end.
    const options = { folder: this.#project, input: `${value}\n` };
    const { code, output } = await runPulumi(this.#command, args, options);
    if (code === 0) return;
    throw new CommandFailure(`Could not store the secret ${key} of stack ${stack}: ${errorsIn(output)}`);
  }
}

const prefix = "pulumi-skyvern-import-";

function ciphertextsIn(text: string, count: number): readonly string[] {
  const { parse } = require("../../schedule-file/yaml") as typeof import("../../schedule-file/yaml");
  const { config = {} } = parse(text) as { config?: Record<string, { readonly secure?: string }> };
  return Array.from({ length: count }, (_, index) => {
    const entry = Object.entries(config).find(([key]) => key.endsWith(`:${prefix}${index}`))?.[1];
    if (entry?.secure === undefined) throw new CommandFailure("Pulumi did not encrypt a secret as expected.");
    return entry.secure;
  });
}
