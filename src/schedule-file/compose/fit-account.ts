import { acceptedForm } from "../../calendar/cron/accepted-form";
import { formatInstant } from "../../calendar/instant";
import { formatInterval } from "../../calendar/interval-length";
import { isPlainObject } from "../../plain-object";
import { pathText } from "../../property-path";
import { plainSecrets } from "../plain-secrets";
import { readScheduleObject } from "../read/read-schedule-file";
import { resolveEnvironment } from "../resolve/resolve-environment";
import { twinsOf } from "../resolve/twins";
import type { AccountContent, AccountSchedule, EntryValues, LeftOut, LiveSchedule } from "./account-schedule";
import { escaped } from "./escape";

/**
 * The schedules of an account in the words of a file, and those that a file cannot express, with the reason: what the
 * file's own check refuses, and all but one of schedules that do the same. One-time schedules that are over are in
 * neither.
 *
 * @param known the ids of schedules that code already has: they are never left out
 */
export function fitAccount(
  environment: string,
  live: readonly LiveSchedule[],
  now: Date,
  known: ReadonlySet<string> = new Set(),
): AccountContent {
  const schedules: AccountSchedule[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of live.filter(({ isOver }) => !isOver)) {
    const schedule = inWords(one, now);
    const reason = problemOf(one, schedule);
    if (reason === undefined || known.has(one.scheduleId)) schedules.push(schedule);
    else leftOut.push({ live: one, environment, reason });
  }
  const distinct = withStarts(schedules);
  const twins = twinsAmong(distinct, known);
  return {
    environment,
    schedules: distinct.filter(({ live: { scheduleId } }) => !twins.has(scheduleId)),
    leftOut: [
      ...leftOut,
      ...distinct.flatMap(({ live: one }) => {
        const twin = twins.get(one.scheduleId);
        const reason = `It runs the same workflow at the same times with the same parameters as ${twin}, so the job runs twice. Delete one of them in Skyvern.`;
        return twin === undefined ? [] : [{ live: one, environment, reason }];
      }),
    ],
  };
}

function inWords(live: LiveSchedule, now: Date): AccountSchedule {
  const { name = "", workflowTitle, isOnlyOfTitle, enabled, changedAt, firstFireAt } = live;
  const { intervalSeconds = 0 } = live;
  // Skyvern's own choice is at most one interval ahead.
  const isAhead = Date.parse(firstFireAt ?? "") > now.getTime() + 1000 * intervalSeconds;
  const start = firstFireAt === undefined ? undefined : formatInstant(Date.parse(firstFireAt));
  const notes = [
    ...(enabled
      ? []
      : [`Paused${changedAt === undefined ? "" : `, last changed on ${changedAt.slice(0, 10)}`}.`]),
    ...(start === undefined || isAhead ? [] : [`Counted from ${start}, which Skyvern keeps.`]),
  ];
  return {
    live,
    name,
    title: isOnlyOfTitle && isFindable(workflowTitle) ? workflowTitle : undefined,
    values: valuesOf(live, isAhead ? start : undefined),
    notes,
  };
}

/** Whether a search of the server finds a workflow by this title. Its search reads a backslash as an escape. */
function isFindable(title: string): boolean {
  return title.trim() !== "" && title.length <= 200 && !/[\\\p{Cc}\p{Cs}]/u.test(title);
}

function valuesOf(live: LiveSchedule, startingAt: string | undefined): EntryValues {
  const { cronExpression, intervalSeconds, runAt, timezone, description, parameters, enabled } = live;
  return {
    ...(cronExpression === undefined ? {} : { cron: acceptedForm(cronExpression) ?? cronExpression }),
    ...(intervalSeconds === undefined ? {} : { every: formatInterval(intervalSeconds) }),
    ...(startingAt === undefined ? {} : { startingAt }),
    ...(runAt === undefined ? {} : { at: formatInstant(Date.parse(runAt)) }),
    timezone,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined || Object.keys(parameters).length === 0 ? {} : { parameters }),
    enabled,
  };
}

/** Why a file cannot express the schedule, in the words of the file's own check; undefined if it can. */
function problemOf(live: LiveSchedule, { name, values }: AccountSchedule): string | undefined {
  const texts = textsIn([name, values.description, values.parameters]);
  if (texts.some((text) => /\p{Cs}/u.test(text)))
    return "Its name, description or parameters contain half of a character (an unpaired surrogate), which UTF-8 cannot store. Correct it in Skyvern.";
  const numeric = plainSecrets(values.parameters).find(({ value }) => typeof value === "number");
  if (numeric !== undefined)
    return `The parameter ${pathText(numeric.path)} looks like a secret and is a number, which a reference to a secret cannot be. Write it as a text in Skyvern, if the workflow takes one.`;
  const entry = { workflow: live.workflowId, name, ...values };
  const content = { schedules: { it: escaped(entry) }, environments: { it: {} } };
  const source = readScheduleObject(content);
  const { findings } = resolveEnvironment(source, "it");
  return findings[0]?.message;
}

/** All texts in a value, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}

/**
 * Two intervals of the same length differ only in when they start, so both need it. A start in the past is accepted
 * while it is the one that Skyvern has.
 */
function withStarts(schedules: readonly AccountSchedule[]): readonly AccountSchedule[] {
  const isTwin = twinsAmong(schedules);
  const lengths = new Set(
    schedules.filter(({ live }) => isTwin.has(live.scheduleId)).map(({ live }) => lengthKey(live)),
  );
  return schedules.map((one) => {
    const { firstFireAt } = one.live;
    if (firstFireAt === undefined || !lengths.has(lengthKey(one.live))) return one;
    return { ...one, values: { ...one.values, startingAt: formatInstant(Date.parse(firstFireAt)) } };
  });
}

function lengthKey({ workflowId, intervalSeconds }: LiveSchedule): string {
  return `${workflowId} ${intervalSeconds}`;
}

/** The ids of schedules that do the same as another, and that other: the one that code has, fires, has a name, is older. */
function twinsAmong(
  schedules: readonly AccountSchedule[],
  known: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const rank = ({ live, name }: AccountSchedule): string => {
    const flags = [known.has(live.scheduleId), live.enabled, name !== ""].map((flag) => (flag ? 0 : 1));
    return `${flags.join("")}${live.createdAt}${live.scheduleId}`;
  };
  const byRank = [...schedules].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const shown = new Map(
    schedules.map(({ live, name }) => [
      live.scheduleId,
      name === "" ? live.scheduleId : `${live.scheduleId} (${JSON.stringify(name)})`,
    ]),
  );
  const subjects = byRank.map(({ live, name, values }) => {
    const { workflowId: id, parameters = {} } = live;
    const { cron, every, startingAt, at, timezone = "UTC" } = values;
    const times = {
      timezone,
      ...(cron === undefined ? {} : { cronExpression: cron }),
      ...(every === undefined ? {} : { intervalSeconds: live.intervalSeconds ?? 0 }),
      ...(startingAt === undefined ? {} : { firstFireAt: startingAt }),
      ...(at === undefined ? {} : { runAt: at }),
    };
    return {
      ...{ key: live.scheduleId, workflow: id, reference: { id }, referencePath: [], name, parameters },
      ...{ ...times, unspread: times, enabled: true, adopt: undefined, aliases: [], isProtected: false },
    };
  });
  return new Map(twinsOf(subjects).map(({ key, twin }) => [key, shown.get(twin) ?? twin]));
}
