import { formatDuration, parseDuration } from "../duration";

/** `interval_seconds` of `WorkflowScheduleUpsertRequest`, Skyvern 1.0.56. */
const SHORTEST = 300;
const LONGEST = 2 ** 31 - 1;

const WHAT = "300 (5 minutes) to 2147483647";

/** Why Skyvern refuses an interval of so many seconds, or undefined. */
export function intervalLengthProblem(seconds: number): string | undefined {
  if (Number.isInteger(seconds) && seconds >= SHORTEST && seconds <= LONGEST) return undefined;
  return `${seconds} seconds is not a possible interval; Skyvern takes whole seconds from ${WHAT}`;
}

/**
 * Reads an interval such as `90m`, `36h`, `1h30m` or `2d`. A day is 24 hours: intervals ignore daylight saving.
 *
 * @returns seconds, or what is wrong in one sentence
 */
export function readInterval(text: string): { readonly seconds: number } | { readonly problem: string } {
  const milliseconds = parseDuration(text.replace(/^(\d+)d/, (_, days) => `${24 * Number(days)}h`));
  if (milliseconds === undefined)
    return { problem: `${JSON.stringify(text)} is not an interval; write one such as "90m", "36h" or "2d"` };
  const problem = intervalLengthProblem(milliseconds / 1000);
  return problem === undefined ? { seconds: milliseconds / 1000 } : { problem };
}

/** As {@link readInterval} reads it: `1h30m`, `36h`. */
export function formatInterval(seconds: number): string {
  const rest = seconds % 60;
  const minutes = formatDuration(1000 * (seconds - rest));
  return rest === 0 ? minutes : `${seconds < 60 ? "" : minutes}${rest}s`;
}
