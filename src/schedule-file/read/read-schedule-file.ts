import { type Path, pathText } from "../../property-path";
import type { Finding, Place } from "../finding";
import { fileFindings } from "../resolve/file-findings";
import type { ScheduleFile } from "../schedule-file";
import { objectFindings } from "./object-findings";
import { checkForm } from "./schema-findings";
import { readSourceText } from "./source-text";
import { readYaml } from "./yaml-reading";

/** A schedule file, or an object of the same form, with the place of each value. */
export interface ScheduleSource {
  /** If there are findings, the rest without the values that they reject; undefined if nothing is left. */
  readonly content: ScheduleFile | undefined;
  readonly findings: readonly Finding[];
  readonly placeOf: (path: Path, part?: "key" | "value") => Place;
}

/** Reads YAML or JSON, and checks its form. @throws SkyvernError `configuration` if it cannot be opened */
export function readScheduleFile(file: string): ScheduleSource {
  const source = readSourceText(file);
  if ("finding" in source) {
    return { content: undefined, findings: [source.finding], placeOf: () => source.finding.place };
  }
  const { value, findings, placeOf } = readYaml(file, source.text);
  return checked(value, findings, placeOf);
}

/** Checks the form of an object that a program gave. */
export function readScheduleObject(content: unknown): ScheduleSource {
  const placeOf: ScheduleSource["placeOf"] = (path) => ({ path: pathText(path) });
  const findings = objectFindings(content);
  return findings.length > 0 ? { content: undefined, findings, placeOf } : checked(content, [], placeOf);
}

function checked(
  value: unknown,
  before: readonly Finding[],
  placeOf: ScheduleSource["placeOf"],
): ScheduleSource {
  if (value === undefined && before.length > 0) return { content: undefined, findings: before, placeOf };
  const form = checkForm(value, placeOf);
  const findings = [...before, ...form.findings];
  const message = form.content === undefined ? undefined : sizeProblem(form.content);
  if (message === undefined) {
    // A file without its wrong values may lack what the rest refers to.
    const whole =
      form.content === undefined || findings.length > 0 ? [] : fileFindings(form.content, placeOf);
    return { content: form.content, findings: [...findings, ...whole], placeOf };
  }
  const tooLarge: Finding = {
    severity: "error",
    rule: "too-large",
    message,
    place: placeOf(["environments"], "key"),
  };
  return { content: undefined, findings: [...findings, tooLarge], placeOf };
}

/** Each environment is merged with all of the file, and looked at by itself. */
const mostEnvironments = 200;
const mostMerged = 50_000;

function sizeProblem({
  schedules,
  workflows = {},
  groups = {},
  environments,
}: ScheduleFile): string | undefined {
  const count = Object.keys(environments).length;
  if (count > mostEnvironments)
    return `The file has ${count} environments; at most ${mostEnvironments} are read. Split it into several sets.`;
  const inEach = [schedules, workflows, groups].reduce((sum, all) => sum + Object.keys(all).length, 0);
  return count * inEach > mostMerged
    ? `${count} environments of ${inEach} schedules, workflows and groups are too many: multiplied, at most ${mostMerged}. Split the file into several sets.`
    : undefined;
}
