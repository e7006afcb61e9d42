import { type LintSubject, lintSchedules } from "../../schedule-file/lint/lint";
import type { SkyvernClient } from "../../skyvern/client";
import {
  accountSchedules,
  type LiveSchedule,
  type SchedulesOfAccount,
  stackSchedules,
} from "../schedules/account-schedules";
import type { Terminal } from "../terminal";
import { counted } from "../usage";
import type { CalendarRun } from "./calendar-data";
import type { CalendarEntry } from "./entry";
import type { CalendarSource } from "./source";
import type { Span } from "./span";

/** More requests would keep the person waiting, and the server busy. */
const mostWorkflows = 100;
const mostSeconds = 10;
/** The lint compares schedules with each other, which takes minutes for more. */
const mostLinted = 2000;

/** The schedules of the account of SKYVERN_API_KEY. @throws CommandFailure */
export async function accountSource(span: Span, terminal: Terminal): Promise<CalendarSource> {
  const found = await accountSchedules();
  return sourceOf(found, "account", `account at ${found.client.baseUrl}`, span, terminal);
}

/** The schedules of a stack's state, as its account has them now. @throws CommandFailure */
export async function stackSource(
  stack: string,
  folder: string,
  span: Span,
  terminal: Terminal,
): Promise<CalendarSource> {
  const found = await stackSchedules(stack, folder);
  return sourceOf(found, "stack", `stack ${stack}`, span, terminal);
}

async function sourceOf(
  { client, schedules }: SchedulesOfAccount,
  source: CalendarSource["source"],
  title: string,
  span: Span,
  terminal: Terminal,
): Promise<CalendarSource> {
  const histories = await historiesOf(client, schedules, terminal);
  const warnings = warningsOf(schedules, histories, span);
  const entries = schedules.map((given): CalendarEntry => {
    const { about, parameters } = given;
    const { scheduleId = "", workflowId, workflowTitle } = about;
    const { usualMinutes, lastRuns } = histories.get(workflowId ?? "") ?? {};
    return {
      given,
      id: scheduleId,
      name: nameOf(given),
      ...(workflowId === undefined
        ? {}
        : { workflow: { id: workflowId, ...(workflowTitle === undefined ? {} : { title: workflowTitle }) } }),
      warnings: warnings.get(scheduleId) ?? [],
      ...(parameters === undefined ? {} : { parameters }),
      ...(usualMinutes === undefined ? {} : { usualMinutes }),
      ...(lastRuns === undefined ? {} : { lastRuns: lastRuns.map(runOf) }),
    };
  });
  return { title, source, environments: [], entries };
}

function nameOf({ about }: LiveSchedule): string {
  return about.resource ?? about.name ?? "(no name)";
}

type Histories = Awaited<ReturnType<typeof import("../../lookup/run-history").runHistories>>;

/** One request for each workflow, those with schedules that fire first. */
async function historiesOf(
  client: SkyvernClient,
  schedules: readonly LiveSchedule[],
  terminal: Terminal,
): Promise<Histories> {
  const { runHistories } = require("../../lookup/run-history") as typeof import("../../lookup/run-history");
  const firing = schedules.filter(({ state }) => state === "active");
  const all = new Set([...firing, ...schedules].flatMap(({ about }) => about.workflowId ?? []));
  const asked = [...all].slice(0, mostWorkflows);
  if (asked.length === 0) return new Map();
  const which =
    asked.length < all.size ? `${asked.length} of ${all.size} workflows` : counted(all.size, "workflow");
  terminal.say(`reading the newest runs of ${which}, for at most ${mostSeconds} seconds`);
  const found = await runHistories(client, asked, AbortSignal.timeout(1000 * mostSeconds));
  const missing = asked.length - found.size;
  if (missing > 0)
    terminal.say(
      `warning: the server did not list the runs of ${counted(missing, "workflow")}. Their usual durations and last runs are left out.`,
    );
  return found;
}

function runOf({
  id,
  status,
  startedAt,
  finishedAt,
}: {
  readonly id: string;
  readonly status: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}): CalendarRun {
  return {
    id,
    status,
    ...(startedAt === undefined ? {} : { startedAt: Math.floor(startedAt / 1000) }),
    ...(finishedAt === undefined ? {} : { finishedAt: Math.floor(finishedAt / 1000) }),
  };
}

/** The warnings of the lint, by the id of the schedule. */
function warningsOf(
  schedules: readonly LiveSchedule[],
  histories: Histories,
  span: Span,
): ReadonlyMap<string, readonly string[]> {
  if (schedules.length > mostLinted) return new Map();
  const times = new Map<string, number>();
  for (const one of schedules) times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + 1);
  const ids = new Map<string, string>();
  const subjects = schedules.flatMap((one): LintSubject[] => {
    const { scheduleId = "", workflowId = "" } = one.about;
    if (one.times === undefined || one.state === "over") return [];
    const key = times.get(nameOf(one)) === 1 ? nameOf(one) : `${nameOf(one)} (${scheduleId})`;
    ids.set(key, scheduleId);
    return [{ ...one.times, key, name: nameOf(one), workflow: workflowId, enabled: one.state === "active" }];
  });
  const usualMinutes = new Map(
    [...histories].flatMap(([id, { usualMinutes: minutes }]) =>
      minutes === undefined ? [] : [[id, minutes]],
    ),
  );
  const found = new Map<string, string[]>();
  for (const { keys, message } of lintSchedules(subjects, new Date(span.from), { usualMinutes })) {
    const id = ids.get(keys[0]) ?? "";
    found.set(id, [...(found.get(id) ?? []), message]);
  }
  return found;
}
