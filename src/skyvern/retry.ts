import type { SkyvernError } from "../errors";

/** Attempts at one call, the first included. */
export const maximumAttempts = 5;
/** What a person can do where {@link retryDelay} gives up on something that may pass. */
export const runAgain = "Run the command again later.";
const firstDelayMilliseconds = 250;
const longestDelayMilliseconds = 60_000;

/**
 * How long to wait before a failed call may be sent again, in milliseconds; undefined when it must not be.
 * Repeating must do no harm: a call that provably did nothing (never sent, or 429) may always be repeated,
 * one whose answer was lost only when it is `repeatable` (GET and DELETE).
 *
 * @param attempt how many attempts have failed, 1 or more
 * @param random a number from 0 to 1, for the jitter
 */
export function retryDelay(
  error: SkyvernError,
  repeatable: boolean,
  attempt: number,
  random: number,
): number | undefined {
  if (attempt >= maximumAttempts) return undefined;
  const transient = error.kind === "network" || error.kind === "timeout" || error.kind === "unavailable";
  if (!transient || !(error.didNothing || repeatable)) return undefined;
  // A whole time limit has passed already: once more, not four times.
  if (error.kind === "timeout" && attempt >= 2) return undefined;
  if (error.retryAfterSeconds !== undefined) {
    const asked = error.retryAfterSeconds * 1000;
    return asked > longestDelayMilliseconds ? undefined : asked + random * firstDelayMilliseconds;
  }
  return firstDelayMilliseconds * 2 ** (attempt - 1) * (0.5 + random / 2);
}

/** Seconds to wait from a `Retry-After` header, which is a number of seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  // Date.parse reads "1.5" as a day of 2001; a date has the name of a month.
  const date = /[A-Za-z]/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
