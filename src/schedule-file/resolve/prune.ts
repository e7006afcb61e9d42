import { isPlainObject } from "../../plain-object";
import type { Path } from "../../property-path";
import type * as z from "../../zod";
import { scheduleFileSchema } from "../read/schema";
import type { ScheduleFile } from "../schedule-file";

/** Replacements for wrong entries, so that their names stay known. */
const placeholders: Readonly<Record<string, unknown>> = {
  workflows: { id: "wpid_0" },
  groups: {},
  schedules: {},
  environments: null,
};

/** Removing a value can make the values around it wrong, a few levels up at most. */
const mostRounds = 4;

/**
 * `value` without its wrong values, so that names and references in the rest can be checked at the same time;
 * undefined if no schedule file is left.
 */
export function prune(value: unknown, issues: readonly z.core.$ZodIssue[]): ScheduleFile | undefined {
  const copy: unknown = copyOf(value);
  let wrong: readonly z.core.$ZodIssue[] = issues;
  for (let round = 0; round < mostRounds; round++) {
    for (const issue of wrong) {
      if (issue.code === "unrecognized_keys")
        for (const key of issue.keys) remove(copy, [...issue.path, key]);
      else remove(copy, issue.path, issue.code === "invalid_key" ? undefined : placeholderAt(issue.path));
    }
    const result = scheduleFileSchema.safeParse(copy);
    if (result.success) return copy as ScheduleFile;
    wrong = result.error.issues;
  }
  return undefined;
}

/** For an entry of the file or of an environment; undefined at deeper levels, where any key may have such a name. */
function placeholderAt(path: Path): unknown {
  const within = path[0] === "environments" && path.length > 2 ? path.slice(2) : path;
  return within.length === 2 ? placeholders[String(within[0])] : undefined;
}

/** Removes the value at `path`, or puts `placeholder` there. A wrong item removes its whole list. */
function remove(root: unknown, path: Path, placeholder?: unknown): void {
  const index = path.findIndex((step) => typeof step === "number");
  const whole = index < 0 ? path : path.slice(0, index);
  const key = whole.at(-1);
  const parent = whole.slice(0, -1).reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), root);
  if (key === undefined || typeof parent !== "object" || parent === null) return;
  if (placeholder === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, placeholder);
}

/** Copies mappings and lists; outputs and similar values stay the same. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}
