import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { kindOf } from "../../plugin/tokens";
import { named, nameOf, steps } from "../engine/changes";
import type { Warning } from "../engine/engine-failure";
import { languageOf } from "../init/languages";

/**
 * A warning for each schedule that a preview creates while it deletes another one with the same workflow and fire
 * times: probably a renamed key or resource that lacks an alias.
 *
 * @param runtime of the project, whose language the advice has
 */
export function renameWarnings(preview: readonly EngineEvent[], runtime: string): readonly Warning[] {
  const schedules = steps(preview).filter(({ type }) => kindOf(type) === "WorkflowSchedule");
  const deleted = schedules.filter(({ op }) => op === "delete");
  return schedules.flatMap((created): Warning[] => {
    if (created.op !== "create") return [];
    const alike = deleted.filter((one) => timesOf(one.old) === timesOf(created.new));
    // With several candidates the advice could name the wrong one.
    const advice =
      alike.length === 1 && alike[0] !== undefined ? aliasFor(created, alike[0], runtime) : undefined;
    if (advice === undefined) return [];
    return [{ resource: named(created).name, message: `It looks like a rename of ${advice}` }];
  });
}

function timesOf(state: StepEventMetadata["old"]): string {
  const {
    workflowId,
    cronExpression,
    timezone = "UTC",
    intervalSeconds,
    runAt,
  } = {
    ...state?.outputs,
    ...state?.inputs,
  };
  return JSON.stringify([workflowId, cronExpression, timezone, intervalSeconds, runAt]);
}

/** In a set an alias is a key; in a program it is the name of a resource. Undefined when the two are mixed. */
function aliasFor(
  created: StepEventMetadata,
  deleted: StepEventMetadata,
  runtime: string,
): string | undefined {
  const [parent, former] = [created.new?.parent ?? "", deleted.old?.parent ?? ""];
  if (parent !== former) return undefined;
  const name = named(deleted).name;
  if (!/:ScheduleSet::/.test(parent))
    return `${name}: add ${aliasOption(name, deleted.urn, runtime)} to its resource options.`;
  const key = name.slice(nameOf(parent).length + 1);
  return `${key}: add \`aliases: [${key}]\` to it in the schedule file.`;
}

function aliasOption(name: string, urn: string, runtime: string): string {
  const text = JSON.stringify(name);
  switch (languageOf(runtime)) {
    case "typescript":
      return `\`aliases: [{ name: ${text} }]\``;
    case "python":
      return `\`aliases=[pulumi.Alias(name=${text})]\``;
    case "go":
      return `\`pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(${text})}})\``;
    case "yaml":
      // YAML takes no names, and no references to the stack.
      return `\`aliases: [${JSON.stringify(urn)}]\`, a URN for each stack,`;
    case undefined:
      return `an alias with the name ${text}`;
  }
}
