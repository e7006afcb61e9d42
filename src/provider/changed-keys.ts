import { isDeepStrictEqual } from "node:util";
import { containsUnknown } from "./unknown";

/**
 * Those of `keys` whose values differ in structure: the order of keys does not count, null and a left-out
 * value are the same, and a value that is not known yet may differ, so it does.
 */
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
