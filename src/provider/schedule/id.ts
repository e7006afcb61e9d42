import { SkyvernError } from "../../errors";

/** The two ids that the API needs to read a schedule. */
export interface SchedulePlace {
  readonly workflowId: string;
  readonly scheduleId: string;
}

/** The resource id, `wpid_…/wfs_…`. */
export function formatScheduleId({ workflowId, scheduleId }: SchedulePlace): string {
  return `${workflowId}/${scheduleId}`;
}

/** @throws SkyvernError `invalid` if `id` does not have the form `wpid_…/wfs_…` */
export function parseScheduleId(id: string): SchedulePlace {
  if (/^wpid_\w+\/(wfs_\w+|unconfirmed)$/.test(id)) {
    const slash = id.indexOf("/");
    return { workflowId: id.slice(0, slash), scheduleId: id.slice(slash + 1) };
  }
  throw new SkyvernError(
    "invalid",
    `"${id}" is not the id of a schedule. Write wpid_…/wfs_…: the workflow's id and the schedule's id.`,
  );
}

/** The schedule's id while it is unknown whether the server created the schedule. */
export const unconfirmedScheduleId = "unconfirmed";

/** Identifies a schedule by workflow and name, before it has an id. */
export function nameKey(of: { readonly workflowId: unknown; readonly name?: unknown }): string {
  return JSON.stringify([of.workflowId, of.name]);
}
