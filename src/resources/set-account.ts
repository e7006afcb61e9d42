import * as pulumi from "@pulumi/pulumi";
import { isSkyvernError } from "../errors";
import type { WantedSchedule } from "../lookup/set-lookup";
import type { Finding, Place } from "../schedule-file/finding";
import type { AccountFacts } from "../schedule-file/lint/lint";
import type { ScheduleSource } from "../schedule-file/read/read-schedule-file";
import type { ResolvedEnvironment } from "../schedule-file/resolve/resolve-environment";
import type { SetSchedule } from "../schedule-file/resolve/resolved-schedule";
import type { SkyvernClient } from "../skyvern/client";
import { isMocked } from "./is-mocked";
import { type LookupOptions, lookupSettings } from "./lookup-options";
import type { ProviderSettings } from "./provider";

// Loaded when a set is made: a program without one needs none of this.
/** Also what keeps it from being asked, such as a missing key, is a rejection. */
const titleAnswers = async (settings: ProviderSettings, titles: readonly string[]) => {
  const { lookUpTitles } = require("../lookup/set-lookup") as typeof import("../lookup/set-lookup");
  return lookUpTitles(clientOf(settings), titles);
};
const twinRules = (): typeof import("../schedule-file/resolve/twins") =>
  require("../schedule-file/resolve/twins");
const scheduleCounts = (client: SkyvernClient, wanted: readonly WantedSchedule[]) => {
  const { countSchedules } = require("../lookup/set-lookup") as typeof import("../lookup/set-lookup");
  return countSchedules(client, wanted);
};
const merging = (): typeof import("../schedule-file/resolve/merge") =>
  require("../schedule-file/resolve/merge");
const validation = (): typeof import("../schedule-file/validate-file") =>
  require("../schedule-file/validate-file");
const accountRules = (): typeof import("../lookup/schedule-problems") =>
  require("../lookup/schedule-problems");
const clientOf = (settings: ProviderSettings): SkyvernClient => {
  const { lookupClient } = require("../lookup/lookup-client") as typeof import("../lookup/lookup-client");
  return lookupClient((key) => settings[key]);
};

/** The id of each schedule's workflow, by the schedule's key. */
export type WorkflowIds = pulumi.Output<Readonly<Record<string, string>>>;

/**
 * The ids of the workflows, those that have a title looked up at once. What is wrong with titles is told through `refuse`.
 */
export function workflowIds(
  schedules: readonly SetSchedule[],
  lookup: LookupOptions,
  placeOf: ScheduleSource["placeOf"],
  refuse: (findings: readonly Finding[]) => never,
): WorkflowIds {
  const titles = [
    ...new Set(schedules.flatMap(({ reference }) => ("title" in reference ? [reference.title] : []))),
  ];
  if (titles.length === 0) return pulumi.output(idsBy(schedules, new Map()));
  if (isMocked()) {
    return pulumi.output(idsBy(schedules, new Map(titles.map((title) => [title, `wpid_of_${title}`]))));
  }
  const error = (rule: string, message: string, place: Place): Finding => ({
    severity: "error",
    rule,
    message,
    place,
  });
  return pulumi.unsecret(lookupSettings(lookup)).apply(async (settings) => {
    const found = await titleAnswers(settings as ProviderSettings, titles).catch((reason: unknown) => {
      // Only a sentence is shown of what is refused; of an accident, where it happened.
      if (!isSkyvernError(reason)) throw reason;
      return refuse([error("account", reason.message, { path: "" })]);
    });
    const ids = new Map<string, string>();
    const problems = new Map<string, Finding>();
    for (const { reference, referencePath } of schedules) {
      const answer = "title" in reference ? found.get(reference.title) : undefined;
      if (!("title" in reference) || answer === undefined) continue;
      if ("workflowId" in answer) ids.set(reference.title, answer.workflowId);
      else problems.set(reference.title, error("workflow-title", answer.problem, placeOf(referencePath)));
    }
    if (problems.size > 0) return refuse([...problems.values()]);
    const byKey = idsBy(schedules, ids);
    // A title and an id can mean the same workflow.
    const known = schedules.map((one) => ({ ...one, reference: { id: byKey[one.key] ?? "" } }));
    const twins = twinRules().twinsOf(known);
    if (twins.length === 0) return byKey;
    return refuse(
      twins.map(({ key, message }) => error("same-schedule", message, placeOf(["schedules", key], "key"))),
    );
  });
}

function idsBy(
  schedules: readonly SetSchedule[],
  byTitle: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    schedules.map(({ key, reference }) => [
      key,
      "id" in reference ? reference.id : (byTitle.get(reference.title) ?? ""),
    ]),
  );
}

/** What the lint rules say, with what the account knows where it can be asked. */
export function accountWarnings(
  environment: ResolvedEnvironment,
  source: ScheduleSource,
  name: string,
  ids: WorkflowIds,
  lookup: LookupOptions,
): pulumi.Output<readonly Finding[]> {
  return pulumi.all([ids, pulumi.unsecret(lookupSettings(lookup))]).apply(async ([known, settings]) => {
    if (!asksAccount()) return lint({});
    const [problems, facts] = await Promise.all([
      parameterWarnings(environment, source, name, known, settings as ProviderSettings),
      accountFacts(environment, known, settings as ProviderSettings),
    ]);
    return [...problems, ...lint(facts)];

    function lint(facts: AccountFacts): readonly Finding[] {
      // A title and an id, or two names, can mean the same workflow.
      const schedules = environment.schedules.map((one) => ({
        ...one,
        reference: { id: known[one.key] ?? "" },
      }));
      return validation().lintFindings(source, { ...environment, schedules }, name, new Date(), facts);
    }
  });
}

/** Whether the account may be asked for what is only good to know. */
function asksAccount(): boolean {
  return !isMocked() && new pulumi.Config("skyvern").getBoolean("checkWorkflows") !== false;
}

/**
 * Where parameters do not fit their workflow, for all schedules at once. Warnings: the provider refuses the new and
 * changed ones, and an unchanged schedule must not stop an update because somebody edited its workflow.
 */
async function parameterWarnings(
  { schedules }: ResolvedEnvironment,
  { content, placeOf }: ScheduleSource,
  environment: string,
  ids: Readonly<Record<string, string>>,
  settings: ProviderSettings,
): Promise<readonly Finding[]> {
  const { layersOf } = merging();
  const subjects = schedules.map(({ key, parameters = {} }) => ({
    schedule: key,
    workflowId: ids[key] ?? "",
    parameters,
  }));
  const problems = await ifAnswered("a check of the parameters", settings, (client) => {
    return accountRules().scheduleProblems(client, subjects);
  });
  // The provider refuses a missing workflow.
  const ofParameters = (problems ?? []).filter(({ about }) => about === "parameters");
  return ofParameters.map(({ schedule, parameter, message }) => {
    const layers = content === undefined ? [] : layersOf(content, environment, schedule);
    const layer = layers.findLast(([, values]) => Object.hasOwn(values?.parameters ?? {}, parameter ?? ""));
    const place =
      layer === undefined || parameter === undefined
        ? placeOf(["schedules", schedule], "key")
        : placeOf([...layer[0], "parameters", parameter], "key");
    return { severity: "warning", rule: "parameters", message, place, schedule, environment };
  });
}

/** How long a preview waits for what is only good to know, in milliseconds. */
const longestWaitMilliseconds = 10_000;

/** None where the account cannot be asked: a preview works offline, and the resources say what is wrong. */
async function accountFacts(
  { schedules, planLimit }: ResolvedEnvironment,
  ids: Readonly<Record<string, string>>,
  settings: ProviderSettings,
): Promise<AccountFacts> {
  const byName = new Map(schedules.map(({ key, workflow }) => [workflow, ids[key] ?? ""]));
  // What is adopted by its id is there already, under whatever name.
  const wanted = schedules
    .filter(({ adopt }) => typeof adopt !== "string")
    .map(({ key, name }) => ({ workflowId: ids[key] ?? "", name }));
  const [usual, counts] = await Promise.all([
    ifAnswered("the history of the runs", settings, (client) => usualMinutesBy(client, byName)),
    planLimit === undefined
      ? undefined
      : ifAnswered("the number of schedules", settings, (client) => scheduleCounts(client, wanted)),
  ]);
  return {
    ...(usual === undefined ? {} : { usualMinutes: usual }),
    ...(planLimit === undefined || counts === undefined ? {} : { plan: { limit: planLimit, ...counts } }),
  };
}

/** How long runs take, by the name of the workflow in the file. */
async function usualMinutesBy(
  client: SkyvernClient,
  ids: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, number>> {
  const { usualMinutes } = require("../lookup/usual-duration") as typeof import("../lookup/usual-duration");
  const all = await Promise.all(
    [...ids].map(async ([workflow, id]) => [workflow, await usualMinutes(client, id)] as const),
  );
  return new Map(all.flatMap(([workflow, minutes]) => (minutes === undefined ? [] : [[workflow, minutes]])));
}

/** What the account answers; undefined, with the reason in the log of `--debug`, if it does not answer well and soon. */
async function ifAnswered<Answer>(
  what: string,
  settings: ProviderSettings,
  ask: (client: SkyvernClient) => Promise<Answer>,
): Promise<Answer | undefined> {
  const signal = AbortSignal.timeout(longestWaitMilliseconds);
  try {
    return await ask(clientOf(settings).until(signal));
  } catch (error) {
    const late = `no answer within ${longestWaitMilliseconds / 1000} s`;
    const why = signal.aborted ? late : error instanceof Error ? error.message : String(error);
    void pulumi.log.debug(`The schedule set runs without ${what}: ${why}`);
    return undefined;
  }
}
