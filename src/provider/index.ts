import { host } from "./host";
import { ScheduleLifecycle } from "./schedule";

/**
 * What the one-line pointers in users' state name, for ever: names are added here, never changed or removed.
 * See docs/state.md.
 */
export const workflowSchedule = host((account, checksLive) => new ScheduleLifecycle(account, checksLive));
