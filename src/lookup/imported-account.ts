import { isSkyvernError } from "../errors";
import { storedParameters } from "../json-parameters";
import { type Imported, importedSchedule } from "../provider/schedule/imported";
import type { LiveSchedule } from "../schedule-file/compose/account-schedule";
import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { listNewestRun } from "../skyvern/lists/runs";
import { isSettled } from "../skyvern/schedules";
import type { WireSchedule } from "../skyvern/wire";
import { listWorkflows } from "../skyvern/workflows";
import { everyPage } from "./schedule-lookup";

export type { Imported };

/** A schedule of an account, and what a stack's state stores of it. */
export interface ImportedAccount {
  readonly live: readonly LiveSchedule[];
  /** By `wfs_…`. */
  readonly imported: ReadonlyMap<string, Imported>;
}

/** With more workflows it would take too long to ask which of them ever ran. */
const mostAsked = 200;
/** How many of these questions are asked at once. */
const atOnce = 4;

/**
 * Reads an account: all schedules, the titles of their workflows, and which of these workflows never ran.
 *
 * @throws SkyvernError
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function readAccount(
  client: SkyvernClient,
  showProgress: (read: number, total: number) => void,
): Promise<ImportedAccount> {
  const schedules = await everyPage(client, {}, showProgress);
  const workflows = await listWorkflows(client, {});
  const titles = new Map(workflows.map((one) => [one.workflow_permanent_id, one.title]));
  const counts = new Map<string, number>();
  for (const title of titles.values()) counts.set(title, (counts.get(title) ?? 0) + 1);
  const idle = await withoutRuns(client, new Set(schedules.map((one) => one.workflow_permanent_id)));
  const live = schedules.map((one): LiveSchedule => {
    const { workflow_permanent_id: workflowId } = one;
    const title = titles.get(workflowId) ?? one.workflow_title;
    return {
      ...liveSchedule(one),
      workflowTitle: title ?? workflowId,
      isOnlyOfTitle: title !== undefined && counts.get(title) === 1 && titles.has(workflowId),
      ...(idle === undefined ? {} : { hasRuns: !idle.has(workflowId) }),
    };
  });
  const imported = new Map(
    schedules.map((one) => [one.workflow_schedule_id, importedSchedule(one)] as const),
  );
  return { live, imported };
}

function liveSchedule(one: WireSchedule): Omit<LiveSchedule, "workflowTitle" | "isOnlyOfTitle"> {
  return {
    scheduleId: one.workflow_schedule_id,
    workflowId: one.workflow_permanent_id,
    name: one.name,
    description: one.description,
    cronExpression: one.cron_expression,
    intervalSeconds: one.interval_seconds,
    firstFireAt: one.first_fire_at === undefined ? undefined : inUtc(one.first_fire_at),
    runAt: one.run_at === undefined ? undefined : inUtc(one.run_at),
    isOver: isSettled(one),
    timezone: one.timezone,
    enabled: one.enabled,
    parameters: storedParameters(one.parameters),
    createdAt: inUtc(one.created_at),
    changedAt: one.modified_at === undefined ? undefined : inUtc(one.modified_at),
  };
}

/** The workflows that never ran; undefined if there are too many to ask, or the server has no list of runs. */
async function withoutRuns(
  client: SkyvernClient,
  workflowIds: ReadonlySet<string>,
): Promise<ReadonlySet<string> | undefined> {
  if (workflowIds.size > mostAsked) return undefined;
  const idle = new Set<string>();
  const left = [...workflowIds];
  const ask = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop())
      if ((await listNewestRun(client, id)).length === 0) idle.add(id);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, ask));
    return idle;
  } catch (error) {
    if (isSkyvernError(error, "unsupported", "not-found")) return undefined;
    throw error;
  }
}
