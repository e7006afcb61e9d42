import type { Path } from "../property-path";

/** A place in a file, or in the object that a program gave. */
export interface Place {
  /** As it was given; undefined for an object. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in characters. */
  readonly column?: number;
  /** Such as `environments.prod.schedules.nightly.cron`; empty for the whole. */
  readonly path: string;
}

/** The place of the value at `path`, or of its key; of the nearest value around it if it is missing. */
export type PlaceOf = (path: Path, part?: "key" | "value") => Place;

/** A problem of a schedule file. Errors keep a set from being used; warnings do not. */
export interface Finding {
  readonly severity: "error" | "warning";
  /** A short name that stays the same, such as `unknown-key`. */
  readonly rule: string;
  /** One sentence or two: what is wrong, and what would be right. */
  readonly message: string;
  readonly place: Place;
  /** The key of the schedule with the problem. */
  readonly schedule?: string;
  /** The environment that has the problem; undefined if the file itself has it. */
  readonly environment?: string;
}

/** A message may quote the file, in which a word can have any length. */
const longestMessage = 1000;

export function error(rule: string, message: string, place: Place): Finding {
  const isLong = message.length > longestMessage;
  return {
    severity: "error",
    rule,
    message: isLong ? `${message.slice(0, longestMessage)}…` : message,
    place,
  };
}

/** How many errors one kind of check reports: nobody reads more, and a hostile file can have any number. */
export const mostErrors = 100;

/** Replaces a value whose errors are already reported. */
export const reported = Symbol("reported");

/** `schedules.yaml:12:5: …`, or `schedules.nightly.cron: …` without a file. */
export function spokenFinding(finding: Finding): string {
  const position = findingPosition(finding);
  return `${position === "" ? "" : `${position}: `}${findingSentence(finding)}`;
}

/** `schedules.yaml:12:5`, or the path without a file. */
export function findingPosition({ place: { file, line, column, path } }: Finding): string {
  return file === undefined ? path : [file, line, column].filter((part) => part !== undefined).join(":");
}

/** The message, with the path where the position has none, and the environment where the path has none. */
export function findingSentence({ message, environment, place: { file, path } }: Finding): string {
  const subject = file !== undefined && path !== "" ? `${path}: ` : "";
  const scope = environment === undefined || path.startsWith("environments.") ? "" : ` (in ${environment})`;
  return `${subject}${message}${scope}`;
}

/** In the order of the file. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const positionOf = ({ place: { line = 0, column = 0 } }: Finding): number => line * 1e7 + column;
  return [...findings].sort((one, other) => positionOf(one) - positionOf(other));
}
