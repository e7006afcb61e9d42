import type { Path } from "../property-path";

/** A place in a file, or in the object that a program gave. */
export interface Place {
  /** The path that the caller gave; undefined for an object. */
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

/** A problem in a schedule file. An error stops the set; a warning does not. */
export interface Finding {
  readonly severity: "error" | "warning";
  /** A short, stable name, such as `unknown-key`. */
  readonly rule: string;
  /** One or two sentences: what is wrong, and what is right. */
  readonly message: string;
  readonly place: Place;
  /** The key of the schedule with the problem. */
  readonly schedule?: string;
  /** Undefined if the problem is not specific to one environment. */
  readonly environment?: string;
}

/** A longer message is cut, because it may quote a word of any length. */
const longestMessage = 1000;

/** An error at a place. */
export function error(rule: string, message: string, place: Place): Finding {
  const isLong = message.length > longestMessage;
  return {
    severity: "error",
    rule,
    message: isLong ? `${message.slice(0, longestMessage)}…` : message,
    place,
  };
}

/** The most errors that one check reports: nobody reads more, and a hostile file can have any number. */
export const mostErrors = 100;

/** Stands for a value whose error is already reported. */
export const reported = Symbol("reported");

/** `schedules.yaml:12:5: …`, or `schedules.nightly.cron: …` if there is no file. */
export function findingText(finding: Finding): string {
  const position = findingPlace(finding);
  return `${position === "" ? "" : `${position}: `}${findingSentence(finding)}`;
}

/** `schedules.yaml:12:5`, or the path if there is no file. */
export function findingPlace({ place: { file, line, column, path } }: Finding): string {
  return file === undefined ? path : [file, line, column].filter((part) => part !== undefined).join(":");
}

/** The message, with the path and the environment if {@link findingPlace} does not show them. */
export function findingSentence({ message, environment, place: { file, path } }: Finding): string {
  const subject = file !== undefined && path !== "" ? `${path}: ` : "";
  const scope = environment === undefined || path.startsWith("environments.") ? "" : ` (in ${environment})`;
  return `${subject}${message}${scope}`;
}

/** Sorts findings by their place in the file. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const positionOf = ({ place: { line = 0, column = 0 } }: Finding): number => line * 1e7 + column;
  return [...findings].sort((one, other) => positionOf(one) - positionOf(other));
}
