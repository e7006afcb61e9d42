import type { CalendarSchedule } from "../../cli/calendar/calendar-data";

/** One question that people have, answered in words. */
export interface Answer {
  readonly key: "busiest" | "sunday" | "clocks" | "comparison" | "crowding";
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** The schedules that the answer is about. */
  readonly items: readonly AnswerItem[];
}

/** A schedule, with a word or two. */
export interface AnswerItem {
  readonly schedule: CalendarSchedule;
  readonly note: string;
  /** How many more times there are like the one of the note. */
  readonly more?: number;
}
