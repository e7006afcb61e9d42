/** The result of one check. `--json` writes `{ "checks": [...] }` of these. */
export interface Check {
  /** Such as `node` or `api-key`. */
  readonly id: string;
  readonly status: "ok" | "warning" | "problem";
  /** What was found, in one line. */
  readonly message: string;
  /** What to do; left out for `ok`. */
  readonly advice?: string;
}

export function ok(id: string, message: string): Check {
  return { id, status: "ok", message };
}

export function warning(id: string, message: string, advice: string): Check {
  return { id, status: "warning", message, advice };
}

/** @param advice left out if the message already says what to do */
export function problem(id: string, message: string, advice?: string): Check {
  return { id, status: "problem", message, ...(advice === undefined ? {} : { advice }) };
}

/** Whether a version such as `v3.259.0` is at least `3.254.0`. Pre-releases count as their release. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [numbersOf(version), numbersOf(least)];
  const index = need.findIndex((part, at) => part !== (have[at] ?? 0));
  return index < 0 || (have[index] ?? 0) > (need[index] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
