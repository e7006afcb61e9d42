/** Shows each note once. */
export class Notes {
  readonly #topics: Set<string>;
  readonly #show: (text: string) => Promise<void> | void;

  /**
   * @param show shows a note. @default prints it: the engine shows the output of a dynamic provider with the stack
   * @param topics the topics that were reported; the notes of several contexts can share them
   */
  constructor(show = (text: string): Promise<void> | void => console.log(text), topics = new Set<string>()) {
    this.#show = show;
    this.#topics = topics;
  }

  /** Shows `text`, unless a note on the same `topic` was shown before. */
  async print(topic: string, text: string): Promise<void> {
    if (this.add(topic)) await this.#show(text);
  }

  /** Records that a topic was reported. Returns false if it was recorded before. */
  add(topic: string): boolean {
    return this.#topics.size < this.#topics.add(topic).size;
  }
}
