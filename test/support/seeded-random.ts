/** A whole number of the environment. @throws when it is none */
export function numberFrom(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number.`);
  return Number(text);
}

/** Whole numbers from 0 to below the given one, the same in each run for the same seed (the mulberry32 generator). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** At most `count` of the items, each once, in random order. */
export function sample<Item>(
  items: readonly Item[],
  count: number,
  random: (below: number) => number,
): readonly Item[] {
  if (count >= items.length) return items;
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(random(left.length), 1)).flat();
}
