import { z } from "zod";
import { nearest } from "../../nearest";
import { type Path, pathText } from "../../property-path";
import { type Finding, mostErrors, type Place, reported, shortened } from "../finding";
import { pruned } from "../resolve/prune";
import type { ScheduleFile } from "../schedule-file";
import { scheduleFileSchema } from "./schema";

type PlaceOf = (path: Path, part?: "key" | "value") => Place;

/**
 * What is wrong with the form of `value`, a whole file or object: everything at once; and what is left without that.
 */
export function checkForm(
  value: unknown,
  placeOf: PlaceOf,
): { readonly findings: readonly Finding[]; readonly content: ScheduleFile | undefined } {
  const result = scheduleFileSchema.safeParse(value);
  if (result.success) return { findings: [], content: value as ScheduleFile };
  const { issues } = result.error;
  const found: Finding[] = [];
  for (const issue of issues) {
    if (found.length < mostErrors) found.push(...findingsOf(issue, value, placeOf));
  }
  return { findings: found.slice(0, mostErrors), content: pruned(value, issues) };
}

function findingsOf(issue: z.core.$ZodIssue, value: unknown, placeOf: PlaceOf): readonly Finding[] {
  const { path } = issue;
  const finding = (rule: string, message: string, place: Place): Finding => ({
    severity: "error",
    rule,
    message: shortened(message),
    place,
  });
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys
      .slice(0, mostErrors)
      .map((key) => finding("unknown-key", unknownKey(key, path, known), placeOf([...path, key], "key")));
  }
  // The sentence about a key that cannot be one stands inside the issue.
  if (issue.code === "invalid_key") {
    const [reason] = issue.issues;
    return [finding("key", `${quoted(path.at(-1))} ${reason?.message}.`, placeOf(path, "key"))];
  }
  const found = path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), value);
  if (found === reported) return [];
  if (issue.code === "invalid_type" && found === undefined && path.length > 0) {
    return [finding("missing", `${quoted(path.at(-1))} is missing here.`, placeOf(path.slice(0, -1)))];
  }
  const message =
    issue.code === "invalid_type" && /^Invalid input/.test(issue.message) ? shapeOf(issue) : issue.message;
  const said = found === null ? `${message}; nothing stands here` : message;
  const subject = path.length === 0 ? "The file" : nameOf(path);
  // What is said of any JSON is a whole sentence.
  const sentence = said.endsWith(".") ? `${subject}: ${said}` : `${subject} ${said}.`;
  return [finding("value", sentence, placeOf(path))];
}

/** The last key that is no index. */
function nameOf(path: Path): string {
  const last = path.findLastIndex((step) => typeof step === "string");
  return pathText(path.slice(Math.max(last, 0)));
}

function shapeOf({ expected }: { readonly expected: string }): string {
  return expected === "object" || expected === "record"
    ? "must be a mapping of keys and values"
    : `must be a ${expected}`;
}

function unknownKey(key: string, path: Path, known: readonly string[]): string {
  const where = path.length === 0 ? "a schedule file" : pathText(path);
  const meant = nearest(key, known);
  const advice = meant === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean "${meant}"?`;
  return `There is no "${key}" in ${where}. ${advice}`;
}

/** What may stand at `path`, by the schema itself. */
function knownKeys(path: Path): readonly string[] {
  let schema: unknown = scheduleFileSchema;
  for (const step of [...path, undefined]) {
    while (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) schema = schema.unwrap();
    if (step === undefined) break;
    if (schema instanceof z.ZodObject) schema = schema.shape[String(step)];
    else if (schema instanceof z.ZodRecord) schema = schema.valueType;
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function quoted(key: PropertyKey | undefined): string {
  return `"${String(key)}"`;
}
