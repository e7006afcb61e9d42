import type { Path } from "../property-path";
import { type Finding, mostErrors, type Place, shortened } from "./finding";

/** Collects the errors of one environment. Each is reported once, because many schedules can share one wrong value. */
export class FindingsLog {
  readonly #found: Finding[] = [];
  readonly #known = new Set<string>();
  readonly #environment: string;
  readonly #placeOf: (path: Path, part?: "key" | "value") => Place;

  constructor(environment: string, placeOf: (path: Path, part?: "key" | "value") => Place) {
    this.#environment = environment;
    this.#placeOf = placeOf;
  }

  get all(): readonly Finding[] {
    return this.#found;
  }

  /**
   * @param message a function if the message is slow to build, and the same for all errors of this rule at `path`
   * @param part whether the key or the value at `path` is wrong
   */
  error(rule: string, message: string | (() => string), path: Path, part: "key" | "value" = "value"): void {
    if (this.#found.length >= mostErrors) return;
    const id = JSON.stringify([rule, path, typeof message === "string" ? message : ""]);
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#found.push({
      severity: "error",
      rule,
      message: shortened(typeof message === "string" ? message : message()),
      place: this.#placeOf(path, part),
      environment: this.#environment,
    });
  }
}
