import { isPlainObject } from "../../plain-object";
import type { Path } from "../../property-path";
import type { Finding } from "../../schedule-file/finding";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import { findWorkflow, type MergedSchedule, mergeEnvironment } from "../../schedule-file/resolve/merge";
import { hasReference } from "../../schedule-file/resolve/references";
import { resolveEnvironment } from "../../schedule-file/resolve/resolve-environment";
import { twinsOf } from "../../schedule-file/resolve/twins";
import type { SkyvernClient } from "../../skyvern/client";

const titleLookup = (): typeof import("../../lookup/set-lookup") => require("../../lookup/set-lookup");
const accountRules = (): typeof import("../../lookup/schedule-problems") =>
  require("../../lookup/schedule-problems");

/** A schedule, and the workflow that it means. */
interface Subject {
  readonly schedule: MergedSchedule;
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** The path of the id or title. */
  readonly path: Path;
}

/**
 * The errors that only the account knows: missing workflows, ambiguous titles, and parameters that do not fit. Values
 * with references are not judged: they belong to a stack.
 *
 * @throws SkyvernError if the server refuses or cannot be reached
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function accountFindings(
  client: SkyvernClient,
  source: ScheduleSource,
  environment: string,
): Promise<readonly Finding[]> {
  const { placeOf } = source;
  const error = (rule: string, message: string, path: Path, part: "key" | "value" = "value"): Finding => ({
    severity: "error",
    rule,
    message,
    place: placeOf(path, part),
    environment,
  });
  const subjects = subjectsOf(source, environment);
  const titles = new Set(subjects.flatMap(({ title }) => title ?? []));
  const answers = await titleLookup().lookUpTitles(client, [...titles]);
  const wrongTitles = subjects.flatMap(({ title = "", path }) => {
    const answer = answers.get(title);
    return answer !== undefined && "problem" in answer ? [error("workflow-title", answer.problem, path)] : [];
  });

  const known = new Map<string, Subject & { readonly workflowId: string }>();
  for (const subject of subjects) {
    const answer = answers.get(subject.title ?? "");
    const workflowId = answer !== undefined && "workflowId" in answer ? answer.workflowId : subject.id;
    if (workflowId !== undefined) known.set(subject.schedule.key, { ...subject, workflowId });
  }
  const problems = await accountRules().scheduleProblems(
    client,
    [...known].map(([schedule, subject]) => ({
      schedule,
      workflowId: subject.workflowId,
      parameters: withoutReferences(subject.schedule.values.parameters ?? {}),
    })),
  );
  const ofSchedules = problems.flatMap(({ schedule, about, parameter, message }) => {
    const subject = known.get(schedule);
    if (subject === undefined) return [];
    if (about === "workflow") return [error("workflow-id", message, subject.path)];
    const path: Path =
      parameter === undefined ? ["schedules", schedule] : subject.schedule.pathOf(`parameters.${parameter}`);
    return [{ ...error("parameters", message, path, "key"), schedule }];
  });
  return unique([...wrongTitles, ...ofSchedules, ...sameJobs()]);

  /** A title and an id can mean the same workflow. */
  function sameJobs(): readonly Finding[] {
    const { findings, schedules } = resolveEnvironment(source, environment);
    if (findings.length > 0) return [];
    const resolved = schedules.flatMap((one) => {
      const id = known.get(one.key)?.workflowId;
      return id === undefined ? [] : [{ ...one, reference: { id } }];
    });
    return twinsOf(resolved).map(({ key, message }) =>
      error("same-schedule", message, ["schedules", key], "key"),
    );
  }
}

function subjectsOf({ content }: ScheduleSource, environment: string): readonly Subject[] {
  if (content === undefined || !Object.hasOwn(content.environments, environment)) return [];
  const { schedules, workflows } = mergeEnvironment(content, environment);
  return schedules.flatMap((schedule): Subject[] => {
    const meant = findWorkflow(schedule.values.workflow ?? "", workflows);
    if (meant === undefined) return [];
    const { id, title }: { readonly id?: string; readonly title?: string } = meant.reference;
    if (hasReference(id ?? title ?? "")) return [];
    const own = id === undefined ? "title" : "id";
    const path = meant.path === undefined ? schedule.pathOf("workflow") : [...meant.path, own];
    return [{ schedule, id, title, path }];
  });
}

/** Replaces a value that is not known without a stack. */
const unresolved = Symbol("unresolved");

function withoutReferences(parameters: object): { readonly [key: string]: unknown } {
  const known = (value: unknown): unknown => {
    if (typeof value === "string") return hasReference(value) ? unresolved : value;
    if (Array.isArray(value)) return value.map(known);
    return isPlainObject(value) ? withoutReferences(value) : value;
  };
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, known(value)]));
}

/** Schedules that share a workflow or a default share its error too. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify([one.message, one.place]), one])).values()];
}
