import { nearest } from "../../nearest";
import { isPlainObject } from "../../plain-object";
import { type Path, pathText } from "../../property-path";
import * as z from "../../zod";
import { error, type Finding, mostErrors, type PlaceOf, reported } from "../finding";
import { prune } from "../resolve/prune";
import type { ScheduleFile } from "../schedule-file";
import { scheduleFileSchema } from "./schema";
import { namedBlank, problemWith } from "./text-problems";

/** All errors in the form of a file or object, and its content without the wrong values. */
export function checkForm(
  given: unknown,
  placeOf: PlaceOf,
): { readonly findings: readonly Finding[]; readonly content: ScheduleFile | undefined } {
  // The keys x-… at the top hold anything: anchors for the rest of the file, or what other tools read.
  const value = isPlainObject(given)
    ? Object.fromEntries(Object.entries(given).filter(([key]) => !key.startsWith("x-")))
    : given;
  const { success, error: failure } = scheduleFileSchema.safeParse(value);
  if (success) return { findings: [], content: value as ScheduleFile };
  const found: Finding[] = [];
  for (const issue of failure.issues) {
    if (found.length < mostErrors) found.push(...findingsOf(issue, value, placeOf));
  }
  return { findings: found.slice(0, mostErrors), content: prune(value, failure.issues) };
}

function findingsOf(issue: z.core.$ZodIssue, value: unknown, placeOf: PlaceOf): readonly Finding[] {
  const { path } = issue;
  const name = `"${String(path.at(-1))}"`;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys
      .slice(0, mostErrors)
      .map((key) =>
        error("unknown-key", unknownKey(key, path, known, value), placeOf([...path, key], "key")),
      );
  }
  // zod puts the reason of an invalid key inside the issue.
  if (issue.code === "invalid_key")
    return [error("key", `${name} ${issue.issues[0]?.message}.`, placeOf(path, "key"))];
  const found = valueAt(value, path);
  if (found === reported) return [];
  if (issue.code === "invalid_type" && found === undefined && path.length > 0)
    return [error("missing", `${name} is missing.`, placeOf(path.slice(0, -1)))];
  const isShape = issue.code === "invalid_type" && /^Invalid input/.test(issue.message);
  const message = isShape ? shapeOf(issue, found) : issue.message;
  // The last key that is not an index, and what follows it.
  const lastKey = path.findLastIndex((step) => typeof step === "string");
  const subject = path.length === 0 ? "The file" : pathText(path.slice(Math.max(lastKey, 0)));
  // A reason about JSON is a whole sentence.
  const sentence = message.endsWith(".")
    ? `${subject}: ${message}`
    : `${problemWith(subject, message)}${message.endsWith("?") ? "" : "."}`;
  const empty = found === null ? " The value is empty." : "";
  const indent = isShape && isMisplaced(path) ? " Is it indented too little?" : "";
  return [error("value", `${sentence}${empty}${indent}${hiddenSign(found)}`, placeOf(path))];
}

/** The sentence about a sign that looks like another one; or empty. */
function hiddenSign(found: unknown): string {
  if (typeof found !== "string") return "";
  const blank = namedBlank(found);
  if (blank !== undefined) return ` The value has a ${blank}. Write plain spaces.`;
  const [quote] = /^[\u2018-\u201f]|[\u2018-\u201f]$/.exec(found.trim()) ?? [];
  return quote === undefined ? "" : ` The value has the quote ${quote}. Write a plain " or '.`;
}

function shapeOf({ expected }: { readonly expected: string }, found: unknown): string {
  if (expected !== "object" && expected !== "record") return `must be a ${expected}`;
  const shape = "must be a mapping of keys and values";
  if (!Array.isArray(found)) return shape;
  return found.some((item) => isPlainObject(item))
    ? `${shape}, but is a list: write a key instead of each hyphen`
    : `${shape}, but is a list: write each item as a key, with a colon after it and without a hyphen or brackets`;
}

/** Whether the last key is one that belongs a level deeper, as `cron` directly under `schedules` does. */
function isMisplaced(path: Path): boolean {
  return knownKeys(path).includes(String(path.at(-1)));
}

/** Keys of Kubernetes, other schedulers and `WorkflowSchedule`, with what to write here. */
const foreignKeys: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["schedule", ["cron", 'Write "cron".']],
  ["expression", ["cron", 'Write "cron".']],
  ["suspend", ["enabled", 'Write "enabled: false" for "suspend: true".']],
  ["suspended", ["enabled", 'Write "enabled: false" for "suspended: true".']],
  ["disabled", ["enabled", 'Write "enabled: false" for "disabled: true".']],
  ["paused", ["enabled", 'Write "enabled: false" to pause one schedule.']],
  ["inputs", ["parameters", 'Write "parameters".']],
  ["args", ["parameters", 'Write "parameters".']],
  ["tz", ["timezone", 'Write "timezone".']],
  ["cronExpression", ["cron", 'Write "cron".']],
  ["interval", ["every", 'Write "every".']],
  ["intervalSeconds", ["every", 'Write "every", such as "every: 90m".']],
  ["rate", ["every", 'Write "every".']],
  ["firstFireAt", ["startingAt", 'Write "startingAt".']],
  ["startAt", ["startingAt", 'Write "startingAt".']],
  ["runAt", ["at", 'Write "at".']],
  ["once", ["at", 'Write "at".']],
]);

function unknownKey(key: string, path: Path, known: readonly string[], file: unknown): string {
  const where = path.length === 0 ? "a schedule file" : pathText(path);
  return `Unknown key "${key}" in ${where}. ${adviceFor(key, path, known, file)}`;
}

function adviceFor(key: string, path: Path, known: readonly string[], file: unknown): string {
  const [target = "", advice = ""] = foreignKeys.get(key) ?? [];
  if (known.includes(target)) return advice;
  if (key.startsWith("x-")) return 'Keys that begin with "x-" are allowed at the top of the file only.';
  const meant = nearest(key, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  const isTop = path.length === 0;
  const isDeeper = isTop && (knownKeys(["schedules", "any"]).includes(key) || known.some(isEmpty));
  function isEmpty(one: string): boolean {
    return valueAt(file, [one]) === null;
  }
  const isBelowEmpty = known.includes("parameters") && valueAt(file, [...path, "parameters"]) === null;
  const indent = isBelowEmpty ? "Is it a parameter that is indented too little? " : "";
  return `${isDeeper ? "Is it indented too little? " : indent}Known keys: ${known.join(", ")}.`;
}

function valueAt(file: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), file);
}

/** The keys that the schema allows at `path`. */
function knownKeys(path: Path): readonly string[] {
  let schema: unknown = scheduleFileSchema;
  for (const step of [...path, undefined]) {
    while (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) schema = schema.def.innerType;
    if (step === undefined) break;
    if (schema instanceof z.ZodObject) schema = schema.def.shape[String(step)];
    else if (schema instanceof z.ZodRecord) schema = schema.def.valueType;
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.def.shape) : [];
}
