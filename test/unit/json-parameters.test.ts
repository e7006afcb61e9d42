import fc from "fast-check";
import { plainJsonProblems, storedParameters } from "../../src/json-parameters";
import { propertyPath } from "../../src/property-path";
import { changedKeys } from "../../src/provider/changed-keys";
import type { Json } from "../../src/skyvern/wire";

const json = fc.jsonValue() as fc.Arbitrary<Json>;
const objects = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__"),
  json,
) as fc.Arbitrary<{ readonly [key: string]: Json }>;

describe("parameters", () => {
  it.each([[{}], [{ a: 1, b: "x", c: null, d: [true, { e: 1.5 }] }], [{ big: Number.MAX_SAFE_INTEGER }]])(
    "may be %j",
    (parameters) => expect(plainJsonProblems(parameters)).toEqual([]),
  );

  it.each([[null], [[]], ["{}"], [5]])("must be an object, not %j", (parameters) => {
    expect(plainJsonProblems(parameters)).toEqual([
      { path: [], reason: expect.stringContaining("must be an object") },
    ]);
  });

  it("cannot contain a number that JSON would change; errors show every path and no value", () => {
    const problems = plainJsonProblems({
      id: 2 ** 53,
      list: [1, { "two words": Number.NaN }],
      deep: { negative: -(2 ** 60), endless: Number.POSITIVE_INFINITY },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      ["id"],
      ["list", 1, "two words"],
      ["deep", "negative"],
      ["deep", "endless"],
    ]);
    const [first, second] = problems;
    expect(first?.reason).toContain("Pass it as a string");
    expect(first?.reason).not.toContain(String(2 ** 53));
    expect(second?.reason).toContain("which JSON cannot hold");
  });

  it("cannot contain an asset, an archive or a resource", () => {
    const { specialSigKey } = require("@pulumi/pulumi/runtime/rpc") as { specialSigKey: string };
    expect(plainJsonProblems({ file: { [specialSigKey]: "c44067f5952c0a294b673a41bacd8c17" } })).toEqual([
      { path: ["file"], reason: expect.stringContaining("not a JSON value") },
    ]);
  });

  it("cannot have a key that never reaches the server", () => {
    const problems = plainJsonProblems({ a: JSON.parse('{"__proto__":1}') });
    expect(problems).toEqual([{ path: ["a"], reason: expect.stringContaining("__proto__") }]);
  });

  it("are accepted if JSON can carry them", () => {
    const exact = objects.filter((value) => !/e\+|\d{16}|__proto__/.test(JSON.stringify(value)));
    fc.assert(fc.property(exact, (value) => expect(plainJsonProblems(value)).toEqual([])));
  });
});

describe("parameters as the server stores them", () => {
  it.each([
    [{ a: null }, undefined],
    [{}, undefined],
    [{ a: null, b: { c: null } }, { b: { c: null } }],
    [
      { a: "", b: 0, c: false },
      { a: "", b: 0, c: false },
    ],
  ])("%j are %j", (given, stored) => expect(storedParameters(given)).toEqual(stored));

  it.each([undefined, null, [], "x", 5])("are undefined for %j", (value) => {
    expect(storedParameters(value)).toBeUndefined();
  });

  it("stay the same if they are stored again", () => {
    fc.assert(
      fc.property(objects, (value) => {
        const stored = storedParameters(value);
        expect(storedParameters(stored)).toEqual(stored);
      }),
    );
  });

  it.each([
    ["at the top", { a: -0 }],
    ["inside a list", { a: [-0] }],
    ["inside an object", { a: { b: -0 } }],
  ])("never differ from what comes back, minus zero %s included", (_, value) => {
    const sent = storedParameters(value);
    const back = storedParameters(JSON.parse(JSON.stringify(sent)) as Json);
    expect(changedKeys({ parameters: back }, { parameters: sent }, ["parameters"])).toEqual([]);
  });
});

describe("the path of a property", () => {
  it.each([
    ["count", "parameters.count"],
    ["$a_1", "parameters.$a_1"],
    ["two words", 'parameters["two words"]'],
    ['"', 'parameters["\\""]'],
    ["1st", 'parameters["1st"]'],
    ["", 'parameters[""]'],
    [0, "parameters[0]"],
  ])("for the key %j is %s", (key, path) => expect(propertyPath("parameters", key)).toBe(path));
});
