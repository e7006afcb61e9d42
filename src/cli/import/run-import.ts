import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { hasChoice } from "../engine/plugin-stack";
import { hasProject } from "../engine/project-folder";
import { StackEngine, type StoredResource } from "../engine/stack-engine";
import type { Terminal } from "../terminal";
import { CommandFailure } from "../usage";
import { type Account, readTarget } from "./account";
import type { ImportedEnvironment, ImportResult } from "./import-result";
import { summaryOf } from "./import-summary";
import { openFile, takenOver, writeSchedules } from "./schedule-text";
import { setNames } from "./stack-state";
import { applyImport, prepareImport, storeSecrets } from "./takeover";
import { findTargets, type Target, type TargetOptions } from "./targets";
import { writeFiles } from "./write-files";

/** The options of the command. */
export interface ImportOptions extends TargetOptions {
  readonly to: "yaml" | "typescript";
  readonly set?: string;
  /** Patterns. */
  readonly only?: readonly string[];
  readonly apply?: boolean;
  readonly adopt?: boolean;
  readonly cwd: string;
}

/** What a command works with. */
export interface Work {
  readonly terminal: Terminal;
  /** Aborted when the command must end early. */
  readonly signal: AbortSignal;
}

/**
 * Reads the accounts, writes the file, and prepares or does the takeover. Nothing is written before everything is read,
 * composed and compared.
 *
 * @throws CommandFailure
 */
export async function runImport(
  argument: string | undefined,
  options: ImportOptions,
  { terminal, signal }: Work,
): Promise<ImportResult> {
  const engine = hasProject(options.cwd) ? await StackEngine.open(options.cwd) : undefined;
  const runtime = await engine?.runtime();
  if (options.to === "typescript" && runtime !== undefined && !hasChoice(runtime))
    throw new CommandFailure(
      `--to typescript is for programs in TypeScript or JavaScript, and Pulumi.yaml has the runtime ${runtime}. Leave it out: programs in every language can use the schedule file.`,
    );
  const name = argument ?? (options.to === "yaml" ? "schedules.yaml" : "index.ts");
  const path = resolve(argument === undefined ? (engine?.folder ?? options.cwd) : ".", name);
  const file = { path, file: relative(process.cwd(), path), form: options.to };
  const source = openFile(file);
  const targets = await findTargets(options, engine);
  const resources = await resourcesOf(engine, targets);
  const { set, hasSet } = findSet(options.set, resources);
  const olderEngine = olderVersion(engine);
  if (options.apply === true) checkApply(targets, engine, olderEngine);

  const accounts: Account[] = [];
  for (const target of targets)
    accounts.push(
      await readTarget(target, { engine, resources, source, set, only: options.only, terminal, signal }),
    );
  const adopts = options.adopt === true || olderEngine !== undefined;
  const written = writeSchedules(accounts, source, file, { adopts, set });
  if (signal.aborted) throw new CommandFailure("The command was interrupted. Nothing was written.");

  const keysOf = takenOver(accounts, written.composed);
  const files = isAlready(path, written.text) ? [] : [{ path, text: written.text }];
  const environments: ImportedEnvironment[] = [];
  for (const account of accounts) {
    const { environment, stack } = account.target;
    await storeSecrets(account, written.composed.secrets.get(environment) ?? new Map(), engine, terminal);
    const keys = keysOf.get(environment) ?? new Map();
    const summary = summaryOf(account, written);
    if (engine === undefined || stack === undefined || adopts || keys.size === 0) {
      environments.push({ ...summary, takeover: adopts && keys.size > 0 ? "adopt" : "none" });
      continue;
    }
    const prepared = await prepareImport(account, { engine, stack, set }, keys, path, terminal);
    files.push(prepared);
    environments.push({ ...summary, takeover: "file", importFile: relative(process.cwd(), prepared.path) });
  }
  writeFiles(files);
  const result: ImportResult = {
    file: file.file,
    isNew: source === undefined,
    form: options.to,
    set,
    hasSet,
    hasProject: engine !== undefined,
    ...(engine === undefined || runtime === undefined
      ? {}
      : { runtime, programFile: relative(engine.folder, path) }),
    ...(olderEngine === undefined ? {} : { olderEngine }),
    environments,
  };
  if (options.apply !== true || engine === undefined) return result;
  const applied: ImportedEnvironment[] = [];
  for (const { importFile, ...one } of environments) {
    if (importFile === undefined || one.stack === undefined) applied.push(one);
    else {
      terminal.say(`${one.environment}: importing into stack ${one.stack}`);
      await applyImport(engine, one.stack, resolve(importFile), signal, terminal);
      applied.push({ ...one, takeover: "applied" });
    }
  }
  return { ...result, environments: applied };
}

/** What the stacks have, by stack. */
async function resourcesOf(
  engine: StackEngine | undefined,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, readonly StoredResource[]>> {
  const found = new Map<string, readonly StoredResource[]>();
  for (const { stack } of targets)
    if (engine !== undefined && stack !== undefined) found.set(stack, await engine.resources(stack));
  return found;
}

/** The set whose file is written: the one of the stacks, unless an option names it. */
function findSet(
  given: string | undefined,
  resources: ReadonlyMap<string, readonly StoredResource[]>,
): { readonly set: string; readonly hasSet: boolean } {
  const found = new Set([...resources.values()].flatMap(setNames));
  if (given !== undefined) return { set: given, hasSet: found.has(given) };
  if (found.size > 1)
    throw new CommandFailure(
      `The stacks have several schedule sets: ${[...found].join(", ")}. Name the one of this file with --set.`,
    );
  const [set = "schedules"] = found;
  return { set, hasSet: found.size === 1 };
}

/** The first version whose `pulumi import --file` takes the state of resources. */
const [firstMajor, firstMinor] = [3, 254];

/** The engine's version, if it is too old for a file with states. */
function olderVersion(engine: StackEngine | undefined): string | undefined {
  if (engine === undefined) return undefined;
  const [major = 0, minor = 0] = engine.version.replace(/^v/, "").split(".").map(Number);
  const isOlder = major < firstMajor || (major === firstMajor && minor < firstMinor);
  return isOlder ? engine.version : undefined;
}

function checkApply(
  targets: readonly Target[],
  engine: StackEngine | undefined,
  olderEngine: string | undefined,
): void {
  if (engine === undefined)
    throw new CommandFailure(
      "--apply needs a Pulumi project: neither the folder nor one above it has a Pulumi.yaml. Create one with `npx pulumi-skyvern init`, or give its folder with --cwd.",
    );
  if (olderEngine !== undefined)
    throw new CommandFailure(
      `--apply needs Pulumi ${firstMajor}.${firstMinor}.0 or later, and this is ${olderEngine}. Update Pulumi. Without --apply, the command writes adopt into the file, and the next \`pulumi up\` takes the schedules over.`,
    );
  const missing = targets.filter(({ stack }) => stack === undefined).map(({ environment }) => environment);
  if (missing.length > 0)
    throw new CommandFailure(
      `--apply needs a stack for each environment, and there is none for ${missing.join(", ")}. Create it with \`pulumi stack init NAME\`, where NAME is the environment.`,
    );
}

function isAlready(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}
