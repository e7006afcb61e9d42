import { LOOKED_AT_DAYS, type Occurrences } from "./minutes";
import type { Zone } from "./zone";

const MINUTE = 60_000;

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** The first `most` of them, and how many others: `"a", "b" and 3 more`. */
export function listedUpTo(most: number, parts: readonly string[]): string {
  const more = parts.length - most;
  return more > 1 ? `${parts.slice(0, most).join(", ")} and ${more} more` : listed(parts);
}

export function quoted(text: string): string {
  return `"${text}"`;
}

/** `1 minute`, `5.3 minutes`; rounded up to a tenth. */
export function spokenMinutes(minutes: number): string {
  const rounded = Math.ceil(minutes * 10 - 1e-6) / 10;
  return rounded === 1 ? "1 minute" : `${rounded} minutes`;
}

/** `2026-11-27` of a wall time. */
export function spokenDate(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** `02:30` of a wall time. */
export function spokenTime(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/**
 * `first on 2026-11-27 at 02:30 in America/New_York, and 9 more times within 14 days`.
 *
 * @param occurrences at least one, counted from the zone's start
 */
export function spokenOccurrences(occurrences: Occurrences, zone: Zone): string {
  const { first, count } = occurrences;
  const wall = zone.wallAt(zone.start + first * MINUTE);
  const more = count === 2 ? "once more" : `${count - 1} more times`;
  const on = `on ${spokenDate(wall)} at ${spokenTime(wall)} in ${zone.timezone}`;
  return count === 1 ? on : `first ${on}, and ${more} within ${LOOKED_AT_DAYS} days`;
}
