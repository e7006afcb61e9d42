/** Prints each note once. The engine shows the output of a provider process with the stack. */
export class Notes {
  readonly #topics = new Set<string>();

  /** Prints `text`, unless a note on the same `topic` was printed before. */
  print(topic: string, text: string): void {
    if (this.add(topic)) console.log(text);
  }

  /** Records that a topic was reported. Returns false if it was recorded before. */
  add(topic: string): boolean {
    return this.#topics.size < this.#topics.add(topic).size;
  }
}
