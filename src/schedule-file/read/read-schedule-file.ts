import { pathText } from "../../property-path";
import { error, type Finding, type PlaceOf } from "../finding";
import { fileFindings } from "../resolve/file-findings";
import type { ScheduleFile } from "../schedule-file";
import { objectFindings } from "./object-findings";
import { checkForm } from "./schema-findings";
import { readSourceText } from "./source-text";
import { type Reading, readYaml } from "./yaml-reading";

/** A schedule file, or an object of the same form, with the place of each value. */
export interface ScheduleSource {
  /** Without the values that the findings reject; undefined if nothing is left. */
  readonly content: ScheduleFile | undefined;
  readonly findings: readonly Finding[];
  readonly placeOf: PlaceOf;
}

/**
 * Reads YAML or JSON, and checks its form.
 *
 * @param given the bytes, if they were already read. `file` is then only their name.
 * @throws SkyvernError `configuration` if it cannot be opened
 */
export function readScheduleFile(file: string, given?: Buffer): ScheduleSource {
  const source = readSourceText(file, given);
  if ("text" in source) return checked(readYaml(file, source.text));
  return { content: undefined, findings: [source.finding], placeOf: () => source.finding.place };
}

/** Checks the form of an object that a program gave. */
export function readScheduleObject(content: unknown): ScheduleSource {
  const findings = objectFindings(content);
  const value = findings.length > 0 ? undefined : content;
  return checked({ value, findings, placeOf: (path) => ({ path: pathText(path) }) });
}

/** Checks the form and the size of a reading. */
function checked({ value, findings: before, placeOf }: Reading): ScheduleSource {
  if (value === undefined && before.length > 0) return { content: undefined, findings: before, placeOf };
  const { content, findings: ofForm } = checkForm(value, placeOf);
  const findings = [...before, ...ofForm];
  if (content === undefined) return { content, findings, placeOf };
  const message = sizeProblem(content);
  if (message !== undefined) {
    const tooLarge = error("too-large", message, placeOf(["environments"], "key"));
    return { content: undefined, findings: [...findings, tooLarge], placeOf };
  }
  // A file without its wrong values may lack what the rest refers to.
  return { content, findings: findings.length > 0 ? findings : fileFindings(content, placeOf), placeOf };
}

/** Each environment is merged with the whole file, and checked separately. */
const mostEnvironments = 200;
const mostMerged = 50_000;

function sizeProblem({ schedules, workflows, groups, environments }: ScheduleFile): string | undefined {
  const sizeOf = (entries: object = {}): number => Object.keys(entries).length;
  const count = sizeOf(environments);
  if (count > mostEnvironments)
    return `The file has ${count} environments; at most ${mostEnvironments} are read. Split it into several sets.`;
  const inEach = sizeOf(schedules) + sizeOf(workflows) + sizeOf(groups);
  return count * inEach > mostMerged
    ? `${count} environments of ${inEach} schedules, workflows and groups are too many: multiplied, at most ${mostMerged}. Split the file into several sets.`
    : undefined;
}
