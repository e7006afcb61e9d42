import type { Path } from "../../property-path";
import { error, type Finding } from "../finding";
import { FindingsLog } from "../findings-log";
import type { ScheduleSource } from "../read/read-schedule-file";
import { emptyProblem, nameProblem, pausedProblem, workflowIdProblem } from "../read/text-problems";
import { checkNames, unknownName } from "./environment-names";
import { ValueFiller } from "./fill-values";
import { findWorkflow, type MergedEnvironment, type MergedSchedule, mergeEnvironment } from "./merge";
import type { ReferenceSource } from "./references";
import { resolveTimes } from "./resolve-times";
import type { SetSchedule } from "./resolved-schedule";
import { reportTwins } from "./twins";

/** One environment of a file, resolved. */
export interface ResolvedEnvironment {
  readonly findings: readonly Finding[];
  /** Complete only if there are no findings. */
  readonly schedules: readonly SetSchedule[];
  readonly provider: string | undefined;
  readonly paused: string | undefined;
  readonly planLimit: number | undefined;
}

/**
 * Merges one environment, fills in its references, and checks the result: unknown names, missing values, cron
 * expressions and timezones that have references, duplicate schedules. Without `values` references stay as they are,
 * and a schedule with a reference in `cron`, `timezone` or `name` is left out.
 */
export function resolveEnvironment(
  { content, findings, placeOf }: ScheduleSource,
  environment: string,
  values?: ReferenceSource,
): ResolvedEnvironment {
  const nothing = { schedules: [], provider: undefined, paused: undefined, planLimit: undefined };
  if (content === undefined) return { ...nothing, findings };
  if (!Object.hasOwn(content.environments, environment)) {
    const message = unknownName("environment", environment, new Set(Object.keys(content.environments)));
    const place = placeOf(["environments"], "key");
    return { ...nothing, findings: [...findings, error("unknown-environment", message, place)] };
  }
  const merged = mergeEnvironment(content, environment);
  const log = new FindingsLog(environment, placeOf);
  const filler = new ValueFiller(log, values);
  checkNames(content, merged, log);
  const schedules = merged.schedules.flatMap((one) => resolveSchedule(one, merged, filler, log) ?? []);
  reportTwins(schedules, log);
  const { provider, paused, planLimit } = merged.own;
  const reason = filler.text(paused, ["environments", environment, "paused"], pausedProblem) ?? paused;
  // If wrong values are removed, others may seem missing, duplicate or unused. These errors need a correct file.
  const reported = findings.length === 0 ? log.all : log.all.filter(({ rule }) => rulesOfParts.test(rule));
  return { findings: [...findings, ...reported], schedules, provider, paused: reason, planLimit };
}

/** The rules that apply even if other parts of the file are wrong. */
const rulesOfParts = /^unknown-|^reference$/;

/** Undefined if a value is missing, wrong or not known yet. */
function resolveSchedule(
  one: MergedSchedule,
  merged: MergedEnvironment,
  filler: ValueFiller,
  log: FindingsLog,
): SetSchedule | undefined {
  const { key, values, pathOf } = one;
  const { workflow = "", group, enabled = true, adopt, aliases = [] } = values;
  if (group !== undefined && !merged.groups.has(group)) {
    log.error("unknown-group", () => unknownName("group", group, merged.groups), pathOf("group"));
  }
  // A renamed schedule must not change on the server, so the oldest key sets the name and the spread.
  const [oldestKey = key] = aliases;
  const reference = resolveReference(one, merged, filler, log);
  const times = resolveTimes(one, oldestKey, filler, log);
  const name = filler.text(values.name ?? oldestKey, pathOf("name"), nameProblem);
  const description = filler.text(values.description, pathOf("description"));
  const parameters = Object.entries(values.parameters ?? {}).map(
    ([inner, value]) => [inner, filler.json(value, pathOf(`parameters.${inner}`))] as const,
  );
  if (reference === undefined || times === undefined || name === undefined) return;

  return {
    key,
    ...reference,
    workflow,
    ...times,
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) }),
    enabled,
    adopt,
    aliases,
    isProtected: merged.isProtected(key),
  };
}

function resolveReference(
  { key, values: { workflow }, pathOf }: MergedSchedule,
  { workflows }: MergedEnvironment,
  filler: ValueFiller,
  log: FindingsLog,
): Pick<SetSchedule, "reference" | "referencePath"> | undefined {
  if (workflow === undefined) {
    log.error("missing", `"${key}" has no workflow. Set workflow.`, ["schedules", key], "key");
    return undefined;
  }
  const known = findWorkflow(workflow, workflows);
  if (known === undefined) {
    const message = (): string => unknownName("workflow", workflow, new Set(workflows.keys()));
    log.error("unknown-workflow", message, pathOf("workflow"));
    return undefined;
  }
  // The schema allows exactly one of the two.
  const { id, title }: { readonly id?: string | undefined; readonly title?: string | undefined } =
    known.reference;
  const { path } = known;
  if (path === undefined) return { reference: known.reference, referencePath: pathOf("workflow") };
  const at = (step: string): Path => [...path, step];
  if (id !== undefined) {
    return { reference: { id: filler.text(id, at("id"), workflowIdProblem) ?? id }, referencePath: at("id") };
  }
  return {
    reference: { title: filler.text(title, at("title"), emptyProblem) ?? title ?? "" },
    referencePath: at("title"),
  };
}
