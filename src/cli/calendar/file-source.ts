import type { ZonedTimes } from "../../calendar/times-of";
import type { MergedSchedule } from "../../schedule-file/resolve/merge";
import { type FileEnvironment, readEnvironments, schedulesOf } from "../schedules/file-schedules";
import { shownParameters } from "../schedules/shown-parameters";
import type { CalendarEntry } from "./entry";
import type { CalendarSource } from "./source";
import type { Span } from "./span";

/**
 * The schedules of a file, without an account.
 *
 * @param argument the file, or `-` for the standard input
 * @param environments all if it is undefined
 * @param content if it was already read. `argument` is then only its name.
 * @throws CommandFailure if it cannot be read, or has errors
 */
export function fileSource(
  argument: string,
  environments: readonly string[] | undefined,
  span: Span,
  content?: Buffer,
): CalendarSource {
  const { lintFindings } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  const { findWorkflow } =
    require("../../schedule-file/resolve/merge") as typeof import("../../schedule-file/resolve/merge");
  const file = readEnvironments(argument, environments, content);
  const { placeOf } = file.source;
  return {
    title: argument === "-" ? "standard input" : argument,
    source: "file",
    environments: file.environments.map(({ name }) => name),
    entries: file.environments.flatMap((environment) => {
      const found = lintFindings(file.source, environment.resolved, environment.name, new Date(span.from));
      return entriesOf(environment, findWorkflow).map((entry): CalendarEntry => {
        const key = entry.given.about.key ?? "";
        const { line, file: name } = placeOf(["schedules", key], "key");
        return {
          ...entry,
          ...(line === undefined || name === undefined ? {} : { line: { file: name, line } }),
          warnings: found.filter(({ schedule }) => schedule === key).map(({ message }) => message),
        };
      });
    }),
  };
}

function entriesOf(
  environment: FileEnvironment,
  findWorkflow: typeof import("../../schedule-file/resolve/merge").findWorkflow,
): readonly CalendarEntry[] {
  const { merged } = environment;
  const byKey = new Map(merged.schedules.map((one) => [one.key, one]));
  return schedulesOf(environment).map((given): CalendarEntry => {
    const { key = "" } = given.about;
    const { values } = byKey.get(key) as MergedSchedule;
    const { reference } = findWorkflow(values.workflow ?? "", merged.workflows) ?? {};
    return {
      given,
      id: `${environment.name}/${key}`,
      name: key,
      formerIds: (values.aliases ?? []).map((alias) => `${environment.name}/${alias}`),
      ...(reference === undefined ? {} : { workflow: reference }),
      ...(given.times === undefined ? { written: writtenTimes(values) } : {}),
      ...(values.parameters === undefined
        ? {}
        : { parameters: shownParameters(values.parameters, []).shown }),
      warnings: [],
    };
  });
}

/** Only what is text: a reference stays as it is. */
function writtenTimes({ cron, timezone, at }: MergedSchedule["values"]): Partial<ZonedTimes> {
  return {
    ...(timezone === undefined ? {} : { timezone }),
    ...(cron === undefined ? {} : { cronExpression: cron }),
    ...(at === undefined ? {} : { runAt: at }),
  };
}
