import type { ZonedTimes } from "../../calendar/times-of";

/** A schedule as a file, a stack, an account or the command line has it. */
export interface GivenSchedule {
  /** How the report names it; nothing for an expression of the command line. */
  readonly about: ScheduleAbout;
  /** Left out if nothing is known; the state is then `unknown`. */
  readonly times?: ZonedTimes;
  readonly state: "active" | "paused" | "over" | "unknown";
  /** Why it is in this state. */
  readonly reason?: string;
}

/** Where a schedule is: `environment` and `key` in a file, `resource` in a stack, the others in an account. */
export interface ScheduleAbout {
  readonly environment?: string;
  readonly key?: string;
  readonly resource?: string;
  readonly scheduleId?: string;
  readonly name?: string;
  readonly workflowId?: string;
  readonly workflowTitle?: string;
}
