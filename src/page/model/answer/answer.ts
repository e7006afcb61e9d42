import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";

/** One question that people have, answered in words. */
export interface Answer extends AnswerPart {
  readonly key: "busiest" | "sunday" | "clocks" | "comparison" | "crowding";
  /** A second part of the answer, about the same subject. */
  readonly second?: AnswerPart;
}

/** A few words, and the schedules that they are about. */
export interface AnswerPart {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** What else a reader should know about it. */
  readonly remark?: string;
  readonly items: readonly AnswerItem[];
  /** Whether the page lists the schedules on demand only. */
  readonly isFolded?: boolean;
  /** Other changes of the clock, in a line each. */
  readonly others?: readonly OtherDay[];
}

/** A day on which clocks change. The page explains it in a section of its own. */
export interface OtherDay {
  /** Days since 1970. */
  readonly day: number;
  readonly text: string;
}

/** A schedule, with a word or two. */
export interface AnswerItem {
  readonly schedule: CalendarSchedule;
  readonly note: string;
  /** How many more runs there are like the one of the note. */
  readonly more?: number;
  /** Whether these are those of a day that a comparison moves. */
  readonly isPerDay?: boolean;
}
