/** Prints each note once. The engine shows the output of a provider process with the stack. */
export class Notes {
  readonly #topics = new Set<string>();

  /** Prints `text`, unless something was said about the same `topic` before. */
  say(topic: string, text: string): void {
    if (this.isNew(topic)) console.log(text);
  }

  /** Whether nothing was said about `topic` before; from now on something was. */
  isNew(topic: string): boolean {
    return this.#said.size < this.#said.add(topic).size;
  }
}
