import * as pulumi from "@pulumi/pulumi";
import { isSkyvernError } from "../errors";
import type { WantedSchedule } from "../lookup/set-lookup";
import type { Finding, Place } from "../schedule-file/finding";
import type { AccountFacts } from "../schedule-file/lint/lint";
import type { ScheduleSource } from "../schedule-file/read/read-schedule-file";
import type { ResolvedEnvironment } from "../schedule-file/resolve/resolve-environment";
import type { SetSchedule } from "../schedule-file/resolve/resolved-schedule";
import type { SkyvernClient } from "../skyvern/client";
import { callMocks, isMocked } from "./is-mocked";
import { type LookupOptions, lookupSettings } from "./lookup-options";
import type { ProviderSettings } from "./provider";

// Loaded on demand: a program without a set needs none of this.
/** Rejects if the settings are invalid too, such as a missing key. */
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

/** The ids of the workflows. Looks up all titles at once, and reports wrong titles through `refuse`. */
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
  const error = (rule: string, message: string, place: Place): Finding => ({
    severity: "error",
    rule,
    message,
    place,
  });
  const mocked = isMocked();
  const account = mocked ? pulumi.output({}) : pulumi.unsecret(lookupSettings(lookup));
  return account.apply(async (settings) => {
    const answers = mocked
      ? mockedTitles(titles, lookup)
      : titleAnswers(settings as ProviderSettings, titles);
    const found = await answers.catch((reason: unknown) => {
      // A refusal shows as a sentence, a crash with its stack trace.
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

/** The ids that the mocks of a unit test return for the titles, else ids that name the titles. */
async function mockedTitles(titles: readonly string[], lookup: LookupOptions) {
  const answers = titles.map(async (title) => {
    const { workflowId } = await callMocks("getWorkflow", { title }, lookup);
    return [title, { workflowId: typeof workflowId === "string" ? workflowId : `wpid_of_${title}` }] as const;
  });
  return new Map(await Promise.all(answers));
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

/** The findings of the lint rules, with facts from the account if it answers. */
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

/** Whether the account may be asked for optional facts. */
function asksAccount(): boolean {
  return !isMocked() && new pulumi.Config("skyvern").getBoolean("checkWorkflows") !== false;
}

/**
 * Parameters that do not match their workflow, for all schedules at once. They are warnings: the provider refuses new
 * and changed ones, and an unchanged schedule must not stop an update because somebody edited its workflow.
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
    const layers = content === undefined ? [] : layersOf(content, environment)(schedule);
    const layer = layers.findLast(([, values]) => Object.hasOwn(values?.parameters ?? {}, parameter ?? ""));
    const place =
      layer === undefined || parameter === undefined
        ? placeOf(["schedules", schedule], "key")
        : placeOf([...layer[0], "parameters", parameter], "key");
    return { severity: "warning", rule: "parameters", message, place, schedule, environment };
  });
}

/** How long a preview waits for optional facts, in milliseconds. */
const longestWaitMilliseconds = 10_000;

/** Empty if the account does not answer: a preview works offline, and the resources report errors. */
async function accountFacts(
  { schedules, planLimit }: ResolvedEnvironment,
  ids: Readonly<Record<string, string>>,
  settings: ProviderSettings,
): Promise<AccountFacts> {
  const byName = new Map(schedules.map(({ key, workflow }) => [workflow, ids[key] ?? ""]));
  // A schedule that is adopted by its id already exists, under any name.
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

/** The usual duration of runs, by the name of the workflow in the file. */
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

/** The account's answer. Undefined if it is late or an error, with the reason in the log of `--debug`. */
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
