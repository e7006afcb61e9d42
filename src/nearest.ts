/**
 * The candidate that the author of `word` most likely meant. First choice: equal except for case. Second: one is a
 * prefix of the other (three letters or more). Third: the fewest edits of single letters, at most a third of the word.
 * Undefined if no candidate is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const distance =
      other === wanted ? 0 : isPrefix(wanted, other) ? 0.5 : editDistance(wanted, other, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * A sentence for each key that is unknown, and so would have no effect.
 *
 * @param owner what was given the keys: `Provider "own"`
 * @param what what a key is called: `setting`
 */
export function unknownKeys(
  owner: string,
  what: string,
  given: object,
  known: readonly string[],
): readonly string[] {
  return Object.entries(given).flatMap(([key, value]) =>
    known.includes(key) || value === undefined ? [] : [unknownKey(owner, what, key, known)],
  );
}

/** The sentence about one unknown key. */
export function unknownKey(owner: string, what: string, key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const advice = meant === undefined ? `Its ${what}s are ${known.join(", ")}.` : `Did you mean ${meant}?`;
  return `${owner} has no ${what} "${key}". ${advice}`;
}

function isPrefix(one: string, other: string): boolean {
  return Math.min(one.length, other.length) >= 3 && (one.startsWith(other) || other.startsWith(one));
}

/**
 * Insertions, deletions and replacements of single letters, and swaps of two neighbours. If the lengths differ by `tooMuch`
 * or more, it returns that difference and compares no letters, because the distance is not smaller.
 */
export function editDistance(from: string, to: string, tooMuch = Number.POSITIVE_INFINITY): number {
  const lengthDifference = Math.abs(from.length - to.length);
  if (lengthDifference >= tooMuch) return lengthDifference;
  let beforePrevious: readonly number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swap = isSwap ? (beforePrevious[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replace, swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous[to.length] ?? 0;
}
