import { isPlainObject } from "../../plain-object";
import type { Path } from "../../property-path";
import type { FindingsLog } from "../findings-log";
import { problemWith } from "../read/text-problems";
import { fillReferences, hasReference, type ReferenceSource } from "./references";

/** Fills in the references of the values of one environment, and reports what is wrong with them. */
export class ValueFiller {
  readonly #log: FindingsLog;
  readonly #source: ReferenceSource | undefined;
  /** Keyed by text, because two outputs are never equal and equal schedules must be recognized. */
  readonly #filled = new Map<string, ReturnType<typeof fillReferences>>();

  constructor(log: FindingsLog, source: ReferenceSource | undefined) {
    this.#log = log;
    this.#source = source;
  }

  /**
   * A text with its references filled in; undefined if it is missing, unknown or wrong.
   *
   * @param problemOf checks a text that has references, once they are filled in
   */
  text(
    value: string | undefined,
    path: Path,
    problemOf: (text: string) => string | undefined = () => undefined,
  ): string | undefined {
    if (value === undefined || !hasReference(value)) return value;
    const filled = this.#fill(value, path, false);
    if (typeof filled !== "string") return undefined;
    const problem = problemOf(filled);
    if (problem === undefined) return filled;
    this.#log.error(
      "value",
      `${problemWith(quotedName(path), problem)} (it is ${JSON.stringify(filled)}).`,
      path,
    );
    return undefined;
  }

  /** A parameter's value. Texts at any depth may have references, also to secrets. */
  json(value: unknown, path: Path): unknown {
    if (typeof value === "string") return this.#fill(value, path, true) ?? value;
    if (Array.isArray(value)) return value.map((item, index) => this.json(item, [...path, index]));
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.json(item, [...path, key])]),
    );
  }

  /** Undefined if it is unknown or wrong. */
  #fill(value: string, path: Path, allowsSecret: boolean): unknown {
    const known = `${allowsSecret} ${value}`;
    const filled = this.#filled.get(known) ?? fillReferences(value, allowsSecret, this.#source);
    this.#filled.set(known, filled);
    for (const problem of filled.problems) {
      this.#log.error("reference", `${quotedName(path)} ${problem}${problem.endsWith("?") ? "" : "."}`, path);
    }
    const isKnown = filled.problems.length === 0 && this.#source !== undefined;
    return isKnown || !hasReference(value) ? filled.value : undefined;
  }
}

function quotedName(path: Path): string {
  return `"${String(path.findLast((step) => typeof step === "string"))}"`;
}
