import fc from "fast-check";
import { readScheduleObject } from "../../../src/schedule-file/read/read-schedule-file";
import { mergeEnvironment } from "../../../src/schedule-file/resolve/merge";
import type { ScheduleEntry, ScheduleFile } from "../../../src/schedule-file/schedule-file";
import { complete, resolveObject } from "../../support/bench/schedule-set-file";

/** The places from which a schedule has its values, the one that goes before all others last. */
const places = [
  "defaults",
  "group",
  "schedule",
  "environment",
  "environment's group",
  "environment's schedule",
] as const;
type Place = (typeof places)[number];
type Layers = { readonly [place in Place]?: ScheduleEntry };

/** A file with one schedule, `a`, in one group, that has these values in these places. */
function fileOf(layers: Layers): ScheduleFile {
  return {
    defaults: layers.defaults,
    groups: { g: layers.group ?? {} },
    schedules: { a: { group: "g", ...layers.schedule } },
    environments: {
      dev: {
        ...layers.environment,
        groups: { g: layers["environment's group"] ?? {} },
        schedules: { a: layers["environment's schedule"] ?? {} },
      },
    },
  };
}

const merged = (layers: Layers) => mergeEnvironment(fileOf(layers), "dev").schedules[0];
const pairs = places.flatMap((under, index) => places.slice(index + 1).map((over) => [over, under] as const));

/** What the documentation says, in the shortest form: a fold over the places. */
function model(layers: Layers): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  for (const place of places) {
    for (const [name, value] of Object.entries(layers[place] ?? {})) {
      if (name === "parameters") Object.assign(parameters, value);
      else if (value !== undefined) values[name] = value;
    }
  }
  const kept = Object.entries(parameters).filter(([, value]) => value !== null);
  const isGiven = places.some((place) => layers[place]?.parameters !== undefined);
  return { ...values, ...(isGiven ? { parameters: Object.fromEntries(kept) } : {}) };
}

/** The places and names of parameters that are null, where no place before has one of that name. */
function needlessNulls(layers: Layers): string[] {
  const given = new Set<string>();
  return places.flatMap((place) => {
    const all = Object.entries(layers[place]?.parameters ?? {});
    for (const [name] of all.filter(([, value]) => value !== null)) given.add(name);
    return all.flatMap(([name, value]) => (value === null && !given.has(name) ? [`${place} ${name}`] : []));
  });
}

const pathsOfPlaces: Readonly<Record<Place, string>> = {
  defaults: "defaults",
  group: "groups.g",
  schedule: "schedules.a",
  environment: "environments.dev",
  "environment's group": "environments.dev.groups.g",
  "environment's schedule": "environments.dev.schedules.a",
};

describe("a schedule of an environment", () => {
  it.each(pairs)("takes a value from its %s rather than from its %s", (over, under) => {
    const layers = { [under]: { description: under, timezone: "UTC" }, [over]: { description: over } };
    expect(merged(layers)?.values).toEqual({ group: "g", description: over, timezone: "UTC" });
  });

  it.each(pairs)("has the parameters of its %s together with those of its %s", (over, under) => {
    const layers = {
      [under]: { parameters: { one: 1, both: under, gone: 1, deep: { x: 1 } } },
      [over]: { parameters: { two: 2, both: over, gone: null, deep: { y: 2 } } },
    };
    expect(merged(layers)?.values.parameters).toEqual({ one: 1, two: 2, both: over, deep: { y: 2 } });
  });

  it("has a parameter that one level removes and a later level sets again", () => {
    const layers = {
      defaults: { parameters: { a: 1 } },
      schedule: { parameters: { a: null } },
      environment: { parameters: { a: 3 } },
    };
    expect(merged(layers)?.values.parameters).toEqual({ a: 3 });
  });

  it("keeps a value if a later level has undefined, also in parameters", () => {
    const layers = {
      defaults: { timezone: "Asia/Tokyo", parameters: { portal: "main" } },
      schedule: { timezone: undefined, parameters: { portal: undefined } },
    };
    expect(merged(layers)?.values).toMatchObject({ timezone: "Asia/Tokyo", parameters: { portal: "main" } });
    expect(merged(layers)?.pathOf("parameters.portal")).toEqual(["defaults", "parameters", "portal"]);
  });

  it("has its own path as the path of a value that no level sets", () => {
    expect(merged({ defaults: { description: "x" } })?.pathOf("timezone")).toEqual(["schedules", "a"]);
  });

  it("keeps a null inside a parameter, and a parameter that is false, 0 or empty", () => {
    const parameters = { list: [null], deep: { x: null }, no: false, zero: 0, empty: "" };
    expect(merged({ schedule: { parameters } })?.values.parameters).toEqual(parameters);
  });

  it("does not inherit the keys that only an environment has", () => {
    const dev = { provider: "p", protect: true, paused: "x", planLimit: 3, workflows: {}, timezone: "UTC" };
    const file = { schedules: { a: complete }, environments: { dev } };
    expect(mergeEnvironment(file, "dev").schedules[0]?.values).toEqual({ ...complete, timezone: "UTC" });
  });

  it("is in the group that its environment sets", () => {
    const file: ScheduleFile = {
      groups: { one: { description: "one" }, two: { description: "two" } },
      schedules: { a: { ...complete, group: "one" } },
      environments: {
        dev: { schedules: { a: { group: "two" } } },
        prod: { groups: { one: { timezone: "Asia/Tokyo" }, two: { timezone: "UTC" } } },
      },
    };
    expect(resolveObject(file, "dev").schedules[0]?.description).toBe("two");
    expect(resolveObject(file, "prod").schedules[0]).toMatchObject({
      description: "one",
      timezone: "Asia/Tokyo",
    });
  });

  it("is absent if the last level that sets absent sets it to true", () => {
    const keys = (schedule: ScheduleEntry, overlay: ScheduleEntry) =>
      mergeEnvironment(fileOf({ schedule, "environment's schedule": overlay }), "dev").schedules.length;
    expect(keys({}, { absent: true })).toBe(0);
    expect(keys({ absent: true }, {})).toBe(0);
    expect(keys({ absent: true }, { absent: false })).toBe(1);
    expect(keys({ absent: false }, { absent: true })).toBe(0);
  });

  it("has the workflow of its environment instead of the file's, as a whole", () => {
    const file: ScheduleFile = {
      workflows: { w: { title: "Invoices" } },
      schedules: { a: { workflow: "w", cron: "0 2 * * *" } },
      environments: { dev: null, prod: { workflows: { w: { id: "wpid_prod" } } } },
    };
    expect(resolveObject(file, "dev").schedules[0]?.reference).toEqual({ title: "Invoices" });
    expect(resolveObject(file, "prod").schedules[0]?.reference).toEqual({ id: "wpid_prod" });
  });

  it("is protected if protect lists its key or is true", () => {
    const protectedKeys = (protect: boolean | readonly string[] | undefined) =>
      resolveObject({
        schedules: { a: complete, b: { ...complete, cron: "0 3 * * *" } },
        environments: { dev: { protect } },
      }).schedules.flatMap(({ key, isProtected }) => (isProtected ? [key] : []));
    expect(protectedKeys(undefined)).toEqual([]);
    expect(protectedKeys(["b"])).toEqual(["b"]);
    expect(protectedKeys(true)).toEqual(["a", "b"]);
    expect(protectedKeys(false)).toEqual([]);
  });

  it("fires in UTC, is enabled and has its key as its name by default", () => {
    const file = { schedules: { a: complete }, environments: { dev: {} } };
    expect(resolveObject(file).schedules).toEqual([
      {
        key: "a",
        workflow: "wpid_1",
        reference: { id: "wpid_1" },
        referencePath: ["schedules", "a", "workflow"],
        cronExpression: "0 2 * * *",
        unspread: { cronExpression: "0 2 * * *", timezone: "UTC" },
        timezone: "UTC",
        name: "a",
        enabled: true,
        adopt: undefined,
        aliases: [],
        isProtected: false,
      },
    ]);
  });
});

describe("the merge of random levels", () => {
  const parameters = fc.dictionary(
    fc.constantFrom("a", "b", "constructor"),
    fc.oneof(fc.constant(null), fc.integer(), fc.constant({ x: 1 })),
  );
  const entry = fc.record<ScheduleEntry>(
    {
      workflow: fc.constantFrom("wpid_1", "wpid_2"),
      cron: fc.constantFrom("0 2 * * *", "0 3 * * *"),
      timezone: fc.constantFrom("UTC", "Asia/Tokyo"),
      description: fc.constantFrom("", "x", undefined),
      enabled: fc.boolean(),
      parameters,
    },
    { requiredKeys: [] },
  );
  const layers = fc.record<Layers>(
    Object.fromEntries(places.map((place) => [place, entry])) as {
      [place in Place]: fc.Arbitrary<ScheduleEntry>;
    },
    { requiredKeys: [] },
  );

  it("equals a simple model, and each value has the path of its level", () => {
    fc.assert(
      fc.property(layers, (given) => {
        const file = fileOf(given);
        const before = JSON.stringify(file);
        const one = merged(given);
        expect(one?.values).toEqual({ group: "g", ...model(given) });
        for (const [name, value] of Object.entries(one?.values ?? {}).filter(
          ([key]) => key !== "parameters",
        )) {
          const found = one
            ?.pathOf(name)
            .reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), file);
          expect(found).toEqual(value);
        }
        for (const [name, value] of Object.entries(one?.values.parameters ?? {})) {
          const path = one?.pathOf(`parameters.${name}`) ?? [];
          expect(path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), file)).toEqual(
            value,
          );
        }
        mergeEnvironment(file, "dev");
        expect(JSON.stringify(file)).toBe(before);
        const refused = needlessNulls(given).map((one) => {
          const [name] = one.split(" ").slice(-1);
          return `${pathsOfPlaces[one.slice(0, one.lastIndexOf(" ")) as Place]}.parameters.${name}`;
        });
        const { findings } = readScheduleObject(file);
        expect(findings.map(({ place }) => place.path).sort()).toEqual(refused.sort());
        expect(findings.filter(({ rule }) => rule !== "needless-null")).toEqual([]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
