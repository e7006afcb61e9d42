/** What one of the five fields of a cron expression may hold. */
export interface CronField {
  readonly name: "minute" | "hour" | "day of month" | "month" | "day of week";
  readonly min: number;
  /** Largest number that may be written; in the day of week 7 is Sunday again. */
  readonly max: number;
  /** Three-letter names in upper case, from {@link CronField.min} on; empty if the field has none. */
  readonly names: readonly string[];
}

export const MINUTE: CronField = { name: "minute", min: 0, max: 59, names: [] };
export const HOUR: CronField = { name: "hour", min: 0, max: 23, names: [] };
export const DAY_OF_MONTH: CronField = { name: "day of month", min: 1, max: 31, names: [] };
export const MONTH: CronField = {
  name: "month",
  min: 1,
  max: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
export const DAY_OF_WEEK: CronField = {
  name: "day of week",
  min: 0,
  max: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

/** The number that `token` means in `field`, in range or not; undefined for anything else. */
export function numberOf(field: CronField, token: string): number | undefined {
  if (/^\d+$/.test(token)) return Number(token);
  const index = field.names.indexOf(token.toUpperCase());
  return index < 0 ? undefined : field.min + index;
}

/** In the order of an expression. */
export const FIELDS: readonly CronField[] = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];
