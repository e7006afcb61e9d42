import { inspect } from "node:util";

/** A string that hides its value: printing, inspecting or serializing it gives `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the code that sends it. */
  reveal(): string {
    return this.#value;
  }

  /** `text` with every occurrence of the value replaced by `[secret]`. */
  redactFrom(text: string): string {
    return this.#value === "" ? text : text.replaceAll(this.#value, "[secret]");
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
