import type { Path } from "../../property-path";

/** The offsets of a key and its value in a text, and of the values inside. */
export class Places {
  /** Undefined for the whole, and for items of lists. */
  key: number | undefined;
  value: number;
  readonly #inner = new Map<PropertyKey, Places>();

  constructor(value: number, key?: number) {
    this.key = key;
    this.value = value;
  }

  /** Adds the value of a key, or an item. */
  add(step: PropertyKey, value: number, key?: number): Places {
    const places = new Places(value, key);
    this.#inner.set(step, places);
    return places;
  }

  /** The offset of the value at `path`, or of its key; of the key of the nearest value around it if it is missing. */
  find(path: Path, part: "key" | "value"): number {
    let nearest: Places = this;
    for (const step of path) {
      const inner = nearest.#inner.get(step);
      // The key of what should have it says more than its first value.
      if (inner === undefined) return nearest.key ?? nearest.value;
      nearest = inner;
    }
    return (part === "key" ? nearest.key : undefined) ?? nearest.value;
  }
}
