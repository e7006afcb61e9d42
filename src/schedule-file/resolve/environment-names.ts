import { nearest } from "../../nearest";
import type { Path } from "../../property-path";
import type { FindingsLog } from "../findings-log";
import { namedBlank } from "../read/text-problems";
import type { ScheduleFile } from "../schedule-file";
import type { MergedEnvironment } from "./merge";

/** Reports unknown names in an environment, because a typing error there would have no effect. */
export function checkNames(
  file: ScheduleFile,
  { name: environment, own, schedules }: MergedEnvironment,
  log: FindingsLog,
): void {
  const at: Path = ["environments", environment];
  const keys = new Set(Object.keys(file.schedules));
  const protect = typeof own.protect === "object" ? own.protect : [];
  for (const key of Object.keys(own.schedules ?? {}).filter((one) => !keys.has(one))) {
    log.error("unknown-schedule", () => unknownName("schedule", key, keys), [...at, "schedules", key], "key");
  }
  for (const [index, key] of protect.entries()) {
    if (!keys.has(key))
      log.error("unknown-schedule", () => unknownName("schedule", key, keys), [...at, "protect", index]);
  }
  const used = (of: "workflow" | "group") => new Set(schedules.flatMap(({ values }) => values[of] ?? []));
  const workflows = new Set([...used("workflow"), ...Object.keys(file.workflows ?? {})]);
  checkUsed("workflow", own.workflows, workflows, at, log);
  checkUsed("group", own.groups, used("group"), at, log);
}

function checkUsed(
  kind: "workflow" | "group",
  named: object | undefined,
  used: ReadonlySet<string>,
  at: Path,
  log: FindingsLog,
): void {
  for (const name of Object.keys(named ?? {}).filter((one) => !used.has(one))) {
    const message = (): string => {
      const meant = nearestName(name, used);
      const advice = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      return `No schedule has the ${kind} "${name}".${advice}`;
    };
    log.error(`unused-${kind}`, message, [...at, `${kind}s`, name], "key");
  }
}

/** The message about an unknown name, with the nearest known one. */
export function unknownName(kind: string, name: string, known: ReadonlySet<string>): string {
  const blank = namedBlank(name);
  const hidden = blank === undefined ? "" : ` The name has a ${blank}: remove it.`;
  const unknown = `There is no ${kind} "${name}".${hidden}`;
  const meant = nearestName(name, known);
  if (meant !== undefined) return `${unknown} Did you mean "${meant}"?`;
  const some = [...known].slice(0, mostNamed).join(", ");
  const more = known.size > mostNamed ? ` and ${known.size - mostNamed} more` : "";
  return `${unknown} ${known.size === 0 ? "The file names none." : `The file has ${some}${more}.`}`;
}

const mostNamed = 10;
/** Comparing with more names takes too long. */
const mostCompared = 5000;

function nearestName(name: string, known: ReadonlySet<string>): string | undefined {
  return known.size > mostCompared ? undefined : nearest(name, known);
}
