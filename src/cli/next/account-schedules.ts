import { isSkyvernError } from "../../errors";
import type { AccountSchedule } from "../../lookup/account-schedules";
import type { SkyvernClient } from "../../skyvern/client";
import { accountClient, stackClient } from "../engine/account-client";
import { nameOf } from "../engine/changes";
import { StackEngine, type StoredResource } from "../engine/stack-engine";
import { CommandFailure } from "../usage";
import type { GivenSchedule, ScheduleAbout } from "./next-times";

const lookup = (): typeof import("../../lookup/account-schedules") =>
  require("../../lookup/account-schedules");

/** All schedules of the account of SKYVERN_API_KEY, by workflow and name. @throws CommandFailure */
export async function accountSchedules(): Promise<readonly GivenSchedule[]> {
  const all = await askAccount(accountClient());
  return all.map((one) => given(one)).sort(byName);
}

/** The schedules of a stack's state, as its account has them now. @throws CommandFailure */
export async function stackSchedules(stack: string, folder: string): Promise<readonly GivenSchedule[]> {
  const engine = await StackEngine.open(folder);
  const [client, state] = await Promise.all([stackClient(engine, stack), engine.resources(stack)]);
  const resources = state.filter(({ type }) => type.endsWith("skyvern:WorkflowSchedule"));
  if (resources.length === 0) throw new CommandFailure(`The stack ${stack} has no schedules.`);
  const byId = new Map((await askAccount(client)).map((one) => [one.scheduleId, one]));
  return resources
    .map((resource): GivenSchedule => {
      const scheduleId = idOf(resource);
      const found = byId.get(scheduleId);
      const name = nameOf(resource.urn);
      if (found !== undefined) return given(found, name);
      const about = { resource: name, scheduleId };
      return { about, state: "unknown", reason: missingFrom(client.baseUrl) };
    })
    .sort(byName);
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

function given(schedule: AccountSchedule, resource?: string): GivenSchedule {
  const { scheduleId, name, workflowId, workflowTitle, when, enabled, isOver } = schedule;
  const about: ScheduleAbout = {
    ...(resource === undefined ? {} : { resource }),
    scheduleId,
    ...(name === undefined ? {} : { name }),
    workflowId,
    ...(workflowTitle === undefined ? {} : { workflowTitle }),
  };
  if (isOver) return { about, times: when, state: "over", reason: "It has fired, or was canceled." };
  return { about, times: when, state: enabled ? "active" : "paused" };
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
