import { readFileSync } from "node:fs";
import { isSkyvernError } from "../../errors";
import { findingText } from "../../schedule-file/finding";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import type { ResolvedEnvironment } from "../../schedule-file/resolve/resolve-environment";
import type { SetSchedule } from "../../schedule-file/resolve/resolved-schedule";
import { CommandFailure } from "../usage";
import type { GivenSchedule } from "./next-times";

/**
 * The schedules of a file, by environment and in its order.
 *
 * @param argument the file, or `-` for the standard input
 * @param environments all if it is undefined
 * @throws CommandFailure if it cannot be read, or has errors
 */
export function fileSchedules(
  argument: string,
  environments: readonly string[] | undefined,
): readonly GivenSchedule[] {
  // The YAML parser and the schema are loaded here: an expression does not need them.
  const { readScheduleFile } =
    require("../../schedule-file/read/read-schedule-file") as typeof import("../../schedule-file/read/read-schedule-file");
  const { resolveEnvironment } =
    require("../../schedule-file/resolve/resolve-environment") as typeof import("../../schedule-file/resolve/resolve-environment");
  const { mergeEnvironment } =
    require("../../schedule-file/resolve/merge") as typeof import("../../schedule-file/resolve/merge");
  const file = argument === "-" ? "<stdin>" : argument;
  const source = read();
  const { content } = source;
  refuseErrors(file, source);
  if (content === undefined) return [];
  return (environments ?? Object.keys(content.environments)).flatMap((environment) => {
    const resolved = resolveEnvironment(source, environment);
    refuseErrors(file, resolved);
    const byKey = new Map(resolved.schedules.map((one) => [one.key, one]));
    return mergeEnvironment(content, environment).schedules.map(({ key }): GivenSchedule => {
      const schedule = byKey.get(key);
      const about = { environment, key };
      if (schedule === undefined) return { about, state: "unknown", reason: withReference };
      return { about, times: timesOf(schedule), ...stateOf(schedule, resolved) };
    });
  });

  function read(): ScheduleSource {
    try {
      return readScheduleFile(file, argument === "-" ? readFileSync(0) : undefined);
    } catch (error) {
      throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
    }
  }
}

const withReference =
  "Its times, timezone or name have a reference, whose value only a stack knows. After `pulumi up`, use --stack.";

/** @throws CommandFailure */
function refuseErrors(file: string, { findings }: Pick<ScheduleSource, "findings">): void {
  const [first] = findings;
  if (first === undefined) return;
  const command = `\`npx pulumi-skyvern validate ${file === "<stdin>" ? "-" : file}\``;
  throw new CommandFailure(
    findings.length === 1
      ? `The file has an error. ${findingText(first)}`
      : `The file has ${findings.length} errors, which ${command} lists. The first one: ${findingText(first)}`,
  );
}

function timesOf(schedule: SetSchedule): NonNullable<GivenSchedule["times"]> {
  const { timezone, cronExpression, intervalSeconds, firstFireAt, runAt } = schedule;
  return {
    timezone,
    ...(cronExpression === undefined ? {} : { cronExpression }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    ...(firstFireAt === undefined ? {} : { firstFireAt }),
    ...(runAt === undefined ? {} : { runAt }),
  };
}

/** A pause of the environment does not hold one-time schedules. */
function stateOf(
  { enabled, runAt }: SetSchedule,
  { paused }: ResolvedEnvironment,
): Pick<GivenSchedule, "state" | "reason"> {
  if (paused !== undefined && runAt === undefined)
    return { state: "paused", reason: `The environment is paused: ${paused}` };
  return { state: enabled ? "active" : "paused" };
}
