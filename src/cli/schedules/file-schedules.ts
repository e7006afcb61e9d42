import { readFileSync } from "node:fs";
import { timesOf } from "../../calendar/times-of";
import { isSkyvernError } from "../../errors";
import { findingText } from "../../schedule-file/finding";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import type { MergedEnvironment } from "../../schedule-file/resolve/merge";
import type { ResolvedEnvironment } from "../../schedule-file/resolve/resolve-environment";
import type { SetSchedule } from "../../schedule-file/resolve/resolved-schedule";
import { CommandFailure } from "../usage";
import type { GivenSchedule } from "./given-schedule";

/** A file, and the environments of it that are asked for. */
export interface FileOfSchedules {
  readonly source: ScheduleSource;
  readonly environments: readonly FileEnvironment[];
}

/** One environment of a file, as its set would make it, and as it is written. */
export interface FileEnvironment {
  readonly name: string;
  readonly resolved: ResolvedEnvironment;
  readonly merged: MergedEnvironment;
}

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
  return readEnvironments(argument, environments).environments.flatMap(schedulesOf);
}

/**
 * Reads a file and its environments.
 *
 * @param argument the file, or `-` for the standard input
 * @param environments all if it is undefined
 * @param content if it was already read. `argument` is then only its name.
 * @throws CommandFailure if it cannot be read, or has errors
 */
export function readEnvironments(
  argument: string,
  environments: readonly string[] | undefined,
  content?: Buffer,
): FileOfSchedules {
  // The YAML parser and the schema are loaded here: an expression does not need them.
  const { readScheduleFile } =
    require("../../schedule-file/read/read-schedule-file") as typeof import("../../schedule-file/read/read-schedule-file");
  const { resolveEnvironment } =
    require("../../schedule-file/resolve/resolve-environment") as typeof import("../../schedule-file/resolve/resolve-environment");
  const { mergeEnvironment } =
    require("../../schedule-file/resolve/merge") as typeof import("../../schedule-file/resolve/merge");
  const isInput = argument === "-" && content === undefined;
  const file = isInput ? "<stdin>" : argument;
  const source = read();
  refuseErrors(file, source, content !== undefined);
  const whole = source.content;
  if (whole === undefined) return { source, environments: [] };
  return {
    source,
    environments: (environments ?? Object.keys(whole.environments)).map((name) => {
      const resolved = resolveEnvironment(source, name);
      refuseErrors(file, resolved, content !== undefined);
      return { name, resolved, merged: mergeEnvironment(whole, name) };
    }),
  };

  function read(): ScheduleSource {
    try {
      return readScheduleFile(file, isInput ? readFileSync(0) : content);
    } catch (error) {
      throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
    }
  }
}

/** The schedules of one environment, in the order of the file. */
export function schedulesOf({ name, resolved, merged }: FileEnvironment): readonly GivenSchedule[] {
  const byKey = new Map(resolved.schedules.map((one) => [one.key, one]));
  return merged.schedules.map(({ key }): GivenSchedule => {
    const schedule = byKey.get(key);
    const about = { environment: name, key };
    if (schedule === undefined) return { about, state: "unknown", reason: withReference };
    return { about, times: timesOf(schedule), ...stateOf(schedule, resolved) };
  });
}

const withReference =
  "Its times, timezone or name have a reference, whose value only a stack knows. After `pulumi up`, use --stack.";

/** @throws CommandFailure */
function refuseErrors(
  file: string,
  { findings }: Pick<ScheduleSource, "findings">,
  isOfRevision: boolean,
): void {
  const [first] = findings;
  if (first === undefined) return;
  const command = `\`npx pulumi-skyvern validate ${file === "<stdin>" ? "-" : file}\``;
  throw new CommandFailure(
    findings.length === 1 || isOfRevision
      ? `The file has an error. ${findingText(first)}`
      : `The file has ${findings.length} errors, which ${command} lists. The first one: ${findingText(first)}`,
  );
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
