import { host } from "./host";
import { RunLifecycle } from "./run/lifecycle";
import { ScheduleLifecycle } from "./schedule/lifecycle";

/**
 * What the one-line pointers in users' state name, for ever: names are added here, never changed or removed.
 * See docs/state.md.
 */
export const workflowSchedule = host((context) => new ScheduleLifecycle(context));
export const workflowRun = host((context) => new RunLifecycle(context));
