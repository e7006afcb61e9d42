import type { AccountSchedule } from "../../lookup/account-schedules";
import { nearest } from "../../nearest";
import { kindOf } from "../../plugin/tokens";
import { nameOf } from "../engine/changes";
import { secretPaths } from "../engine/differences";
import type { StoredResource } from "../engine/stack-engine";
import { CommandFailure } from "../usage";

/** A schedule, and what the stack knows about it. */
export interface FoundSchedule {
  readonly schedule: AccountSchedule;
  /** The paths that are secret in the stack's state: `parameters`, `parameters.token`. */
  readonly secretPaths: readonly string[];
}

/** Where a schedule is searched for. */
export interface SearchedAccount {
  readonly baseUrl: string;
  readonly schedules: readonly AccountSchedule[];
  /** The state of the stack; empty without `--stack`. */
  readonly state: readonly StoredResource[];
}

/**
 * The one schedule with this id, this exact name, or this name as a resource of the stack.
 *
 * @throws CommandFailure if there is none, or more than one
 */
export function findSchedule(name: string, { baseUrl, schedules, state }: SearchedAccount): FoundSchedule {
  const resources = state.filter(({ type }) => kindOf(type) === "WorkflowSchedule");
  const named = resources.filter(({ urn }) => nameOf(urn) === name);
  const ids = new Set(named.map(idOf));
  const found = schedules.filter(
    (one) => one.scheduleId === name || one.name === name || ids.has(one.scheduleId),
  );
  const [schedule] = found;
  if (found.length > 1) throw new CommandFailure(ambiguous(name, found));
  if (schedule !== undefined) {
    const own = resources.find((one) => idOf(one) === schedule.scheduleId);
    return { schedule, secretPaths: secretPaths({ ...own?.inputs, ...own?.outputs }) };
  }
  const [resource] = named;
  if (resource !== undefined)
    throw new CommandFailure(
      `The resource "${name}" of the stack is the schedule ${idOf(resource)}, which the account of the stack's configuration at ${baseUrl} does not have. It was deleted, or it belongs to the account of a \`Provider\`. For another account, set SKYVERN_API_KEY to its key, and leave out --stack.`,
    );
  const known = [
    ...schedules.flatMap((one) => one.name ?? []),
    ...resources.map(({ urn }) => nameOf(urn)),
    ...schedules.map(({ scheduleId }) => scheduleId),
  ];
  const meant = nearest(name, known);
  throw new CommandFailure(
    `There is no schedule "${name}" in the account of this API key at ${baseUrl}. ${meant === undefined ? "Names are case-sensitive; an id begins with wfs_." : `Did you mean "${meant}"?`}`,
  );
}

function idOf({ id = "" }: StoredResource): string {
  return id.split("/").at(-1) ?? "";
}

function ambiguous(name: string, found: readonly AccountSchedule[]): string {
  const list = found.map(
    ({ scheduleId, times, workflowTitle, workflowId }) =>
      `${scheduleId} (${times}, workflow ${workflowTitle === undefined ? workflowId : `"${workflowTitle}"`})`,
  );
  return `"${name}" is ambiguous, ${found.length} schedules match: ${list.sort().join("; ")}. Give the id of the one that you mean.`;
}
