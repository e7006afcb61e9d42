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
  if (milliseconds === undefined) {
    const meant = meantSeconds(text.trim());
    const advice =
      meant === undefined
        ? 'use the units d, h, m and s in this order, such as "90m", "1h30m" or "7d"'
        : `write "${formatInterval(meant)}"`;
    return { problem: `${JSON.stringify(text)} is not an interval; ${advice}` };
  }
  const problem = intervalLengthProblem(milliseconds / 1000);
  return problem === undefined ? { seconds: milliseconds / 1000 } : { problem };
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };
/** A capital M alone is no minute: other programs read a month. */
const AMOUNTS =
  /(\d+(?:\.\d+)?) ?([wdhms]|[WDHS]|(?:week|day|hour|hr|minute|min|second|sec)s?)(?![a-z])(?:,? and |,? ?)/gy;
/** A duration of ISO 8601 without years and months, whose lengths vary. */
const ISO_DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The seconds of `1 hour`, `90 minutes`, `every 2 days` or `PT1H30M`, if Skyvern takes such an interval. */
function meantSeconds(text: string): number | undefined {
  const amounts = ISO_DURATION.exec(text)?.slice(1) ?? [];
  const pairs =
    amounts.length > 0
      ? amounts.map((amount, index) => [amount ?? "0", "wdhms"[index] ?? ""] as const)
      : inWords(text.replace(/^@?every /i, "").replace(/[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase()));
  const seconds = pairs.reduce(
    (sum, [amount, unit]) => sum + Number(amount) * (SECONDS_OF_UNIT[unit] ?? 0),
    0,
  );
  return intervalLengthProblem(seconds) === undefined ? seconds : undefined;
}

/** Amounts and units; none if the text has anything else. */
function inWords(text: string): readonly (readonly [string, string])[] {
  const found = [...text.matchAll(AMOUNTS)];
  const length = found.reduce((sum, [part]) => sum + part.length, 0);
  if (length < text.length) return [];
  return found.map(([, amount = "", unit = ""]) => [amount, unit.charAt(0).toLowerCase()]);
}

/** As {@link readInterval} reads it: `1h30m`, `36h`. */
export function formatInterval(seconds: number): string {
  const rest = seconds % 60;
  const minutes = formatDuration(1000 * (seconds - rest));
  return rest === 0 ? minutes : `${seconds < 60 ? "" : minutes}${rest}s`;
}
