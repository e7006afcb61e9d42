import type { CronExpression } from "../../calendar/cron/expression";

/** Longer lists of texts are not read. */
const mostTexts = 4;

/**
 * Simpler expressions which together fire exactly when `expression` does. They are for cronstrue, which reads or
 * describes several forms wrongly: two day fields (as "and"), `l`, `0-7`, `SUN-SUN`, `MON-WED#1`, steps of weekdays and
 * months, uneven steps, a star in a list, and several minutes beside several hours (`0,30 9,12`). So each result is made
 * from the numbers that our own parser read, in the few forms that the library describes exactly:
 *
 * - all values as a star, three or more in a row as a range, others as a list
 * - an even step only for minutes, and for hours on the hour
 * - several minutes only beside a range of hours, which may be one hour: `9-9`
 * - one of the two day fields
 *
 * None if there would be more than four.
 */
export function plainExpressions(expression: CronExpression): readonly string[] {
  const times = timesOf(expression);
  const month = plainField(expression.months, 12);
  const plain = times.flatMap((time) =>
    daysOf(expression).map(([day, weekday]) => `${time} ${day} ${month} ${weekday}`),
  );
  return plain.length > mostTexts ? [] : plain;
}

/** The fields of minutes and hours. */
function timesOf({ minutes, hours }: CronExpression): readonly string[] {
  const [only] = minutes;
  if (minutes.length === 1) {
    const step = only === 0 ? evenStep(hours, 24) : undefined;
    return [`${only} ${step ?? plainField(hours, 24)}`];
  }
  const spans = hours.length === 24 ? ["*"] : runsOf(hours).map((run) => `${run[0]}-${run.at(-1)}`);
  if (spans.length >= minutes.length) return minutes.map((minute) => `${minute} ${plainField(hours, 24)}`);
  return spans.map((span) => `${evenStep(minutes, 60) ?? minutes.join()} ${span}`);
}

/** The fields of the day of month and of week, of which one is always a star. */
function daysOf(expression: CronExpression): readonly (readonly [string, string])[] {
  const { everyDayOfMonth, everyDayOfWeek, nthWeekdays, daysOfMonth, daysOfWeek, lastDayOfMonth } =
    expression;
  if (nthWeekdays.length > 0) {
    const numbered = nthWeekdays.flatMap(({ weekday, nth }) => (nth === "last" ? [] : [`${weekday}#${nth}`]));
    const last = nthWeekdays.flatMap(({ weekday, nth }) => (nth === "last" ? [`${weekday}L`] : []));
    return [...(numbered.length === 0 ? [] : [numbered.join()]), ...last].map((one) => ["*", one]);
  }
  const fitsMonth = everyDayOfMonth || daysOfMonth.length === 31;
  const fitsWeek = everyDayOfWeek || daysOfWeek.length === 7;
  const isEither = !everyDayOfMonth && !everyDayOfWeek;
  if (isEither ? fitsMonth || fitsWeek : fitsMonth && fitsWeek) return [["*", "*"]];
  const days: readonly [string, string] = [
    [
      ...(daysOfMonth.length === 0 ? [] : [plainField(daysOfMonth, 31)]),
      ...(lastDayOfMonth ? ["L"] : []),
    ].join(),
    "*",
  ];
  const weekdays: readonly [string, string] = ["*", plainField(daysOfWeek, 7)];
  if (isEither) return [days, weekdays];
  return [everyDayOfMonth ? weekdays : days];
}

/** `*`, `9-17` or `1,15`. Two neighbours are a list. */
function plainField(values: readonly number[], size: number): string {
  if (values.length === size) return "*";
  const runs = runsOf(values);
  return runs.length === 1 && values.length > 2 ? `${values[0]}-${values.at(-1)}` : values.join();
}

/** A step such as every 15 minutes, if the values are every fifteenth of all, from 0 on, with no rest. */
function evenStep(values: readonly number[], size: number): string | undefined {
  const step = size / values.length;
  const isEven = step > 1 && step < size && values.every((value, index) => value === index * step);
  return isEven ? `*/${step}` : undefined;
}

/** Values in a row, apart. */
function runsOf(values: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs;
}
