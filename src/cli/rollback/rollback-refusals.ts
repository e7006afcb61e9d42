import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { named, steps } from "../engine/changes";
import type { Properties } from "../engine/differences";
import { counted } from "../usage";

/**
 * Why the plan of a rollback must not be carried out without a person, in sentences: it would make schedules fire
 * that are paused now, or have two of one job alive at once. None where it may be.
 */
export function rollbackRefusals(plan: readonly EngineEvent[]): readonly string[] {
  const planned = steps(plan).filter(({ type }) => type.endsWith(":WorkflowSchedule"));
  return [...pausesThatEnd(planned), ...twins(planned)];
}

/** A hold of the whole stack (`skyvern:paused`) also counts for schedules that the rollback makes again. */
function pausesThatEnd(planned: readonly StepEventMetadata[]): readonly string[] {
  const isHeld = planned.some(({ old }) => allOf(old).afterHold !== undefined);
  const names = planned.filter((step) => endsPause(step, isHeld)).map((step) => named(step).name);
  if (names.length === 0) return [];
  return [
    `It would make ${counted(names.length, "schedule")} fire again that ${names.length === 1 ? "is" : "are"} paused now: ${names.sort().join(", ")}. Fix what failed and promote again, or revert the commit by hand and keep the pause in the revert.`,
  ];
}

function endsPause({ op, old, new: wanted }: StepEventMetadata, isHeld: boolean): boolean {
  const before = allOf(old);
  // Not known before the `up` counts as true.
  const enabled: unknown = wanted?.inputs?.enabled;
  // Left out: a new schedule fires, and one that is there fires again when a hold of it ends.
  if (op === "create") return isHeld && enabled !== false;
  if (op === "create-replacement") return before.enabled === false && enabled !== false;
  if (op !== "update" || before.enabled !== false) return false;
  return enabled === undefined ? before.afterHold === "enabled" : enabled !== false;
}

/**
 * A key that was renamed with its old one in `aliases` is renamed back without: Pulumi makes the old one first, and
 * deletes the new one at its end.
 */
function twins(planned: readonly StepEventMetadata[]): readonly string[] {
  const deleted = planned.filter(({ op }) => op === "delete");
  return planned.flatMap((made) => {
    const twin =
      made.op === "create" ? deleted.find((one) => isSameJob(allOf(one.old), allOf(made.new))) : undefined;
    if (twin === undefined) return [];
    const [name, other] = [named(made).name, named(twin).name];
    return [
      `It would make the schedule ${name} before it deletes ${other}, which does the same job, so that both would fire for a while. That looks like a rename: revert it by hand, with ${other} in the \`aliases\` of ${name}.`,
    ];
  });
}

/** Of the same workflow, and under the same name or at the same times: a rename may change the one or the other. */
function isSameJob(one: Properties, other: Properties): boolean {
  const isSame = (key: string): boolean => one[key] === other[key];
  if (!isSame("workflowId")) return false;
  return (
    isSame("name") || (isSame("cronExpression") && (one.timezone ?? "UTC") === (other.timezone ?? "UTC"))
  );
}

/** What it was asked for, and where that leaves something out, what it is. */
function allOf(state: StepEventMetadata["old"]): Properties {
  return { ...state?.outputs, ...state?.inputs };
}
