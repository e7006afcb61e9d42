import type { CronExpression } from "../../calendar/cron/expression";
import { DAY_OF_WEEK } from "../../calendar/cron/fields";
import type { CronSubject, LintWarning } from "./subject";
import { listed, quoted } from "./words";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKS = ["first", "second", "third", "fourth"];

/** Warns if day of month and day of week are both set, which means one *or* the other. Disabled schedules count too. */
export function lintDayOr(subjects: readonly CronSubject[]): readonly LintWarning[] {
  return subjects.flatMap(({ key, expression }): LintWarning[] => {
    const { everyDayOfMonth, everyDayOfWeek, nthWeekdays } = expression;
    if (everyDayOfMonth || everyDayOfWeek || nthWeekdays.length > 0) return [];
    return [{ rule: "day-or", message: `${whatFires(expression)}; ${advice(expression)}`, keys: [key] }];
  });
}

function whatFires({ text, daysOfMonth, daysOfWeek, lastDayOfMonth }: CronExpression): string {
  const [, , dayText = "", , weekdayText = ""] = text.split(" ");
  const either = `${quoted(dayText)} in day of month and ${quoted(weekdayText)} in day of week`;
  if (daysOfMonth.length === 31 || daysOfWeek.length === 7)
    return `fires every day: ${either} mean a day that fits one of them`;
  const days = [...spokenDays(daysOfMonth), ...(lastDayOfMonth ? ["last day"] : [])];
  const weekdays = daysOfWeek.map((weekday) => WEEKDAYS[weekday] ?? "");
  const isOneOfEach = days.length === 1 && weekdays.length === 1 && daysOfMonth.length < 2;
  const both = isOneOfEach ? `on a ${days[0]} that is a ${weekdays[0]}` : "on a day that is both";
  return `fires on the ${listed(days)} and on every ${listed(weekdays)}, not only ${both}`;
}

/** `1st`, `1st to 7th`, in the order of the days. */
function spokenDays(days: readonly number[]): readonly string[] {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) => {
    const spoken = run.map(ordinal);
    return spoken.length > 2 ? [`${spoken[0]} to ${spoken.at(-1)}`] : spoken;
  });
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const ending = isTeen ? undefined : ["st", "nd", "rd"][(day % 10) - 1];
  return `${day}${ending ?? "th"}`;
}

/** People write "the first Monday" as a week of the month and a weekday if their cron does not know `1#1`. */
function advice({ daysOfMonth, daysOfWeek, lastDayOfMonth }: CronExpression): string {
  const first = daysOfMonth[0] ?? 0;
  const isWeek = daysOfMonth.length === 7 && daysOfMonth.at(-1) === first + 6 && first % 7 === 1;
  const week = isWeek && !lastDayOfMonth ? WEEKS[(first - 1) / 7] : undefined;
  if (week === undefined || daysOfWeek.length === 7) return 'write "*" in day of month or in day of week';
  const weekdays = listed(daysOfWeek.map((weekday) => WEEKDAYS[weekday] ?? ""));
  const nth = daysOfWeek.map((weekday) => `${DAY_OF_WEEK.names[weekday]}#${(first + 6) / 7}`).join();
  return `for the ${week} ${weekdays} write "*" in day of month and ${quoted(nth)} in day of week`;
}
