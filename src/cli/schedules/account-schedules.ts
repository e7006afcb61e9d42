import { isSkyvernError } from "../../errors";
import type { AccountSchedule } from "../../lookup/account-schedules";
import { kindOf } from "../../plugin/tokens";
import type { SkyvernClient } from "../../skyvern/client";
import { accountClient, stackClient } from "../engine/account-client";
import { nameOf } from "../engine/changes";
import { secretPaths } from "../engine/differences";
import { StackEngine, type StoredResource } from "../engine/stack-engine";
import { CommandFailure } from "../usage";
import type { GivenSchedule, ScheduleAbout } from "./given-schedule";
import { shownParameters } from "./shown-parameters";

const lookup = (): typeof import("../../lookup/account-schedules") =>
  require("../../lookup/account-schedules");

/** Schedules, and the account that was asked for them. */
export interface SchedulesOfAccount {
  readonly client: SkyvernClient;
  readonly schedules: readonly LiveSchedule[];
}

/** A schedule of an account. */
export interface LiveSchedule extends GivenSchedule {
  /** Without values that are, or look like, secrets. */
  readonly parameters?: { readonly [key: string]: unknown };
}

/** All schedules of the account of SKYVERN_API_KEY, by workflow and name. @throws CommandFailure */
export async function accountSchedules(): Promise<SchedulesOfAccount> {
  const client = accountClient();
  const all = await askAccount(client);
  return { client, schedules: all.map((one) => given(one, [])).sort(byName) };
}

/** The schedules of a stack's state, as its account has them now. @throws CommandFailure */
export async function stackSchedules(stack: string, folder: string): Promise<SchedulesOfAccount> {
  const engine = await StackEngine.open(folder);
  const [client, state] = await Promise.all([stackClient(engine, stack), engine.resources(stack)]);
  const resources = state.filter(({ type }) => kindOf(type) === "WorkflowSchedule");
  if (resources.length === 0) throw new CommandFailure(`The stack ${stack} has no schedules.`);
  const byId = new Map((await askAccount(client)).map((one) => [one.scheduleId, one]));
  const schedules = resources.map((resource): LiveSchedule => {
    const scheduleId = idOf(resource);
    const found = byId.get(scheduleId);
    const name = nameOf(resource.urn);
    if (found !== undefined)
      return given(found, secretPaths({ ...resource.inputs, ...resource.outputs }), name);
    const about = { resource: name, scheduleId };
    return { about, state: "unknown", reason: missingFrom(client.baseUrl) };
  });
  return { client, schedules: schedules.sort(byName) };
}

function missingFrom(baseUrl: string): string {
  return `The account of the stack's configuration at ${baseUrl} does not have it. It was deleted, or it belongs to the account of a \`Provider\`. For another account, set SKYVERN_API_KEY to its key, and use --account.`;
}

async function askAccount(client: SkyvernClient): Promise<readonly AccountSchedule[]> {
  try {
    return await lookup().accountSchedules(client);
  } catch (error) {
    throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
  }
}

function given(schedule: AccountSchedule, secrets: readonly string[], resource?: string): LiveSchedule {
  const { scheduleId, name, workflowId, workflowTitle, when, enabled, isOver, parameters } = schedule;
  const about: ScheduleAbout = {
    ...(resource === undefined ? {} : { resource }),
    scheduleId,
    ...(name === undefined ? {} : { name }),
    workflowId,
    ...(workflowTitle === undefined ? {} : { workflowTitle }),
  };
  const one = {
    about,
    times: when,
    ...(parameters === undefined ? {} : { parameters: shownParameters(parameters, secrets).shown }),
  };
  if (isOver) return { ...one, state: "over", reason: "It has fired, or was canceled." };
  return { ...one, state: enabled ? "active" : "paused" };
}

function idOf({ id = "" }: StoredResource): string {
  return id.split("/").at(-1) ?? "";
}

function byName({ about: one }: GivenSchedule, { about: other }: GivenSchedule): number {
  return sortKey(one) < sortKey(other) ? -1 : 1;
}

function sortKey({ resource = "", workflowTitle = "", name = "", scheduleId = "" }: ScheduleAbout): string {
  return [resource, workflowTitle, name, scheduleId].join("\u0000");
}
