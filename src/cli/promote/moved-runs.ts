import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { timesOf, type ZonedTimes } from "../../calendar/times-of";
import { kindOf } from "../../plugin/tokens";
import type { CalendarData, CalendarSchedule } from "../calendar/calendar-data";
import { compareCalendars } from "../calendar/compare";
import { calendarSchedule } from "../calendar/entry";
import { readSpan, type Span } from "../calendar/span";
import { withMovedRuns } from "../calendar/view/changes";
import { named, steps } from "../engine/changes";

/**
 * The runs of a stack's schedules in the coming week, compared with those before the changes that a preview plans. Its days
 * are those of UTC, as CI machines have them. Undefined if no run is moved, added or removed. Schedules whose times are not known before the `up` are left out.
 */
export function movedRuns(preview: readonly EngineEvent[], now: Date): CalendarData | undefined {
  const span = readSpan({ weeks: "1", timezone: "UTC" }, now);
  const schedules = steps(preview).filter(
    ({ type, op }) => kindOf(type) === "WorkflowSchedule" && planned.has(op),
  );
  const sides = schedules.map((step) => ({
    before: step.op === "create" ? undefined : scheduleOf(step, step.old, span),
    after: step.op === "delete" ? undefined : scheduleOf(step, step.new, span),
  }));
  const known = sides.filter(({ before, after }) => [before, after].every((one) => one?.state !== "unknown"));
  const data: CalendarData = {
    title: "",
    source: "stack",
    made: now.getTime() / 1000,
    from: span.from / 1000,
    to: span.until / 1000,
    timezone: span.timezone,
    environments: [],
    schedules: known.flatMap(({ after }) => after ?? []),
    clockChanges: [],
  };
  const base = { schedules: known.flatMap(({ before }) => before ?? []), environments: [] };
  const compared = withMovedRuns(compareCalendars(data, base, "state"));
  const isMoved = compared.schedules.some(({ change }) => change !== undefined);
  return isMoved ? compared : undefined;
}

/** One step for each schedule: a preview also has the steps of its refresh, and several of a replacement. */
const planned: ReadonlySet<string> = new Set(["same", "create", "update", "create-replacement", "delete"]);

/** Only what decides when runs start; the report has the other changes already. */
function scheduleOf(step: StepEventMetadata, state: StepEventMetadata["old"], span: Span): CalendarSchedule {
  const values: ZonedTimes & { readonly enabled?: boolean } = {
    timezone: "UTC",
    ...state?.outputs,
    ...state?.inputs,
  };
  const { name } = named(step);
  const stateOf = values.enabled === false ? "paused" : "active";
  const given = { about: { resource: name }, times: timesOf(values), state: stateOf } as const;
  const { fires, state: shown } = calendarSchedule({ given, id: step.urn, name, warnings: [] }, span);
  return { id: step.urn, name, kind: "unknown", state: shown, fires, clockNotes: [], warnings: [] };
}
