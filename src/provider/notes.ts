/** Says things once: what a provider process prints, the engine shows with the stack. */
export class Notes {
  readonly #said = new Set<string>();

  /** Prints `text`, unless something was said about the same `topic` before. */
  say(topic: string, text: string): void {
    if (this.#said.has(topic)) return;
    this.#said.add(topic);
    console.log(text);
  }
}
