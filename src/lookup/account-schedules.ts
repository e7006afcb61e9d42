import { timesOf, type ZonedTimes } from "../calendar/times-of";
import { spokenTimes, stateOf } from "../provider/schedule/state";
import type { SkyvernClient } from "../skyvern/client";
import { isSettled } from "../skyvern/schedules";
import type { Json } from "../skyvern/wire";
import { everyPage } from "./schedule-lookup";

/** A schedule, as a report names it. */
export interface AccountSchedule {
  /** `wfs_…`. */
  readonly scheduleId: string;
  /** `wpid_…`. */
  readonly workflowId: string;
  /** Left out if the server does not report it. */
  readonly workflowTitle?: string;
  /** Left out for a schedule without a name. */
  readonly name?: string;
  /** When it fires, in words: `0 2 * * *, UTC`. */
  readonly times: string;
  /** The same as values. */
  readonly when: ZonedTimes;
  /** False while it is paused. */
  readonly enabled: boolean;
  readonly parameters?: { readonly [key: string]: Json };
  /** Whether it is a one-time schedule that is over. */
  readonly isOver: boolean;
}

/**
 * All schedules of the account.
 *
 * @throws SkyvernError
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function accountSchedules(client: SkyvernClient): Promise<readonly AccountSchedule[]> {
  const all = await everyPage(client, {});
  return all.map((one) => {
    const state = stateOf(one);
    const { name, parameters } = state;
    return {
      scheduleId: one.workflow_schedule_id,
      workflowId: one.workflow_permanent_id,
      ...(one.workflow_title ? { workflowTitle: one.workflow_title } : {}),
      ...(name === undefined ? {} : { name }),
      times: spokenTimes(state),
      when: timesOf(state),
      enabled: one.enabled,
      ...(parameters === undefined ? {} : { parameters }),
      isOver: isSettled(one),
    };
  });
}
