import { basename, dirname, join } from "node:path";
import { usesPlugin } from "../engine/plugin-stack";
import type { StackEngine } from "../engine/stack-engine";
import { removeLeftover } from "../leftover";
import type { Terminal } from "../terminal";
import { CommandFailure, counted } from "../usage";
import type { Account } from "./account";
import { type ImportEntry, importFile, secretValues } from "./import-file";
import type { NewFile } from "./write-files";

/**
 * Stores the secrets of an environment in its stack's configuration.
 *
 * @param secrets their values, by key
 * @throws CommandFailure if Pulumi refuses one
 */
export async function storeSecrets(
  { target: { stack }, configuration, missingSecrets }: Account,
  secrets: ReadonlyMap<string, string>,
  engine: StackEngine | undefined,
  terminal: Terminal,
): Promise<void> {
  if (engine === undefined || stack === undefined) return;
  const missing = [...missingSecrets, ...secrets].filter(([key, value]) => configuration.get(key) !== value);
  if (missing.length > 0) terminal.say(`${stack}: storing ${counted(missing.length, "secret")}`);
  const store = await engine.secrets();
  for (const [key, value] of missing) await store.set(stack, key, value);
}

/**
 * The file for `pulumi import --file`. Its secrets are encrypted for the stack.
 *
 * @param keys the schedules, by id
 * @param schedules the path of the schedule file, beside which it stands
 */
export async function prepareImport(
  { target: { environment }, read, state, configuration }: Account,
  { engine, stack, set }: { readonly engine: StackEngine; readonly stack: string; readonly set: string },
  keys: ReadonlyMap<string, string>,
  schedules: string,
  terminal: Terminal,
): Promise<NewFile> {
  const entries = [...keys].flatMap(([id, key]): ImportEntry[] => {
    const imported = read.imported.get(id);
    return imported === undefined ? [] : [{ key, imported }];
  });
  const values = secretValues(entries);
  const store = await engine.secrets();
  const ciphertexts = await store.encrypted(stack, values, terminal);
  const encrypted = new Map(values.map((value, index) => [value, ciphertexts[index] ?? ""]));
  const content = importFile(
    set,
    state.set,
    entries,
    encrypted,
    usesPlugin(await engine.runtime(), configuration),
  );
  const name = `${basename(schedules).replace(/\.\w+$/, "")}.import.${environment}.json`;
  return { path: join(dirname(schedules), name), text: `${JSON.stringify(content, null, 2)}\n` };
}

/**
 * Imports the schedules into the state of the stack, and removes the file.
 *
 * @throws CommandFailure if Pulumi refuses. What is imported until then stays, and the next run continues.
 */
export async function applyImport(
  engine: StackEngine,
  stack: string,
  file: string,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  try {
    await engine.importFile(stack, file, signal);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(
      `The schedules were not all imported into stack ${stack}: ${error.message}\nThe schedule file is written, and nothing changed in Skyvern. Correct the cause, and run the same command again: it imports what is missing.`,
    );
  }
  const problem = removeLeftover(file);
  if (problem !== undefined) terminal.say(problem);
}
