import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());
const findings = (text: string) => folder.findings(text);

const inQuotes =
  'A value that begins with a star must stand in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';
const environments = "environments: { dev: }\n";
const withCron = (cron: string) =>
  `schedules:\n  a:\n    workflow: wpid_1\n    cron: ${cron}\n${environments}`;
/** A file whose one schedule has these parameters. */
const withParameters = (parameters: string) =>
  `${withCron('"0 2 * * *"').replace("environments", `    parameters: ${parameters}\nenvironments`)}`;

const readAsNumber = (change: string) =>
  `YAML reads this as a number, and would pass it on ${change}. Put it in quotes if it is a text. If it is a number, write it as JSON does: 10, 0.5, 1e-7.`;

describe("a text that is no YAML", () => {
  it.each(["*/5 * * * *", "* * * * *", "*,5 1 * * *", "*", "*   # daily"])(
    "is told in words about cron where a value begins with a star: %s",
    (cron) => expect(findings(withCron(cron))).toEqual([`4:11: ${inQuotes}`]),
  );

  it("is told at the star, also inside braces", () => {
    expect(findings(`schedules:\n  a: { cron: */5 * * * * }\n${environments}`)).toEqual([
      `2:14: ${inQuotes}`,
    ]);
  });

  it.each([
    ["schedules:\n\ta:\n", "2:1: A tab indents this line. Use spaces."],
    ["schedules: { a: { cron: x\n", "2:1: This is no YAML: Flow map in block collection must be sufficien"],
    ['schedules: "a\n', '2:1: This is no YAML: Missing closing "quote.'],
    [
      "schedules: {}\n---\nschedules: {}\n",
      "2:1: A second document begins here. One file holds one set: write another file.",
    ],
    ["", "1:1: The file is empty."],
    ["\n\n", "1:1: The file is empty."],
    ["# only\n# comments\n", "1:1: The file is empty."],
    ["---\n", "1:4: The file must be a mapping of keys and values; nothing stands here."],
    ["- a\n", "1:1: The file must be a mapping of keys and values."],
    ["text\n", "1:1: The file must be a mapping of keys and values."],
    [
      "a: !!timestamp 2026-01-01\n",
      "1:4: Tags (words that begin with !) have no meaning here. Leave it out.",
    ],
    ["a: !!binary aGVs\n", "1:4: Tags (words that begin with !) have no meaning here. Leave it out."],
    ["a: !!set {x, y}\n", "1:4: Tags (words that begin with !) have no meaning here. Leave it out."],
    ["a: !mine x\n", "1:4: Tags (words that begin with !) have no meaning here. Leave it out."],
  ])("has a place and a sentence: %j", (text, first) => {
    expect(findings(text)[0]?.slice(0, first.length)).toBe(first);
  });

  it("is told once for a line, whatever the parser makes of it", () => {
    expect(findings("a: ]]]]]]\n")).toHaveLength(1);
    expect(findings("]\n]\n")).toHaveLength(2);
  });

  it("is told a hundred times at most", () => expect(findings("]\n".repeat(5000))).toHaveLength(100));
});

describe("keys in a schedule file", () => {
  it("are there once, numbers and texts alike", () => {
    expect(findings(withParameters('{ 1: a, "1": b }'))).toEqual([
      '5:25: schedules.a.parameters.1: "1" is there twice, first in line 5. Keep one of them.',
    ]);
  });

  it.each(["?", "~", '""', "[a]", "{ a: 1 }"])("are texts, and not %s", (key) => {
    expect(findings(withParameters(`\n      ${key} : 1`))).toEqual([
      expect.stringMatching(/^6:[79]: schedules\.a\.parameters: A key must be a text here\.$/),
    ]);
  });

  it("may be what every object of JavaScript has", () => {
    const text = `schedules:\n  constructor: { workflow: wpid_1, cron: "0 2 * * *" }\n  toString: { workflow: hasOwnProperty, cron: "0 3 * * *" }\n${environments}`;
    expect(findings(text)).toEqual([
      '3:25: schedules.toString.workflow: There is no workflow "hasOwnProperty". The file names none. (in dev)',
    ]);
    expect(findings("constructor: 1\nschedules: {}\nenvironments: { dev: }\n")).toEqual([
      '1:1: constructor: There is no "constructor" in a schedule file. Known here: $schema, defaults, workflows, groups, schedules, environments.',
    ]);
  });

  it.each([
    ["__proto__", "5:19", '"__proto__" cannot be a key. Name it otherwise.'],
    ["<<", "5:19", "Merge keys (<<) are not read. Use defaults, or a group."],
    [`"${"k".repeat(501)}"`, "5:19", "A key has at most 500 characters; this one has 501."],
  ])("are not %.10s", (key, at, sentence) => {
    expect(findings(withParameters(`{ ${key}: { a: 1 } }`))).toEqual([
      `${at}: schedules.a.parameters: ${sentence}`,
    ]);
  });

  it("are told as merge keys at any level", () => {
    expect(findings(`<<: {}\nschedules: { <<: {} }\nenvironments: { dev: { <<: {} } }\n`)).toEqual(
      ["1:1: ", "2:14: schedules: ", "3:24: environments.dev: "].map(
        (start) => `${start}Merge keys (<<) are not read. Use defaults, or a group.`,
      ),
    );
  });
});

describe("aliases", () => {
  it("stand for what their anchor has, the last one before them", () => {
    const text = withParameters("{ a: &x 1, b: *x, c: &x 2, d: *x }").replace(
      "dev:",
      "dev: { enabled: false }",
    );
    expect(findings(text)).toEqual([]);
  });

  it.each([
    ["{ a: *none }", "*none is an alias, and there is no anchor &none before it."],
    ["{ a: [*later, &later 1] }", "*later is an alias, and there is no anchor &later before it."],
    ["&self { a: *self }", "*self stands within itself."],
    ["{ a: &self [1, [*self]] }", "*self stands within itself."],
  ])("are refused where they mean nothing: %s", (parameters, sentence) => {
    expect(findings(withParameters(parameters))).toEqual([expect.stringContaining(`: ${sentence}`)]);
  });

  it("that mean nothing are told once, and not also as what is missing", () => {
    expect(findings(`schedules: &a { a: *a }\n${environments}`)).toEqual([
      "1:20: schedules.a: *a stands within itself.",
    ]);
  });
});

describe("values in a schedule file", () => {
  it("are read by YAML 1.2, whatever version a line of the file names", () => {
    const text = withParameters("{}").replace("workflow:", "enabled: yes\n    workflow:");
    const sentence = 'schedules.a.enabled: enabled must be true or false, and is the text "yes": write true.';
    expect(findings(text)).toEqual([`3:14: ${sentence}`]);
    expect(findings(`%YAML 1.1\n---\n${text}`)).toEqual([`5:14: ${sentence}`]);
  });

  it.each([".inf", "-.INF", ".nan", "1e999"])("are no numbers that JSON does not have: %s", (number) => {
    expect(findings(withParameters(`{ a: [${number}] }`))).toEqual([
      "5:23: schedules.a.parameters.a[0]: a[0]: It is no JSON number, but infinite or not a number at all.",
    ]);
  });

  it.each([
    ["0012345", "without its leading zeros"],
    ["01234", "without its leading zeros"],
    ["-07.5", "without its leading zeros"],
    ["00", "without its leading zeros"],
    ["+49170", "without its plus sign"],
    ["1.10", "without its last zeros"],
    ["250.00", "without its last zeros"],
    ["1.50e3", "without its last zeros"],
    ["0x1F", "in other digits"],
    ["0o17", "in other digits"],
    [".5", "in other digits"],
    ["5.", "in other digits"],
    ["0.1234567890123456789", "in other digits"],
    ["0.0000001", "in other digits"],
    ["-0", "without its minus sign"],
    ["1.0", "without its last zeros"],
    ["10.0", "without its last zeros"],
    ["72225e2", "in other digits"],
    ["1e6", "in other digits"],
    ["1E-3", "in other digits"],
    ["1.5e3", "in other digits"],
    ["1E-7", "in other digits"],
    ["1e-400", "as zero"],
  ])("refuses the number %s, which JSON would write differently", (number, loss) => {
    expect(findings(withParameters(`{ a: [{ b: ${number} }] }`))).toEqual([
      `5:28: schedules.a.parameters.a[0].b: ${readAsNumber(loss)}`,
    ]);
    expect(findings(withParameters(`{ a: "${number}" }`))).toEqual([]);
  });

  it.each(["10", "-3", "0", "0.5", "1.5", "-1.25", "100.25", "1e-7", "0.000001", "9007199254740991"])(
    "accepts the number %s, which JSON writes in the same way",
    (number) => expect(findings(withParameters(`{ a: ${number} }`))).toEqual([]),
  );

  it("are no such numbers behind an alias either, and are looked at in parameters only", () => {
    const text = withParameters("{ a: *limit }").replace("dev:", "dev: { enabled: false }");
    expect(findings(`defaults: { description: &limit 010 }\n${text}`)).toEqual([
      "1:33: defaults.description: description must be a text, shown in Skyvern's web page.",
      `6:22: schedules.a.parameters.a: ${readAsNumber("without its leading zeros")}`,
    ]);
  });

  it.each([
    ["{ amount: 1,500, vendor: acme }", "5:29", "parameters.500", "500"],
    ["{ vendor: Smith, Jones & Co, account: 17 }", "5:34", 'parameters["Jones & Co"]', "Jones & Co"],
    ["{ deep: [{ a: b, c }] }", "5:34", "parameters.deep[0].c", "c"],
    ["\n      ? a", "6:9", "parameters.a", "a"],
  ])("have a value for each key, since a comma ends a text in braces: %s", (parameters, at, path, key) => {
    expect(findings(withParameters(parameters))).toEqual([
      `${at}: schedules.a.${path}: "${key}" has no value here. Give it one; or, if it belongs to the text before it, put that in quotes: a comma ends a text in braces.`,
    ]);
  });

  it("have one in all of the file, and may have a comma in quotes", () => {
    const bare = withCron('"0 2 * * *"').replace("dev: ", "dev, prod: {} ");
    expect(findings(bare)).toEqual([
      expect.stringMatching(/^5:17: environments\.dev: "dev" has no value here\./),
    ]);
    expect(findings(withParameters('{ amount: "1,500", b: [x, y] }'))).toEqual([]);
  });

  it("are no integers that would arrive as others", () => {
    expect(findings(withParameters("{ a: 9007199254740993 }"))[0]).toMatch(
      /^5:22: schedules\.a\.parameters\.a: a: It is an integer that JavaScript cannot hold exactly .*\.$/,
    );
  });
});
