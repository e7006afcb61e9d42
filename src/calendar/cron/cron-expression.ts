import type { NthWeekday } from "./read-field";

/**
 * A cron expression of five fields, read as Skyvern's server (croniter 3.0.4) reads it.
 * All lists ascend and hold each value once.
 */
export interface CronExpression {
  /** As written, without outer blanks and with one space between fields. */
  readonly text: string;
  /** 0 to 59. */
  readonly minutes: readonly number[];
  /** 0 to 23. */
  readonly hours: readonly number[];
  /** 1 to 31; all of them for a star. */
  readonly daysOfMonth: readonly number[];
  /** Whether `L`, the last day of each month, belongs to the days of the month. */
  readonly lastDayOfMonth: boolean;
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 0 (Sunday) to 6; all of them for a star, none when {@link CronExpression.nthWeekdays} has any. */
  readonly daysOfWeek: readonly number[];
  /** `1#2` and `L5`. */
  readonly nthWeekdays: readonly NthWeekday[];
  /**
   * Whether the day of month restricts nothing, so that the day of week decides alone. When neither field is
   * a star, a day fires that fits either. A field that names every value counts as a star only beside a day
   * field with a `*` in it (`_expand` in croniter: "avoid over-optimization").
   */
  readonly everyDayOfMonth: boolean;
  /** The same for the day of week. */
  readonly everyDayOfWeek: boolean;
}
