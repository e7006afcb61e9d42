import { differencesAt, messageOf, propertiesOf } from "../../../src/plugin/properties";
import { provider, Struct } from "../../../src/plugin/stubs";
import { type Properties, secret } from "../../support/provider/messages";

const message = (value: Properties) => Struct.fromJavaScript(value);
/** What the engine gets. */
const sent = (properties: object, ...sources: readonly Properties[]) =>
  messageOf(properties, ...sources.map(message)).toJavaScript();

describe("the properties of a message", () => {
  it("are plain values, whatever is secret in them", () => {
    const nested = { list: [1, secret({ deep: secret("x") })], none: null };
    expect(propertiesOf(message({ whole: secret({ a: 1 }), nested }))).toEqual({
      whole: { a: 1 },
      nested: { list: [1, { deep: "x" }], none: null },
    });
    expect(propertiesOf(undefined)).toEqual({});
  });

  it("go back secret where they were secret in a source, and only there", () => {
    const source = { a: secret("1"), b: { c: secret("2"), d: "3" }, list: ["x", secret("y")] };
    const properties = { a: "1", b: { c: "2", d: "3", e: "4" }, list: ["x", "y", "z"], other: true };
    expect(sent(properties, source)).toEqual({
      a: secret("1"),
      b: { c: secret("2"), d: "3", e: "4" },
      list: ["x", secret("y"), "z"],
      other: true,
    });
  });

  it("are plain if the engine sent no source", () => {
    expect(messageOf({ a: "1" }, undefined).toJavaScript()).toEqual({ a: "1" });
  });

  it("are secret if any source has them as secret, marked once", () => {
    const [first, second] = [
      { a: secret("1"), b: "2" },
      { a: secret("old"), b: secret("2") },
    ];
    expect(sent({ a: "1", b: "2" }, first, second)).toEqual({ a: secret("1"), b: secret("2") });
    expect(sent({ p: { a: "1" } }, { p: { a: secret("1") } }, { p: secret({ a: "1" }) })).toEqual({
      p: secret({ a: secret("1") }),
    });
  });

  it("stay secret although their form changed", () => {
    expect(sent({ p: ["a"] }, { p: secret({ a: "1" }) })).toEqual({ p: secret(["a"]) });
    expect(sent({ p: "plain" }, { p: { a: secret("1") } })).toEqual({ p: "plain" });
  });

  it("are sent without those that are undefined", () => {
    expect(sent({ a: undefined, b: { c: undefined, d: null } })).toEqual({ b: { d: null } });
  });
});

describe("the differences of a property", () => {
  const names = Object.entries(provider.PropertyDiff.Kind);
  const differences = (before: unknown, after: unknown, isReplacing = false) =>
    differencesAt("p", before, after, isReplacing).map(([path, kind]) => [
      path,
      names.find(([, value]) => value === kind)?.[0],
    ]);

  it.each([
    ["none", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ["one that is new", undefined, 1, [["p", "ADD"]]],
    ["one that is gone", { a: 1 }, undefined, [["p", "DELETE"]]],
    ["one that became an object", "a", { a: 1 }, [["p", "UPDATE"]]],
    ["a list, as a whole", [1, 2], [1, 3], [["p", "UPDATE"]]],
    [
      "values in an object",
      { a: 1, b: 2, same: { x: 1 }, deep: { x: 1 } },
      { b: 3, c: 4, same: { x: 1 }, deep: { x: 2 } },
      [
        ["p.a", "DELETE"],
        ["p.b", "UPDATE"],
        ["p.deep.x", "UPDATE"],
        ["p.c", "ADD"],
      ],
    ],
    ["a key that is not a name", { "a.b": 1 }, { "a.b": 2 }, [['p["a.b"]', "UPDATE"]]],
    ["a value that is null in an object", { a: 1 }, { a: null }, [["p.a", "UPDATE"]]],
  ])("are %s", (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
    const replacing = expected.map(([path, kind]) => [path, `${kind}_REPLACE`]);
    expect(differences(before, after, true)).toEqual(replacing);
  });
});
