import type { Path } from "../property-path";
import { error, type Finding, mostErrors, type PlaceOf } from "./finding";

/** Collects the errors of one environment. Each is reported once, because many schedules can share one wrong value. */
export class FindingsLog {
  readonly #found: Finding[] = [];
  readonly #known = new Set<string>();
  readonly environment: string;
  readonly #placeOf: PlaceOf;

  constructor(environment: string, placeOf: PlaceOf) {
    this.environment = environment;
    this.#placeOf = placeOf;
  }

  get all(): readonly Finding[] {
    return this.#found;
  }

  /**
   * @param message a function if the message is slow to build; all errors of this rule at `path` then share it
   * @param part whether the key or the value at `path` is wrong
   */
  error(rule: string, message: string | (() => string), path: Path, part: "key" | "value" = "value"): void {
    if (this.#found.length >= mostErrors) return;
    const id = JSON.stringify([rule, path, typeof message === "string" ? message : ""]);
    if (this.#known.has(id)) return;
    this.#known.add(id);
    const sentence = typeof message === "string" ? message : message();
    const finding = error(rule, sentence, this.#placeOf(path, part));
    this.#found.push({ ...finding, environment: this.environment });
  }
}
