import type { CalendarData } from "./calendar-data";
import type { CalendarEntry } from "./entry";

/** Schedules, and where they come from. */
export interface CalendarSource extends Pick<CalendarData, "title" | "source" | "environments"> {
  readonly entries: readonly CalendarEntry[];
}
