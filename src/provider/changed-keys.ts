import { isDeepStrictEqual } from "node:util";
import { containsUnknown } from "./unknown";

/** The keys whose values differ. Key order does not count, null equals left out, and an unknown value differs. */
export function changedKeys<Key extends string>(
  before: Readonly<Partial<Record<Key, unknown>>>,
  after: Readonly<Partial<Record<Key, unknown>>>,
  keys: readonly Key[],
): Key[] {
  return keys.filter(
    (key) =>
      containsUnknown(after[key]) || !isDeepStrictEqual(before[key] ?? undefined, after[key] ?? undefined),
  );
}
