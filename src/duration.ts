const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Parses a duration in the form of Pulumi's `customTimeouts`: `"30m"`, `"1h30m"`, `"1.5s"`, with the units h, m, s
 * and ms. Returns milliseconds, or undefined if the text is not a duration.
 */
export function parseDuration(text: string): number | undefined {
  let [milliseconds, end] = [0, 0];
  // Part by part: one expression for the whole text exceeds the stack for a long one.
  for (const [part, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gy)) {
    milliseconds += Number(amount) * (unitMilliseconds[unit ?? ""] ?? 0);
    end += part.length;
  }
  return end === 0 || end < text.length ? undefined : milliseconds;
}

/** As {@link parseDuration} reads it, in whole seconds: `5s`, `12m5s`, `1h3m`. Parts that are 0 are left out. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const parts = [
    [hours, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [hours === 0 ? seconds % 60 : 0, "s"],
  ] as const;
  return parts.map(([amount, unit]) => (amount === 0 ? "" : `${amount}${unit}`)).join("") || "0s";
}
