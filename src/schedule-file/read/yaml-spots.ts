import type { Path } from "../../property-path";

/** Where a key and its value begin in a text, and what is inside the value. */
export class Spot {
  /** Undefined for the whole, and for items of lists. */
  key: number | undefined;
  value: number;
  readonly #inner = new Map<PropertyKey, Spot>();

  constructor(value: number, key?: number) {
    this.key = key;
    this.value = value;
  }

  /** Adds the value of a key, or an item. */
  add(step: PropertyKey, value: number, key?: number): Spot {
    const spot = new Spot(value, key);
    this.#inner.set(step, spot);
    return spot;
  }

  /** Where the value at `path` begins, or its key; of what is missing, the key of the nearest thing around it. */
  find(path: Path, part: "key" | "value"): number {
    let nearest: Spot = this;
    for (const step of path) {
      const inner = nearest.#inner.get(step);
      // The key of what should have it says more than its first value.
      if (inner === undefined) return nearest.key ?? nearest.value;
      nearest = inner;
    }
    return (part === "key" ? nearest.key : undefined) ?? nearest.value;
  }
}
