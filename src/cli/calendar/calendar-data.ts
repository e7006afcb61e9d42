/**
 * What a calendar shows: the schedules of a file, a stack or an account with the runs that they start in some weeks. The
 * terminal, the page and `--json` show the same data. All instants are whole seconds since 1970.
 */
export interface CalendarData {
  /** `schedules.yaml`, `stack prod` or `account at https://…`. */
  readonly title: string;
  readonly source: "file" | "stack" | "account";
  /** When the data was made. */
  readonly made: number;
  /** The span from `from` until before `to`: whole days in `timezone`. */
  readonly from: number;
  readonly to: number;
  /** In which the days are counted, and in which the page starts. */
  readonly timezone: string;
  /** In the order of the file; empty for a stack or an account. */
  readonly environments: readonly string[];
  readonly schedules: readonly CalendarSchedule[];
  /** Of the timezones in use, within the span. */
  readonly clockChanges: readonly CalendarClockChange[];
  /** With what it is compared, such as `main`. Left out without a comparison. */
  readonly base?: string;
}

/** A change of the clock. Offsets are what the clock is ahead of UTC, in seconds. */
export interface CalendarClockChange {
  readonly timezone: string;
  /** The first instant with the new offset. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A schedule with its runs in the span of the calendar. */
export interface CalendarSchedule {
  /** Unique, and the same in each calendar: `prod/nightly-invoices`, `wfs_…`. */
  readonly id: string;
  /** What a person calls it. Not unique. */
  readonly name: string;
  readonly environment?: string;
  /** At least one of the two, if the workflow is known. */
  readonly workflow?: { readonly id?: string; readonly title?: string };
  readonly kind: "cron" | "interval" | "once" | "unknown";
  readonly timezone?: string;
  readonly cronExpression?: string;
  readonly intervalSeconds?: number;
  readonly firstFireAt?: string;
  readonly runAt?: string;
  /** The cron expression in words. If there are several texts, it fires when one of them applies. */
  readonly words?: readonly string[];
  readonly state: "active" | "paused" | "over" | "unknown";
  /** Why it is in this state. */
  readonly reason?: string;
  /** When runs start within the span, ascending. If it is paused: when they would start. */
  readonly fires: readonly number[];
  /**
   * Only for a page: when runs start in the hours before and after the span, ascending. The days of the span begin and end in
   * them in other timezones.
   */
  readonly besideFires?: readonly number[];
  /** What the next changes of the clock do to it. */
  readonly clockNotes: readonly CalendarClockNote[];
  /** What is probably not meant. */
  readonly warnings: readonly string[];
  /** Texts. A value that is a secret, or looks like one, is `[secret]`. */
  readonly parameters?: { readonly [key: string]: string };
  /** Where the file defines it. */
  readonly line?: { readonly file: string; readonly line: number };
  /** How long a run of the workflow usually takes, if the account knows enough runs. */
  readonly usualMinutes?: number;
  /** The newest runs of the workflow, newest first, whatever started them. Only of an account or a stack. */
  readonly lastRuns?: readonly CalendarRun[];
  readonly change?: CalendarChange;
}

/** What daylight saving does to a schedule. */
export interface CalendarClockNote {
  /** The local date of the change: `2027-03-28`. */
  readonly date: string;
  readonly text: string;
  /**
   * `twice`: a time that comes twice, or a run that starts once more. `late`: a run starts later that day. `skipped`: runs
   * are left out. `none`: all runs start, and no other.
   */
  readonly effect: "twice" | "late" | "skipped" | "none";
}

/** A run of a workflow. */
export interface CalendarRun {
  /** `wr_…`. */
  readonly id: string;
  readonly status: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** How a schedule differs from the same one in the base of a comparison. */
interface CalendarChange {
  /** `moved`: runs start at other times. `changed`: anything else. */
  readonly kind: "added" | "removed" | "moved" | "changed";
  /** The values in the base that differ. A removed schedule has its values in the schedule itself. */
  readonly before?: Partial<CalendarSchedule>;
}
