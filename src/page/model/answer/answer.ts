import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";

/** One question that people have, answered in words. */
export interface Answer {
  readonly key: "busiest" | "sunday" | "clocks" | "comparison" | "crowding";
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** What else a reader should know about it. */
  readonly remark?: string;
  /** The schedules that the answer is about. */
  readonly items: readonly AnswerItem[];
  /** Later changes of the clock, by their days since 1970. The page explains each in a section of its own. */
  readonly later?: readonly { readonly day: number; readonly text: string }[];
}

/** A schedule, with a word or two. */
export interface AnswerItem {
  readonly schedule: CalendarSchedule;
  readonly note: string;
  /** How many more runs there are like the one of the note. */
  readonly more?: number;
}
