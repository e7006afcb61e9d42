/** Prints each note once. The engine shows the output of a provider process with the stack. */
export class Notes {
  readonly #topics = new Set<string>();

  /** Prints `text`, unless a note on the same `topic` was printed before. */
  print(topic: string, text: string): void {
    if (this.isNew(topic)) console.log(text);
  }

  /** Whether nothing was said about `topic` before; from now on something was. */
  isNew(topic: string): boolean {
    return this.#topics.size < this.#topics.add(topic).size;
  }
}
