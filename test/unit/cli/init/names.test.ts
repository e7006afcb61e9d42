import {
  keyVariable,
  packageNameOf,
  projectNameOf,
  readProjectName,
  readStacks,
  requireOneKeyPerStack,
  yamlText,
} from "../../../../src/cli/init/names";

describe("the name of a project", () => {
  it.each([
    ["/home/ann/schedules", "schedules"],
    ["/home/ann/Our Schedules (new)", "Our-Schedules-new"],
    ["/home/ann/.hidden", "hidden"],
    ["/", "schedules"],
    ["/home/ann/日本", "schedules"],
    // npm refuses to install a package into one of the same name.
    ["/home/ann/pulumi-skyvern", "schedules"],
    ["/home/ann/TypeScript", "schedules"],
    [`/home/ann/${"a".repeat(120)}`, "a".repeat(100)],
  ])("of the folder %s is %s by default", (folder, name) => {
    expect(projectNameOf(folder)).toBe(name);
    expect(readProjectName(name)).toBe(name);
  });

  it.each(["schedules", "Acme_2.prod-eu", "1", "-a", "a".repeat(100)])("can be %s", (name) => {
    expect(readProjectName(name)).toBe(name);
  });

  it.each([
    ["", "Use 1 to 100 letters"],
    ["a b", "without spaces"],
    ["acme/schedules", "Use 1 to 100 letters"],
    ["überwachung", "Use 1 to 100 letters"],
    ["a".repeat(101), "Use 1 to 100 letters"],
    ["a\n", "Use 1 to 100 letters"],
    ["_._", "It needs a letter or a digit"],
    ["Node_Modules", "npm does not allow it"],
    ["pulumi-skyvern", "npm does not allow it"],
  ])("cannot be %j", (name, reason) => {
    expect(() => readProjectName(name)).toThrow(reason);
    expect(() => readProjectName(name)).toThrow(`Invalid project name "${name}".`);
  });

  it("becomes a package name that npm accepts", () => {
    expect(["Acme_2.prod-eu", "_-.x", "1"].map(packageNameOf)).toEqual(["acme_2.prod-eu", "x", "1"]);
  });
});

describe("the names of stacks", () => {
  it("are separated by commas", () => {
    expect(readStacks("dev, staging ,prod")).toEqual(["dev", "staging", "prod"]);
    expect(readStacks("prod")).toEqual(["prod"]);
    expect(readStacks("1x,a.b,Norway-2")).toEqual(["1x", "a.b", "Norway-2"]);
  });

  it.each([
    ["", "Empty stack name"],
    ["dev,", "Empty stack name"],
    ["dev,,prod", "Separate the stacks by one comma: dev,staging,prod."],
    ["acme/schedules/dev", "Leave out the organisation and the project: dev."],
    ["-dev", "with a letter or a digit first"],
    [".dev", "with a letter or a digit first"],
    ["dev prod", 'Invalid stack name "dev prod"'],
    ["a".repeat(101), "Use 1 to 100 letters"],
    ["dev,prod,dev", 'Duplicate stack "dev"'],
  ])("cannot be %j", (list, reason) => {
    expect(() => readStacks(list)).toThrow(reason);
  });

  it("become the names of variables, one for each stack", () => {
    expect(["dev", "eu-1.b"].map(keyVariable)).toEqual(["SKYVERN_API_KEY_DEV", "SKYVERN_API_KEY_EU_1_B"]);
    expect(() => requireOneKeyPerStack(["eu-1", "eu-2"])).not.toThrow();
    expect(() => requireOneKeyPerStack(["dev", "eu-1", "eu_1"])).toThrow(
      'The stacks "eu-1" and "eu_1" would both read their key from SKYVERN_API_KEY_EU_1.',
    );
  });
});

it("a name that YAML would read as something else is quoted", () => {
  expect(["dev", "a.b", "no", "NULL", "007", "1e3", ".inf"].map(yamlText)).toEqual([
    "dev",
    "a.b",
    '"no"',
    '"NULL"',
    '"007"',
    '"1e3"',
    '".inf"',
  ]);
});
