import { isPlainObject } from "../../plain-object";
import type { Path } from "../../property-path";
import { plainSecrets, settingFor } from "../plain-secrets";
import type { ScheduleFile } from "../schedule-file";
import { escaped } from "./escape";
import { grouped, type Match } from "./match";

/** A match with its key in the file. */
export interface KeyedMatch extends Match {
  readonly key: string;
  /** Whether the file already has the key. */
  readonly isInFile: boolean;
}

/** The secrets of a stack's configuration: by environment, then by key. */
export type StackSecrets = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Parameters as a file writes them: by the key of the schedule, then by environment. */
export type FileParameters = ReadonlyMap<string, ReadonlyMap<string, { readonly [key: string]: unknown }>>;

/** A secret of one schedule, in the environments that have it. */
interface Place {
  readonly key: string;
  readonly path: Path;
  readonly name: string;
  /** By environment. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Moves the values that look like secrets into the stacks' configurations, and writes references instead. Secrets that
 * are equal in each environment share a key.
 *
 * @param before the file and the configurations: an equal value is used again, a different or unknown one is kept
 */
export function moveSecrets(
  matches: readonly KeyedMatch[],
  { content, stored }: { readonly content: ScheduleFile | undefined; readonly stored: StackSecrets },
): { readonly parameters: FileParameters; readonly secrets: StackSecrets } {
  const places = matches.flatMap(placesIn);
  const used = new Set(
    [...JSON.stringify(content ?? {}).matchAll(/\$\{secret:([^{}]*)\}/g)].map(([, key]) => key),
  );
  const secrets = new Map<string, Map<string, string>>();
  const settings = new Map<string, string>();
  for (const [, same] of grouped(places, ({ name, values }) => JSON.stringify([name, [...values]]))) {
    const [{ name, key, values } = { name: "", key: "", values: new Map<string, string>() }] = same;
    const isFree = (setting: string): boolean =>
      [...values].every(([environment, value]) => {
        const [before, now] = [stored, secrets].map((one) => one.get(environment)?.get(setting));
        return now === undefined
          ? before === value || (before === undefined && !used.has(setting))
          : now === value;
      });
    const setting = freeSetting(settingFor(name), `${key}-${settingFor(name)}`, isFree);
    for (const [environment, value] of values) {
      const own = secrets.get(environment) ?? new Map<string, string>();
      secrets.set(environment, own.set(setting, value));
    }
    for (const environment of values.keys())
      for (const place of same) settings.set(JSON.stringify([environment, place.key, place.path]), setting);
  }
  const parameters = new Map(
    matches.map(({ key, entries }) => {
      const written = [...entries].flatMap(([environment, { values }]) => {
        if (values.parameters === undefined) return [];
        const plain = escaped(values.parameters);
        return [[environment, referring(plain, settings, [environment, key])] as const];
      });
      return [key, new Map(written)] as const;
    }),
  );
  return { parameters, secrets };
}

function placesIn({ key, entries }: KeyedMatch): readonly Place[] {
  const all = [...entries].flatMap(([environment, { values }]) =>
    plainSecrets(values.parameters).map((secret) => ({ environment, secret })),
  );
  return [...grouped(all, ({ secret }) => JSON.stringify(secret.path))].map(([, same]) => {
    const [first] = same;
    const values = new Map(same.map(({ environment, secret }) => [environment, String(secret.value)]));
    return { key, path: first?.secret.path ?? [], name: first?.secret.name ?? "", values };
  });
}

/** The first key that holds no other value in any of the environments. */
function freeSetting(short: string, long: string, isFree: (setting: string) => boolean): string {
  if (isFree(short)) return short;
  for (let number = 1; ; number++) {
    const setting = number === 1 ? long : `${long}-${number}`;
    if (isFree(setting)) return setting;
  }
}

/**
 * The value with its secrets replaced by references.
 *
 * @param settings by environment, key of the schedule, and path
 */
function referring<Value>(
  value: Value,
  settings: ReadonlyMap<string, string>,
  [environment, key]: readonly [string, string],
  path: Path = [],
): Value {
  const setting = settings.get(JSON.stringify([environment, key, path]));
  const refer = (item: unknown, step: PropertyKey): unknown =>
    referring(item, settings, [environment, key], [...path, step]);
  if (setting !== undefined && typeof value === "string") return `\${secret:${setting}}` as Value;
  if (Array.isArray(value)) return value.map(refer) as Value;
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [inner, refer(item, inner)]),
  ) as Value;
}
