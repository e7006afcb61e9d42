import type { Path } from "../../property-path";
import { kindKeys } from "../read/schema";
import { workflowIdProblem } from "../read/text-problems";
import type { ScheduleEntry, ScheduleEnvironment, ScheduleFile, WorkflowReference } from "../schedule-file";

/** A schedule of one environment, merged, with the origin of each value. */
export interface MergedSchedule {
  readonly key: string;
  readonly values: ScheduleEntry & { readonly spread?: string | undefined };
  /** The path in the file of a value, or of one parameter (`parameters.vendor`). */
  readonly pathOf: (name: string) => Path;
}

export interface MergedEnvironment {
  readonly name: string;
  readonly own: ScheduleEnvironment;
  readonly workflows: ReadonlyMap<string, { readonly reference: WorkflowReference; readonly path: Path }>;
  readonly groups: ReadonlySet<string>;
  readonly isProtected: (key: string) => boolean;
  /** In the order of the file, without absent ones. */
  readonly schedules: readonly MergedSchedule[];
}

/** Keys of an environment that its schedules do not inherit. */
const ownKeys = new Set(["workflows", "groups", "schedules", "provider", "protect", "paused", "planLimit"]);

type Layer = Pick<ScheduleEntry, "parameters" | (typeof kindKeys)[number]>;

/**
 * The six levels that set the values of a schedule, by its key, with the path of each. A later level overrides an
 * earlier one: defaults, the schedule's group, the schedule, then the environment, its group of that name, its schedule
 * of that key.
 */
export function layersOf(
  file: ScheduleFile,
  environment: string,
): (key: string) => readonly (readonly [Path, Layer | undefined])[] {
  const own = file.environments[environment] ?? {};
  const at: Path = ["environments", environment];
  const shared = Object.fromEntries(Object.entries(own).filter(([name]) => !ownKeys.has(name)));
  return (key) => {
    const [base, overlay] = [file.schedules[key], own.schedules?.[key]];
    const group = overlay?.group ?? base?.group ?? "";
    return [
      [["defaults"], file.defaults],
      [["groups", group], file.groups?.[group]],
      [["schedules", key], base],
      [at, shared],
      [[...at, "groups", group], own.groups?.[group]],
      [[...at, "schedules", key], overlay],
    ];
  };
}

/**
 * Merges the file for `environment`, in the order of {@link layersOf}. Parameters are merged key by key; a later level
 * replaces any other value as a whole. A parameter that ends as null is left out, as on the server.
 */
export function mergeEnvironment(file: ScheduleFile, environment: string): MergedEnvironment {
  const own = file.environments[environment] ?? {};
  const at: Path = ["environments", environment];
  const layers = layersOf(file, environment);

  const schedules = Object.keys(file.schedules).map((key): MergedSchedule => {
    const values: Record<string, unknown> = {};
    const paths = new Map<string, Path>();
    for (const [path, layer] of layers(key)) {
      if (layer === undefined) continue;
      for (const name of replacedBy(layer)) {
        delete values[name];
        paths.delete(name);
      }
      for (const [name, value] of Object.entries(layer)) {
        if (value === undefined) continue;
        paths.set(name, [...path, name]);
        if (name !== "parameters") values[name] = value;
        else {
          const given = Object.entries(value).filter(([, one]) => one !== undefined);
          values[name] = { ...(values[name] as object | undefined), ...Object.fromEntries(given) };
          for (const [inner] of given) paths.set(`parameters.${inner}`, [...path, name, inner]);
        }
      }
    }
    if (values.parameters !== undefined) {
      const given = Object.entries(values.parameters as object).filter(([, value]) => value !== null);
      values.parameters = Object.fromEntries(given);
    }
    return { key, values, pathOf: (name) => paths.get(name) ?? ["schedules", key] };
  });

  const { protect = false } = own;
  const protectedKeys = new Set(typeof protect === "boolean" ? [] : protect);
  return {
    name: environment,
    own,
    isProtected: (key) => protect === true || protectedKeys.has(key),
    workflows: new Map([...referencesIn(file.workflows, []), ...referencesIn(own.workflows, at)]),
    groups: new Set([...Object.keys(file.groups ?? {}), ...Object.keys(own.groups ?? {})]),
    schedules: schedules.filter(({ values }) => values.absent !== true),
  };
}

/** The keys of other kinds of schedules: a level that sets `every` replaces an inherited `cron`. */
function replacedBy(layer: Layer): readonly string[] {
  const kind = kindKeys.find((key) => layer[key] !== undefined);
  if (kind === undefined) return [];
  const others: readonly string[] = kindKeys.filter((key) => key !== kind);
  return kind === "every" ? others : [...others, "startingAt"];
}

/** The workflow that `workflow` of a schedule refers to, by id or by name; undefined for an unknown name. */
export function findWorkflow(
  workflow: string,
  named: MergedEnvironment["workflows"],
): { readonly reference: WorkflowReference; readonly path?: Path } | undefined {
  return workflowIdProblem(workflow) === undefined ? { reference: { id: workflow } } : named.get(workflow);
}

function referencesIn(workflows: ScheduleFile["workflows"], at: Path) {
  return Object.entries(workflows ?? {}).map(
    ([name, reference]) => [name, { reference, path: [...at, "workflows", name] }] as const,
  );
}
