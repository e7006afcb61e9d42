import { type CronExpression, readCronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import { intervalProblem } from "../../calendar/interval";
import { nextRuns } from "../../calendar/next-runs";
import { zoneClock } from "../../calendar/zone/zone-clock";
import { refusal } from "../server/api-error";

const shortestGap = 5 * 60_000;
// The constants of `validate_cron_expression` (skyvern/forge/sdk/workflow/schedules.py).
const sampledTime = 25 * 3_600_000;
const mostSamples = 2000;
// croniter gives up after 50 years without a match.
const searchedTime = 50 * 366 * 86_400_000;

const aliases: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/**
 * Throws the server's 400 for an expression that it cannot read, that never fires, or whose fire times of the
 * coming 25 hours come too close. That sample is the server's whole check, so its answer depends on the day.
 */
export function refuseCronExpression(text: string, now: Date): void {
  const expression = readAsServer(text);
  if (expression === undefined) throw refusal(400, "Invalid cron expression");
  if (!canFire(expression, now)) throw refusal(400, "failed to find next date");
  let first: number | undefined;
  let previous: number | undefined;
  let samples = 0;
  for (const time of timesAfter(expression, now.getTime())) {
    if (previous !== undefined && time - previous < shortestGap) {
      throw refusal(400, "Cron interval must be at least 5 minutes");
    }
    first ??= time;
    previous = time;
    samples += 1;
    if (time - first >= sampledTime || samples === mostSamples) return;
  }
}

/** The last answers of {@link nextCronRuns}: each list of schedules asks for the next run of all. */
const answers = new Map<string, { readonly from: number; readonly runs: readonly Date[] }>();
const mostAnswers = 1000;

/** The next `count` fire times after `now`, for an expression and a timezone that were accepted. */
export function nextCronRuns(text: string, timezone: string, count: number, now: Date): readonly Date[] {
  const key = JSON.stringify([text, timezone, count]);
  const last = answers.get(key);
  const [first] = last?.runs ?? [];
  // Nothing fires between the last question and this one, so the answer is the same.
  if (last !== undefined && first !== undefined && last.from <= now.getTime() && now < first)
    return last.runs;
  const runs = searchCronRuns(text, timezone, count, now);
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(key, { from: now.getTime(), runs });
  return runs;
}

function searchCronRuns(text: string, timezone: string, count: number, now: Date): readonly Date[] {
  const expression = readAsServer(text);
  if (expression === undefined) return [];
  if (intervalProblem(expression) === undefined) return nextRuns(expression.text, timezone, count, now);
  // The server accepted it because of the date. nextRuns would refuse it. This ignores daylight saving.
  const clock = zoneClock(timezone);
  const runs: Date[] = [];
  for (const wall of timesAfter(expression, clock.wallAt(now.getTime()))) {
    if (runs.push(new Date(clock.instantOf(wall))) === count) break;
  }
  return runs;
}

function readAsServer(text: string): CronExpression | undefined {
  const read = readCronExpression(aliases[text.trim().toLowerCase()] ?? text);
  return "expression" in read ? read.expression : undefined;
}

// croniter also searches for the days of the month alone. It fails if they never come, whatever the weekday.
function canFire(expression: CronExpression, now: Date): boolean {
  const datesOnly = { ...expression, everyDayOfWeek: true };
  const isUnbound = expression.everyDayOfMonth || expression.nthWeekdays.length > 0;
  const [first] = timesAfter(isUnbound ? expression : datesOnly, now.getTime());
  return first !== undefined;
}

/** In UTC, or in wall time if `after` is a wall time. */
function timesAfter(expression: CronExpression, after: number): Iterable<number> {
  return fireTimes(expression, after + 1, after + searchedTime);
}
