import fc from "fast-check";
import { changedKeys } from "../../../src/provider/changed-keys";
import { unknownValue } from "../../../src/provider/unknown";

const keys = ["a", "b", "c"] as const;
type Value = Partial<Record<(typeof keys)[number], unknown>>;
/** JSON as it arrives: without minus zero, which its text does not keep. */
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
const values: fc.Arbitrary<Value> = fc.record({ a: json, b: json, c: json });

/** The same content, with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, reversed(item)]);
  return Object.fromEntries(entries.reverse());
}

describe("the keys that changed", () => {
  it("are empty for a value and its copy with another key order", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(changedKeys(value, JSON.parse(JSON.stringify(value)) as Value, keys)).toEqual([]);
        expect(changedKeys(value, reversed(value) as Value, keys)).toEqual([]);
      }),
    );
  });

  it("are the same in both directions", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        expect(changedKeys(one, other, keys)).toEqual(changedKeys(other, one, keys));
      }),
    );
  });

  it("are those whose JSON differs, at any depth", () => {
    fc.assert(
      fc.property(values, values, fc.subarray([...keys]), (one, other, chosen) => {
        const mixed = { ...one, ...Object.fromEntries(chosen.map((key) => [key, { was: other[key] }])) };
        const marked = Object.fromEntries(Object.entries(one).map(([key, value]) => [key, { is: value }]));
        expect(changedKeys(marked, { ...marked, ...mixed }, chosen)).toEqual(chosen);
      }),
    );
  });

  it("treat null as left out", () => {
    expect(changedKeys({ a: null }, {}, keys)).toEqual([]);
    expect(changedKeys({}, { b: null }, keys)).toEqual([]);
    expect(changedKeys({ a: null }, { a: undefined }, keys)).toEqual([]);
  });

  it("distinguish empty, zero and false from left out", () => {
    expect(changedKeys({}, { a: "", b: 0, c: false }, keys)).toEqual(["a", "b", "c"]);
  });

  it("include a null inside a value, as the server does", () => {
    expect(changedKeys({ a: { x: null } }, { a: {} }, keys)).toEqual(["a"]);
  });

  it("include unknown values, and only the requested keys", () => {
    expect(changedKeys<"a" | "b">({ a: unknownValue }, { a: [unknownValue], b: 1 }, ["a"])).toEqual(["a"]);
  });
});
