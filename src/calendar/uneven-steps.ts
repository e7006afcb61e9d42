import type { CronExpression } from "./cron/cron-expression";
import { cronEvery, intervalAdvice } from "./cron/every";
import {
  type CronField,
  DAY_OF_MONTH,
  DAY_OF_WEEK,
  FIELDS,
  HOUR,
  MINUTE,
  MONTH,
  numberOf,
} from "./cron/fields";
import { shortestDistanceOfDays } from "./gaps";
import { LONGEST_MONTHS, MONTH_LENGTHS } from "./month-lengths";

const STEP = /^(?:\*|(\w+)(?:-(\w+))?)\/(\d+)$/;
const MOST_VALUES = 6;

interface Cycle {
  readonly field: CronField;
  readonly values: readonly number[];
  readonly unit: "minute" | "hour" | "day" | "month";
  /** The most units until the field starts again. */
  readonly size: number;
  /** All possible numbers of units until the field starts again; none if it never does so at once. */
  readonly lengths: readonly number[];
  readonly place: string;
  readonly period: string;
}

/**
 * Says where a step does not divide its field, so that the real gaps differ from the step; undefined if no step does
 * that. A step in a list, in a range that ends early (`9-17/3`) or with a late start (`9/3`) means that part of the
 * field only, and promises nothing about the rest.
 */
export function unevenSteps(expression: CronExpression): string | undefined {
  if (!expression.text.includes("/")) return undefined;
  const parts = expression.text.split(" ");
  const problems = cyclesOf(expression).flatMap((cycle) => problemOf(cycle, parts));
  return problems.length === 0 ? undefined : `"${expression.text}" ${problems.join("; it also ")}`;
}

function cyclesOf(expression: CronExpression): readonly Cycle[] {
  const { minutes, hours, daysOfMonth, months, daysOfWeek, everyDayOfMonth, everyDayOfWeek } = expression;
  const firesDaily = shortestDistanceOfDays(expression) === 1;
  const hourFollows = hours.some((hour) => (hour < 23 || firesDaily) && hours.includes((hour + 1) % 24));
  const monthLengths = months.flatMap((month) =>
    months.includes((month % 12) + 1)
      ? [MONTH_LENGTHS, LONGEST_MONTHS].map((lengths) => lengths[month - 1] ?? 31)
      : [],
  );
  const cycle = (
    field: CronField,
    values: readonly number[],
    [unit, size, place, period]: readonly [Cycle["unit"], number, string, string],
    lengths: readonly number[],
  ): Cycle => ({ field, values, unit, size, place, period, lengths });
  return [
    cycle(MINUTE, minutes, ["minute", 60, "at minute", "hour"], hourFollows ? [60] : []),
    cycle(HOUR, hours, ["hour", 24, "in hour", "day"], firesDaily ? [24] : []),
    // With both day fields set, either is enough: gaps of one of them say nothing.
    ...(everyDayOfWeek
      ? [cycle(DAY_OF_MONTH, daysOfMonth, ["day", 31, "on day", "month"], monthLengths)]
      : []),
    cycle(MONTH, months, ["month", 12, "in", "year"], [12]),
    ...(everyDayOfMonth ? [cycle(DAY_OF_WEEK, daysOfWeek, ["day", 7, "on", "week"], [7])] : []),
  ];
}

function problemOf(cycle: Cycle, parts: readonly string[]): readonly string[] {
  const { field, values, unit, size, lengths, place, period } = cycle;
  const match = STEP.exec(parts[FIELDS.indexOf(field)] ?? "");
  if (match === null) return [];
  const [, from, to, step] = match;
  const every = Number(step);
  const start = from === undefined ? field.min : (numberOf(field, from) ?? field.min);
  const last = field.min + size - 1;
  // As the end of a week, 0 is Sunday.
  const end = (to === undefined ? last : numberOf(field, to)) || last;
  if (start - field.min >= every || end < last) return [];
  const gaps = [...new Set(lengths.flatMap((length) => gapsOf(cycle, length)))].sort((a, b) => b - a);
  const isLonger = every > size;
  if (!isLonger && gaps.every((gap) => gap === every)) return [];
  const shown = listed(values.map((value) => field.names[value - field.min] ?? String(value)));
  // Without gaps, the other fields say in which of the periods it fires.
  const real =
    gaps.length === 0
      ? `"${match[0]}" means ${unit} ${shown} only, because no ${period} has ${every} ${unit}s`
      : `it fires ${place} ${shown} of each ${period}, so ${gaps.length === 1 ? "the gap is" : "gaps are"} ${listed(gaps.map(String))} ${unit}s`;
  return [`does not fire every ${every} ${unit}s: ${real}; ${advice(cycle, every, parts)}`];
}

/** The gaps of a period of that length, the last one up to the next period. */
function gapsOf({ field, values }: Cycle, length: number): readonly number[] {
  const fitting = values.filter((value) => value - field.min < length);
  return fitting.map((value, index) => (fitting[index + 1] ?? (fitting[0] ?? 0) + length) - value);
}

function advice({ field, unit, size }: Cycle, every: number, parts: readonly string[]): string {
  const [minute, hour, , month] = parts;
  if (field === DAY_OF_MONTH && every === 7)
    return `for one run a week write a day of week, such as "${minute} ${hour} * ${month} 1"`;
  const isPlain = parts.every((part, index) => part === "*" || FIELDS[index] === field || part === "0");
  const exact = field === MINUTE ? cronEvery(every) : field === HOUR ? cronEvery(60 * every) : undefined;
  if (isPlain && exact !== undefined) return `write "${exact}"`;
  const minutesOfUnit = { minute: 1, hour: 60, day: 24 * 60, month: undefined }[unit];
  const isWhole = parts[FIELDS.indexOf(field)]?.startsWith("*/");
  if (isPlain && isWhole && minutesOfUnit !== undefined) return intervalAdvice(every * minutesOfUnit);
  if (unit === "day" || every > size) return `five fields cannot say every ${every} ${unit}s`;
  let even = every;
  while (size % even !== 0) even--;
  return `a step that divides ${size} is even, such as ${even}`;
}

function listed(texts: readonly string[]): string {
  const shown = texts.length > MOST_VALUES ? [...texts.slice(0, 3), "…"] : texts.slice(0, -1);
  return [shown.join(", "), ...texts.slice(-1)].filter((text) => text !== "").join(" and ");
}
