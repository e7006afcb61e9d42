import { SkyvernError } from "../../errors";

/** A schedule's place: the API needs both ids to read it. */
export interface SchedulePlace {
  readonly workflowId: string;
  readonly scheduleId: string;
}

/** The resource id, `wpid_…/wfs_…`. */
export function formatScheduleId({ workflowId, scheduleId }: SchedulePlace): string {
  return `${workflowId}/${scheduleId}`;
}

/** @throws SkyvernError `invalid` when `id` is not of the form `wpid_…/wfs_…` */
export function parseScheduleId(id: string): SchedulePlace {
  const [, workflowId, scheduleId] = /^(wpid_\w+)\/(wfs_\w+|unconfirmed)$/.exec(id) ?? [];
  if (workflowId !== undefined && scheduleId !== undefined) return { workflowId, scheduleId };
  throw new SkyvernError(
    "invalid",
    `"${id}" is no id of a schedule. Write it as wpid_…/wfs_…: the workflow's id and the schedule's.`,
  );
}

/** Stands for the schedule's id while it is not known whether the server made it. */
export const unconfirmedScheduleId = "unconfirmed";

/** Tells schedules by their workflow and name, which is all that is known of one before it is made. */
export function nameKey(of: { readonly workflowId: unknown; readonly name?: unknown }): string {
  return JSON.stringify([of.workflowId, of.name]);
}
