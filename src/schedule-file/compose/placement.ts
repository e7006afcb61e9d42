import { mergeEnvironment } from "../resolve/merge";
import type { ScheduleEntry, ScheduleFile } from "../schedule-file";
import type { LeftOut } from "./account-schedule";
import type { Composed } from "./composed";
import { differencesFrom } from "./entry";
import { escaped } from "./escape";
import type { KeyedMatch } from "./secrets";

/** Puts the schedules of the matches into the environments of a file. */
export class Placement {
  readonly #file: ScheduleFile;
  readonly #wanted: ReadonlyMap<string, ReadonlyMap<string, ScheduleEntry>>;
  readonly #matches: ReadonlyMap<string, KeyedMatch>;
  /** What differs in each environment, by key. */
  readonly #overlays = new Map<string, Record<string, ScheduleEntry>>();
  readonly #absent = new Map<string, string[]>();
  readonly #keys = new Map<string, Map<string, string>>();
  readonly #leftOut: LeftOut[] = [];

  constructor(
    file: ScheduleFile,
    matches: readonly KeyedMatch[],
    wanted: ReadonlyMap<string, ReadonlyMap<string, ScheduleEntry>>,
  ) {
    this.#file = file;
    this.#wanted = wanted;
    this.#matches = new Map(matches.map((match) => [match.key, match]));
  }

  /** @param isNew whether the file did not have the environment */
  add(environment: string, isNew: boolean): void {
    const overlays: Record<string, ScheduleEntry> = { ...this.#file.environments[environment]?.schedules };
    const inherited = inheritedIn(this.#file, environment, this.#matches);
    const keys = new Map<string, string>();
    for (const [key, match] of this.#matches) {
      const schedule = match.entries.get(environment);
      const wanted = this.#wanted.get(key)?.get(environment);
      if (schedule === undefined || wanted === undefined) continue;
      const problem = this.#overlay(overlays, key, inherited.get(key) ?? {}, wanted);
      if (problem === undefined) keys.set(schedule.live.scheduleId, key);
      else this.#leftOut.push({ live: schedule.live, environment, reason: problem });
    }
    const present = new Set(keys.values());
    for (const [key, base] of Object.entries(this.#file.schedules)) {
      // What an environment of the file has of the file's own keys stays.
      const isKept = !isNew && this.#matches.get(key)?.isInFile !== false;
      if (present.has(key) || isKept || base.absent === true) continue;
      this.#absent.set(key, [...(this.#absent.get(key) ?? []), environment]);
    }
    this.#keys.set(environment, keys);
    this.#overlays.set(environment, overlays);
  }

  /** Returns why the schedule cannot have the key here. */
  #overlay(
    overlays: Record<string, ScheduleEntry>,
    key: string,
    inherited: ScheduleEntry,
    wanted: ScheduleEntry,
  ): string | undefined {
    const own = overlays[key];
    if (own?.absent === true)
      return `The file has the key "${key}" for this schedule, with absent: true in this environment. Remove absent, or delete the schedule in Skyvern.`;
    const differences = differencesFrom(inherited, wanted);
    if (differences === undefined)
      return `The file has "${key}" for it, with a description or startingAt that this schedule does not have. Move that key into the environments that need it.`;
    const isShown = this.#file.schedules[key]?.absent === true ? { absent: false } : {};
    const overlay = { ...own, ...isShown, ...differences };
    const parameters = { ...own?.parameters, ...differences.parameters };
    if (Object.keys(overlay).length > 0)
      overlays[key] = { ...overlay, ...(Object.keys(parameters).length === 0 ? {} : { parameters }) };
    return undefined;
  }

  /** A schedule that most environments lack is absent in the file, and not absent in the others. */
  result(names: readonly string[]): Pick<Composed, "content" | "keys" | "leftOut"> {
    const schedules: Record<string, ScheduleEntry> = { ...this.#file.schedules };
    const overlay = (environment: string, key: string, absent: boolean): void => {
      const overlays = this.#overlays.get(environment) ?? {};
      overlays[key] = { absent, ...overlays[key] };
    };
    for (const [key, absent] of this.#absent) {
      const isInFile = this.#matches.get(key)?.isInFile !== false;
      if (isInFile || 2 * absent.length <= names.length) {
        for (const environment of absent) overlay(environment, key, true);
        continue;
      }
      schedules[key] = { ...schedules[key], absent: true };
      for (const environment of names.filter((name) => !absent.includes(name)))
        overlay(environment, key, false);
    }
    const environments = Object.fromEntries(
      [...this.#overlays].map(([name, overlays]) => {
        const { schedules: _, ...own } = this.#file.environments[name] ?? {};
        return [name, Object.keys(overlays).length === 0 ? own : { ...own, schedules: overlays }];
      }),
    );
    return { content: { ...this.#file, schedules, environments }, keys: this.#keys, leftOut: this.#leftOut };
  }
}

/** What each matched schedule has in an environment before its own entry there is written, also if it is absent. */
function inheritedIn(
  file: ScheduleFile,
  environment: string,
  matches: ReadonlyMap<string, KeyedMatch>,
): ReadonlyMap<string, ScheduleEntry> {
  const visible = Object.fromEntries(
    Object.entries(file.schedules).flatMap(([key, { absent: _, ...entry }]) =>
      matches.has(key) ? [[key, entry]] : [],
    ),
  );
  const merged = mergeEnvironment({ ...file, schedules: visible }, environment);
  return new Map(
    merged.schedules.map(({ key, values }) => {
      const {
        name = escaped(values.aliases?.[0] ?? key),
        timezone = "UTC",
        enabled = true,
        ...rest
      } = values;
      return [key, { ...rest, name, timezone, enabled }];
    }),
  );
}
