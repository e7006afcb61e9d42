import { formatDuration, parseDuration } from "../duration";

/** `interval_seconds` of `WorkflowScheduleUpsertRequest`, Skyvern 1.0.56. */
const SHORTEST = 300;
export const LONGEST = 2 ** 31 - 1;

/** Why Skyvern refuses an interval of so many seconds, or undefined. */
export function intervalLengthProblem(seconds: number): string | undefined {
  if (seconds < SHORTEST) return `${seconds} seconds are too short; the minimum is 5 minutes (300 seconds)`;
  if (seconds > LONGEST)
    return `${seconds} seconds are too long; the maximum is ${LONGEST} seconds (about 68 years)`;
  return Number.isInteger(seconds) ? undefined : `${seconds} seconds are not a whole number of seconds`;
}

/**
 * Reads an interval such as `90m`, `36h`, `1h30m` or `2d`. A day is 24 hours: intervals ignore daylight saving.
 *
 * @returns seconds, or what is wrong in one sentence
 */
export function readInterval(text: string): { readonly seconds: number } | { readonly problem: string } {
  const milliseconds = parseDuration(text.replace(/^(\d+)d/, (_, days) => `${24 * Number(days)}h`));
  if (milliseconds === undefined)
    return {
      problem: `${JSON.stringify(text)} is not an interval; use the units d, h, m and s in this order, such as "90m", "1h30m" or "7d"`,
    };
  const problem = intervalLengthProblem(milliseconds / 1000);
  return problem === undefined ? { seconds: milliseconds / 1000 } : { problem };
}

/** As {@link readInterval} reads it: `1h30m`, `36h`. */
export function formatInterval(seconds: number): string {
  const rest = seconds % 60;
  const minutes = formatDuration(1000 * (seconds - rest));
  return rest === 0 ? minutes : `${seconds < 60 ? "" : minutes}${rest}s`;
}
