import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import { scheduleFileJsonSchema } from "../../../src/schedule-file/json-schema";
import { scheduleFileSchema } from "../../../src/schedule-file/read/schema";

const validate = new Ajv({ allErrors: true }).compile(scheduleFileJsonSchema());
const fitsSchema = (file: unknown) => validate(file);
const isAccepted = (file: unknown) => scheduleFileSchema.safeParse(file).success;

const complete = { workflow: "invoices", cron: "0 2 * * MON-FRI" };
const everything = {
  $schema: "./node_modules/pulumi-skyvern/dist/schedules.schema.json",
  defaults: { timezone: "America/New_York", parameters: { portal: "main", none: null }, enabled: true },
  workflows: { invoices: { title: "Invoice download" }, other: { id: "wpid_1" } },
  groups: { nightly: { ...complete, description: "Every night", spread: "30m" } },
  schedules: {
    "nightly-invoices": { group: "nightly", aliases: ["old"], adopt: true, absent: false },
    other: { ...complete, name: "Other", adopt: "wfs_1", parameters: { deep: [{ x: [1, "two", null] }] } },
  },
  environments: {
    dev: null,
    staging: {},
    prod: {
      provider: "prod",
      protect: ["other"],
      paused: "The portal is moved",
      planLimit: 50,
      timezone: "UTC",
      workflows: { invoices: { id: "wpid_2" } },
      groups: { nightly: { spread: "1h30m" } },
      schedules: { other: { absent: true } },
    },
    all: { protect: true },
  },
};

/** A copy in which the value at `path` is another one. */
function withValue(path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return change(everything, step, rest, value);
}

function change(file: object, step: string, [next, ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(file, step);
  const changed = next === undefined ? value : change(Object(inner), next, rest, value);
  return { ...file, [step]: changed };
}

/** Every place in the file, and one in each mapping that nothing has yet. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return [[...path], [...path, "unknown"], ...inner];
}

describe("the JSON Schema of a schedule file", () => {
  it("accepts a file with every key", () => {
    expect(isAccepted(everything)).toBe(true);
    expect(fitsSchema(everything)).toBe(true);
    expect(fitsSchema({ ...everything, "x-anchors": { any: ["thing"] } })).toBe(true);
    expect(fitsSchema({ ...everything, xanchors: {} })).toBe(false);
  });

  it("accepts the smallest file", () => {
    expect(fitsSchema({ schedules: {}, environments: {} })).toBe(true);
    expect(fitsSchema({})).toBe(false);
  });

  it.each([
    [["x"], 1],
    [["defaults", "crom"], "0 2 * * *"],
    [["groups", "nightly", "absent"], true],
    [["schedules", "other", "enabeld"], true],
    [["schedules", "other", "enabled"], "yes"],
    [["schedules", "other", "cron"], 5],
    [["schedules", "other", "adopt"], "x"],
    [["schedules", "other", "parameters"], []],
    [["schedules", "other", "aliases"], "old"],
    [["schedules", "two words"], complete],
    [["schedules", "other"], null],
    [["environments", "prod", "protect"], "other"],
    [["environments", "prod", "paused"], true],
    [["environments", "prod", "paused"], " "],
    [["environments", "prod", "planLimit"], 0.5],
    [["environments", "prod", "planLimit"], 0],
    [["workflows", "other", "id"], 1],
    [["workflows", "other", "name"], "x"],
    [["workflows"], null],
    [["workflows", "wpid_1"], { id: "wpid_2" }],
  ] as const)("refuses what it can say: %j as %j", (path, value) => {
    expect(fitsSchema(withValue(path, value))).toBe(false);
    expect(isAccepted(withValue(path, value))).toBe(false);
  });

  it("describes the file and the keys x-…, for editors", () => {
    expect(scheduleFileJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: expect.stringMatching(/./),
      description: expect.stringMatching(/./),
      patternProperties: { "^x-": { description: expect.stringMatching(/./) } },
    });
  });

  it("describes every key, for editors", () => {
    const undescribed: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      const properties: unknown = Reflect.get(schema, "properties");
      for (const [key, value] of Object.entries(Object(properties))) {
        const description: unknown = Reflect.get(Object(value), "description");
        if (typeof description !== "string" || description === "") undescribed.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(schema)) look(value, `${path}.${key}`);
    };
    look(scheduleFileJsonSchema(), "");
    expect(undescribed.filter((path) => !/\.(description|enabled)$/.test(path))).toEqual([]);
  });

  it("accepts every random file that a set accepts", () => {
    const paths = pathsOf(everything);
    const text = fc.constantFrom(
      "",
      "x",
      "yes",
      "0 2 * * *",
      "UTC",
      "wpid_1",
      "wfs_1",
      "30m",
      "a b",
      "nightly",
    );
    const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...paths.map(valueAt)));
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, given) => {
        const file = withValue(path, given);
        if (!isAccepted(file)) return;
        accepted++;
        expect([fitsSchema(file), validate.errors]).toEqual([true, null]);
      }),
      { seed: 1, numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });
});

function valueAt(path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), everything);
}
