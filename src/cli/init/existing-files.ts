import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPlainObject } from "../../plain-object";
import { existingSchedules, scheduleFileName } from "./existing-schedules";
import type { Plan } from "./plan";
import type { Settings } from "./settings";

/** How a project's files fit the folder. Nothing is written if there are problems. */
export interface Comparison {
  /** The files that exist and have what the project needs. They stay as they are. */
  readonly kept: readonly string[];
  /** One sentence or more for each reason to write nothing. */
  readonly problems: readonly string[];
}

/**
 * Compares the plan with what the folder has. No existing file is ever changed. A package.json, a .gitignore and a
 * schedule file that have everything the project needs may stay; other existing files are problems.
 */
export function compareWithFolder(folder: string, plan: Plan, settings: Settings): Comparison {
  const existing = plan.files.map(({ path }) => path).filter((path) => exists(join(folder, path)));
  const conflicts = existing.filter((path) => !(path in mayStay));
  const problems =
    conflicts.length === 0
      ? []
      : [
          `Already exists: ${conflicts.join(", ")}. Move these files away, or choose another folder with --cwd.`,
        ];
  const kept: string[] = [];
  for (const path of existing.filter((path) => path in mayStay)) {
    const found = mayStay[path]?.(folder, plan, settings) ?? [];
    if (found.length === 0) kept.push(path);
    problems.push(...found);
  }
  return { kept, problems };
}

type Problems = (folder: string, plan: Plan, settings: Settings) => readonly string[];

const mayStay: Readonly<Record<string, Problems>> = {
  "package.json": packageProblems,
  ".gitignore": gitignoreProblems,
  [scheduleFileName]: scheduleProblems,
};

function packageProblems(
  folder: string,
  { dependencies: needed }: Plan,
  { language }: Settings,
): readonly string[] {
  const found = parse(read(folder, "package.json"));
  if (found === undefined) return ["package.json is not a JSON object. Correct or remove it."];
  const present = { ...record(found.dependencies), ...record(found.devDependencies) };
  const missing = (wanted: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(wanted).flatMap(([name, range]) => (name in present ? [] : [`"${name}": "${range}"`]));
  const { main, type } = found;
  const lacking = {
    dependencies: missing(needed.dependencies),
    devDependencies: missing(needed.devDependencies),
  };
  const sentences = Object.entries(lacking).flatMap(([section, entries]) =>
    entries.length === 0 ? [] : [`package.json exists. Add to its ${section}: ${entries.join(", ")}.`],
  );
  // In another language, Pulumi runs nothing of the package.
  if (language !== "typescript") return sentences;
  if (main !== undefined && main !== "index.ts" && main !== "./index.ts")
    sentences.push(`package.json has "main": ${JSON.stringify(main)}. Set it to "index.ts".`);
  if (main === undefined && exists(join(folder, "index.js")))
    sentences.push('package.json has no "main", and Pulumi would run index.js. Add "main": "index.ts".');
  if (type === "module")
    sentences.push('package.json has "type": "module". Remove it: Pulumi runs index.ts as CommonJS.');
  return sentences;
}

function gitignoreProblems(folder: string, { ignored }: Plan): readonly string[] {
  const lines = read(folder, ".gitignore")
    .split(/\r?\n/)
    .map((line) =>
      line
        .trimEnd()
        .replace(/^(\*\*)?\//, "")
        .replace(/\/?$/, "/"),
    );
  return ignored
    .filter((name) => !lines.includes(name))
    .map((name) => `.gitignore exists. Add the line ${name} to it.`);
}

function scheduleProblems(folder: string, _: Plan, { stacks }: Settings): readonly string[] {
  const found = existingSchedules(folder);
  if (found === undefined || found.hasErrors)
    return ["schedules.yaml exists, and has errors. To list them, run `npx pulumi-skyvern validate`."];
  const missing = stacks.filter((stack) => !found.environments.includes(stack));
  if (missing.length === 0) return [];
  return [
    `schedules.yaml exists. Add to its environments: ${missing.join(", ")}. Or leave out --stacks, to have a stack for each environment of the file.`,
  ];
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Empty if it cannot be read, such as a folder of that name. */
function read(folder: string, path: string): string {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    return "";
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? record(value) : undefined;
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value)) : {};
}
