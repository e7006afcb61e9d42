// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());
const findings = (text: string) => folder.findings(text);

const inQuotes =
  'A value that begins with a star must be in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';
const hiddenAlias =
  'Put a text that begins with "*" in quotes. Without them, YAML reads an alias, and no anchor has that name.';
const less = "This line is indented less than the first one. Keys of one mapping begin in the same column.";
const whole = "What begins the file ends before this line. Put everything into one mapping.";
const item =
  "This line is the item of a list, but the lines around it are keys. Remove the hyphen, or put the list under a key of its own.";
const environments = "environments: { dev: }\n";
const withCron = (cron: string) =>
  `schedules:\n  a:\n    workflow: wpid_1\n    cron: ${cron}\n${environments}`;
/** A file with one schedule that has these parameters. */
const withParameters = (parameters: string) =>
  `${withCron('"0 2 * * *"').replace("environments", `    parameters: ${parameters}\nenvironments`)}`;

const readAsNumber = (change: string) =>
  `YAML reads this as a number, and would pass it on ${change}. Put it in quotes if it is a text. If it is a number, write it as JSON does: 10, 0.5, 1e-7.`;

describe("YAML syntax errors", () => {
  it.each(["*/5 * * * *", "* * * * *", "*,5 1 * * *", "*", "*   # daily"])(
    "explain that the cron expression %s needs quotes",
    (cron) => expect(findings(withCron(cron))).toEqual([`4:11: ${inQuotes}`]),
  );

  it("are reported at the star, also inside braces and at the end of the file", () => {
    expect(findings("a: *")).toEqual([`1:4: ${inQuotes}`]);
    expect(findings(`schedules:\n  a: { cron: */5 * * * * }\n${environments}`)).toEqual([
      `2:14: ${inQuotes}`,
    ]);
  });

  it.each([
    ["schedules:\n\ta:\n", "2:1: A tab indents this line. Use spaces."],
    ["schedules: { a: { cron: x\n", '2:1: "}" is missing: the "{" on line 1 is not closed.'],
    ['schedules: "a\n', "2:1: A closing quote is missing: the quote on line 1 is not closed."],
    [
      "schedules: {}\n---\nschedules: {}\n",
      "2:1: A second document begins here. A file holds one set. Move the rest to another file.",
    ],
    ["", "1:1: The file is empty."],
    ["\n\n", "1:1: The file is empty."],
    ["# only\n# comments\n", "1:1: The file is empty."],
    ["---\n", "1:4: The file must be a mapping of keys and values. The value is empty."],
    ["- a\n", "1:1: The file must be a mapping of keys and values, but is a list: "],
    ["text\n", "1:1: The file must be a mapping of keys and values."],
    [
      "a: !!timestamp 2026-01-01\n",
      "1:4: Tags (words that begin with !) are not supported. Leave the tag out.",
    ],
    ["a: !!binary aGVs\n", "1:4: Tags (words that begin with !) are not supported. Leave the tag out."],
    ["a: !!set {x, y}\n", "1:4: Tags (words that begin with !) are not supported. Leave the tag out."],
    ["a: !mine x\n", "1:4: Tags (words that begin with !) are not supported. Leave the tag out."],
    [`# Jobs\n---\n  schedules: {}\n${environments}`, `4:1: ${less}`],
    ["   schedules: {}\n   groups: {}\n  environments: { dev: }", `3:3: ${less}`],
    [`{ "schedules": {} }\n${environments}`, `2:1: ${whole}`],
    ["\u00a0a: 1\nb c", "2:1: A key needs a colon, a blank and a value, in one line."],
    ["{\n}\n{\n}\n", `3:1: ${whole}`],
    [`- a\n${environments}`, `2:1: ${whole}`],
    [`schedules: {}\n- ${environments}`, `2:1: ${item}`],
    [`schedules:\n  a: {}\n  - b\n${environments}`, `3:1: ${item}`],
  ])("have a place and a sentence: %j", (text, first) => {
    expect(findings(text)[0]?.slice(0, first.length)).toBe(first);
  });

  it("report one extra bracket once, whatever the parser reports about the rest", () => {
    for (const text of ["a: ]]]]]]\n", "]\n]\n", "]\n".repeat(5000)]) {
      expect(findings(text)).toEqual([expect.stringMatching(/: There is a "]" too many\.$/)]);
    }
  });

  it("report the slips of single lines all at once, up to a hundred", () => {
    expect(findings("a: *\nb: @x\nc: !mine x\n\td: 1\n").map((one) => one.slice(0, 3))).toEqual([
      "1:4",
      "2:4",
      "3:4",
      "4:1",
    ]);
    expect(findings("a: *\n".repeat(5000))).toHaveLength(100);
  });

  it("report the colon in each line, although the parser nests such lines too deep", () => {
    const found = findings("description: Report: daily\n".repeat(60));
    expect(found.slice(0, 49)).toEqual(
      Array.from(
        { length: 49 },
        (_, index) =>
          `${index + 1}:14: YAML reads the colon in this text as the end of a key. Put the text in quotes: description: "Report: daily".`,
      ),
    );
    expect(found.join()).not.toContain("nested");
  });

  it("report a slip before a text that is nested too deep, and otherwise the depth", () => {
    expect(findings(`\tb: 1\na: ${"[".repeat(60)}`)).toEqual(["1:1: A tab indents this line. Use spaces."]);
    expect(findings(`b: 1\na: ${"[".repeat(60)}`)).toEqual([
      "2:53: The file is nested more than 50 levels deep.",
    ]);
  });

  const environment = "environments: { dev: }\n";
  it.each([
    [
      "    description: Report: daily\n",
      '5:18: YAML reads the colon in this text as the end of a key. Put the text in quotes: description: "Report: daily".',
    ],
    [
      "    description: Daily report:\n",
      '5:18: YAML reads the colon in this text as the end of a key. Put the text in quotes: description: "Daily report:".',
    ],
    [
      "    parameters: { password: a: b }\n",
      '5:29: YAML reads the colon in this text as the end of a key. Put the text in quotes: password: "…".',
    ],
    [
      "\u00a0\u00a0\u00a0\u00a0description: x\n",
      "5:1: A no-break space (U+00A0) indents this line. Use plain spaces.",
    ],
    ["   \u00a0description: x\n", "5:1: A no-break space (U+00A0) indents this line. Use plain spaces."],
    ["    \u2003description: x\n", "5:5: A special space (U+2003) indents this line. Use plain spaces."],
    [
      "    subtitle: Report: daily\n",
      '5:15: YAML reads the colon in this text as the end of a key. Put the text in quotes: subtitle: "…".',
    ],
    [
      "    subtitle: My workflow: daily\n",
      '5:15: YAML reads the colon in this text as the end of a key. Put the text in quotes: subtitle: "…".',
    ],
    [
      "    name: x\n \u00a0\u00a0\u00a0\u00a0description: y\n",
      "6:1: A no-break space (U+00A0) indents this line. Use plain spaces.",
    ],
    [
      "    titles: Report: daily\n",
      '5:13: YAML reads the colon in this text as the end of a key. Put the text in quotes: titles: "…".',
    ],
    [
      `    name: a: ${"b".repeat(77)}\n`,
      `5:11: YAML reads the colon in this text as the end of a key. Put the text in quotes: name: "a: ${"b".repeat(77)}".`,
    ],
    [
      `    name: a: ${"b".repeat(78)}\n`,
      '5:11: YAML reads the colon in this text as the end of a key. Put the text in quotes: name: "…".',
    ],
    ["    name: @team\n", '5:11: A text that begins with "@" must be in quotes.'],
    ["    name: `x`\n", '5:11: A text that begins with "`" must be in quotes.'],
    ["    name: %x\n", '5:11: A text that begins with "%" must be in quotes.'],
    ["    !!merge <<: *x\n", "5:5: Merge keys (<<) are not supported. Use defaults, or a group."],
    ["    parameters: { a: 1\n    name: x\n", '6:5: "}" is missing: the "{" on line 5 is not closed.'],
    ["    aliases: [a, b\n    name: x\n", '6:5: "]" is missing: the "[" on line 5 is not closed.'],
    ["    parameters: { a: { b: 1 }\n", '6:1: "}" is missing: the "{" on line 5 is not closed.'],
    [
      "    parameters: {\n      a: don't,\n      b: it's\n    name: x\n",
      '8:5: "}" is missing: the "{" on line 5 is not closed.',
    ],
    ["    parameters: { a: 1 }}\n", '5:25: There is a "}" too many.'],
    ['    description: "x\n', "7:1: A closing quote is missing: the quote on line 5 is not closed."],
    [
      '    description: "a" b\n',
      "5:22: Text follows the end of this value. Put the whole value in one pair of quotes.",
    ],
    [
      '    description: "say "hi" now"\n',
      '5:24: The text ends at this quote, but more follows. Write \\" for a quote inside double quotes, or put the text in single quotes.',
    ],
    [
      "    parameters: { note: 'it's' }\n",
      "5:29: The text ends at this quote, but more follows. Write '' for a quote inside single quotes, or put the text in double quotes.",
    ],
    ["    name: !mine @team\n", "5:11: Tags (words that begin with !) are not supported. Leave the tag out."],
    ["    just text\n    name: x\n", "5:5: A key needs a colon, a blank and a value, in one line."],
    ["    enabled:true\n    name: x\n", '5:5: Write a blank after the colon of "enabled".'],
    [
      "    name: x\n     enabled: true\n",
      "6:1: This line is indented deeper than the one before it, which has a value already.",
    ],
    ["   name: x\n", "5:1: This line is indented differently. Keys of one mapping begin in the same column."],
    // borb-sh/quillmark#645, de-jcup/eclipse-yaml-editor#64, moraes/config#1
    [
      "    name: Node.js Service: Order Processing API\n",
      '5:11: YAML reads the colon in this text as the end of a key. Put the text in quotes: name: "Node.js Service: Order Processing API".',
    ],
    [
      "    parameters:\n      graphql: debug\n        execution: info\n",
      "7:1: This line is indented deeper than the one before it, which has a value already.",
    ],
    ["    parameters:\n\t\tvendor: acme\n", "6:1: A tab indents this line. Use spaces."],
    // eemeli/yaml#328, nodeca/js-yaml#422: a bracket that is closed, but not indented enough
    [
      "    parameters: { list: [ {\n      bar: 1\n    } ] }\n",
      '7:5: This line is inside the "{" that opens on line 5. Indent it deeper than the key of that line.',
    ],
    [
      "    aliases: [ Some text here\nand another line ]\n",
      '6:1: This line is inside the "[" that opens on line 5. Indent it deeper than the key of that line.',
    ],
    // yaml/yaml#52
    [
      '    parameters:\n      rigid: yes\n      fails: "really",\n',
      "7:22: Remove this comma: only values in braces or brackets have commas between them.",
    ],
    [
      "    aliases: [a, b],\n",
      "5:20: Remove this comma: only values in braces or brackets have commas between them.",
    ],
    // nodeca/js-yaml#374, borgbase/vykar#77, anidl/multi-downloader-nx#530: the message shows nothing of the value
    [
      '    parameters: { path: "\\database\\collection" }\n',
      "5:26: In double quotes a backslash begins a code such as \\n. Write two backslashes, or put the text in single quotes.",
    ],
    [
      '    name: "C:\\Users\\goebbe\\Documents"\n',
      "5:14: In double quotes a backslash begins a code such as \\n. Write two backslashes, or put the text in single quotes.",
    ],
    // dodok8/gaji#26, helm/helm#13157, kubernetes-sigs/kubespray#3393, mikefarah/yq#2270, helm/helm#6251
    [
      "    parameters: { key: ${{ secrets.TOKEN }} }\n",
      "5:24: Templates such as {{ … }} are not filled in. Write ${config:key}, ${secret:key} or ${env:KEY}, in quotes.",
    ],
    [
      "    description: {{ kube_cert_dir }}/openid-ca.pem\n",
      "5:18: Templates such as {{ … }} are not filled in. Write ${config:key}, ${secret:key} or ${env:KEY}, in quotes.",
    ],
    [
      "    name: {{ .Values.host }}:{{ .Values.port }}\n",
      "5:11: Templates such as {{ … }} are not filled in. Write ${config:key}, ${secret:key} or ${env:KEY}, in quotes.",
    ],
    [
      "    {{- if .Values.name }}\n    name: x\n",
      "5:5: Templates such as {{ … }} are not filled in. Write ${config:key}, ${secret:key} or ${env:KEY}, in quotes.",
    ],
    [
      "    parameters: { owner: ${env:OWNER} }\n",
      '5:26: In braces and brackets, a reference must be in quotes: "${env:OWNER}".',
    ],
    [
      "    aliases: [ ${config:a}, ${config:b} ]\n",
      '5:16: In braces and brackets, a reference must be in quotes: "${config:a}".',
    ],
    [
      "    parameters: {\n      owner: ${config:owner name}\n    }\n",
      "6:14: In braces and brackets, put the whole text with the reference in quotes.",
    ],
    ['    parameters: { "a": 1 "b": 2 }\n', "5:24: A comma is missing, or this value must be in quotes."],
    [
      '    parameters: { "a": "x // y" "b": 2 }\n',
      "5:24: A comma is missing, or this value must be in quotes.",
    ],
    [
      "    parameters: { note: hunter2 token: x }\n",
      '5:25: A comma is missing after the value of "note". If this is one text, put it in quotes: note: "…".',
    ],
    [
      "    parameters: { note: hunter2; token: x }\n",
      '5:25: A comma is missing after the value of "note". If this is one text, put it in quotes: note: "…".',
    ],
    [
      "  nightly: workflow: wpid_1\n",
      '5:12: Put "workflow:" on the next line, and indent it deeper than "nightly:". If this is one text, put it in quotes: nightly: "…".',
    ],
    [
      "    parameters: { filter: name: acme }\n",
      '5:27: Put the keys of "filter" in braces: filter: { name: … }. If this is one text, put it in quotes: filter: "…".',
    ],
    [
      "    parameters: { url: https://x/${env:REGION}/y }\n",
      "5:34: In braces and brackets, put the whole text with the reference in quotes.",
    ],
    [
      "    aliases: [ ${config:a} b, c ]\n",
      "5:16: In braces and brackets, put the whole text with the reference in quotes.",
    ],
    [
      "    aliases: - old\n",
      "5:14: A list cannot begin on the line of its key. Begin it on the next line, or write it in brackets: [a, b].",
    ],
    ["    timezone: ? UTC\n", '5:15: A text that begins with "?" must be in quotes.'],
    ["    description: >high\n", '5:18: A text that begins with ">" or "|" must be in quotes.'],
    [
      "    parameters:\n      password: |s3cr3t!\n",
      '6:17: A text that begins with ">" or "|" must be in quotes.',
    ],
    ["    enabled:\u00a0true\n", "5:13: This is a no-break space (U+00A0). Write a plain space."],
    ['    name: "x"\u00a0# daily\n', "5:14: This is a no-break space (U+00A0). Write a plain space."],
    ['    name: "x"\u00a0\n', "5:14: This is a no-break space (U+00A0). Write a plain space."],
    ['    name: "x"\u3000 \r\n', "5:14: This is a special space (U+3000). Write a plain space."],
    ['    name: "x"\u200b\n', "5:14: This is a special space (U+200B). Write a plain space."],
    [
      "<<<<<<< HEAD\n    name: x\n=======\n    name: y\n>>>>>>> other\n",
      "5:1: This line is a conflict marker of Git. Resolve the merge conflict.",
    ],
  ])("explain the slip %j in plain words", (lines, sentence) => {
    expect(findings(`${withCron('"0 2 * * *"').replace(environment, "")}${lines}${environment}`)).toEqual([
      sentence,
    ]);
  });

  it("give the cron expression for an alias such as @daily, because quotes do not help", () => {
    const [found, ...more] = findings(withCron("@daily"));
    expect(more).toEqual([]);
    expect(found).toMatch(/^4:11: cron: .*"0 0 \* \* \*"/);
    expect(findings(withCron("@daily # each day"))).toEqual([found]);
    for (const rest of [", name: x }", " }"])
      expect(findings(`schedules:\n  a: { cron: @daily${rest}\n${environments}`)).toEqual([
        found?.replace("4:11", "2:14"),
      ]);
    expect(findings(withCron('"0 0 * * *"'))).toEqual([]);
  });

  it.each([
    '{\n  // comment\n  "schedules": {}, "environments": { "dev": null }\n}\n',
    '{\n  /* comment */ "schedules": {}, "environments": { "dev": null }\n}\n',
    '{ "schedules": {}, // comment\n  "environments": { "dev": null }\n}\n',
    '// comment\n{ "schedules": {}, "environments": { "dev": null } }\n',
    '{ "schedules": {}, "environments": { "dev": null } } // comment\n',
    '{ "schedules": {}, "environments": { "dev": null } // comment\n}\n',
  ])("name the comment sign of YAML for a comment of another language: %j", (text) => {
    expect(findings(text)).toEqual([
      expect.stringMatching(/^\d:\d+: A comment begins with "#", not with "\/\/" or "\/\*". Write "#"\.$/),
    ]);
    const mended = text.replace(/\/\/|\/\* comment \*\//, (sign) => (sign === "//" ? "#" : "# comment\n"));
    expect(findings(mended)).toEqual([]);
  });
});

describe("a value in a schedule file", () => {
  it.each(["0 9 * * MON #1", "0 9 * * MON # 1"])("is not an nth weekday that YAML cuts off: %s", (cron) => {
    expect(findings(withCron(cron))).toEqual([
      '4:11: schedules.a.cron: cron: "#1" belongs to the weekday before it, without a blank; write "0 9 * * MON#1". YAML reads this "#" as a comment. Move a real comment to its own line.',
    ]);
  });

  it.each([
    '"0 9 * * MON" #1',
    "0 9 * * MON # every Monday",
    "0 9 * * MON #12",
    "0 9 1 * * #1",
    "0 9 * * 1-5 # 2",
  ])("may have a comment behind it: %s", (cron) => expect(findings(withCron(cron))).toEqual([]));

  it("that looks like an alias is not shown if it is a parameter, which can be a secret", () => {
    expect(findings(withParameters("{ pin: *hunter2 }"))).toEqual([
      `5:24: schedules.a.parameters.pin: ${hiddenAlias}`,
    ]);
    expect(findings(withCron("*acme")).join()).toContain("The alias *acme has no anchor");
  });

  it("must not contain an unpaired surrogate, which would reach Skyvern as another text", () => {
    expect(findings(withParameters('{ note: "\\ud83d" }'))).toEqual([
      "5:25: schedules.a.parameters.note: The text has half of a character (an unpaired surrogate), which UTF-8 cannot store. Write the whole character.",
    ]);
    expect(findings(withParameters('{ note: "\\ud83d\\ude00" }'))).toEqual([]);
  });

  it.each([
    ["enabled: false\u00a0", "The value has a no-break space (U+00A0). Write plain spaces."],
    ["enabled: \u200bfalse", "The value has a special space (U+200B). Write plain spaces."],
    ["timezone: \u201cUTC\u201d", "The value has the quote \u201c. Write a plain \" or '."],
    ["at: \u201c2090-01-04", "The value has the quote \u201c. Write a plain \" or '."],
    ["enabled: \u2018true\u2019", "The value has the quote \u2018. Write a plain \" or '."],
  ])("that is refused because of a no-break space or a curly quote names that sign: %j", (line, sentence) => {
    const found = findings(withCron('"0 2 * * *"').replace("environments", `    ${line}\nenvironments`));
    expect(found).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("keys in a schedule file", () => {
  it("must be unique, whether they are numbers or texts", () => {
    expect(findings(withParameters('{ 1: a, "1": b }'))).toEqual([
      '5:25: schedules.a.parameters.1: Duplicate key "1": first defined on line 5. Keep one of them.',
    ]);
  });

  it.each(["~", '""'])("must not be empty, so %s is refused", (key) => {
    expect(findings(withParameters(`\n      ${key} : 1`))).toEqual([
      expect.stringMatching(
        /^6:[79]: schedules\.a\.parameters: The key is empty\. Write a name before the colon\./,
      ),
    ]);
  });

  it.each(["?", "[a]", "{ a: 1 }"])("must be texts, so %s is refused", (key) => {
    expect(findings(withParameters(`\n      ${key} : 1`))).toEqual([
      expect.stringMatching(/^6:[79]: schedules\.a\.parameters: A key must be a text\./),
    ]);
  });

  it("cannot be templates, with what to write instead", () => {
    expect(findings(withParameters("\n      vendor: {{ .Values.vendor }}"))).toEqual([
      "6:16: schedules.a.parameters.vendor: A key must be a text. Templates such as {{ … }} are not filled in: write ${config:key}, in quotes.",
    ]);
    // helm/helm#13157
    expect(findings(withParameters("\n      cores:  {{.Values.params.driver_cores}}"))).toEqual([
      expect.stringContaining("Templates such as {{ … }} are not filled in: write ${config:key}, in quotes."),
    ]);
  });

  it("may have the names of JavaScript's own properties", () => {
    const text = `schedules:\n  constructor: { workflow: wpid_1, cron: "0 2 * * *" }\n  toString: { workflow: hasOwnProperty, cron: "0 3 * * *" }\n${environments}`;
    expect(findings(text)).toEqual([
      '3:25: schedules.toString.workflow: There is no workflow "hasOwnProperty". The file names none. (in dev)',
    ]);
    expect(findings("constructor: 1\nschedules: {}\nenvironments: { dev: }\n")).toEqual([
      '1:1: constructor: Unknown key "constructor" in a schedule file. Known keys: $schema, defaults, workflows, groups, schedules, environments, ignore.',
    ]);
  });

  it.each([
    ["__proto__", "5:19", '"__proto__" is a reserved name and cannot be a key. Choose another name.'],
    ["<<", "5:19", "Merge keys (<<) are not supported. Use defaults, or a group."],
    [`"${"k".repeat(501)}"`, "5:19", "A key has at most 500 characters; this one has 501."],
  ])("cannot be %.10s", (key, at, sentence) => {
    expect(findings(withParameters(`{ ${key}: { a: 1 } }`))).toEqual([
      `${at}: schedules.a.parameters: ${sentence}`,
    ]);
  });

  it("cannot be merge keys at any level", () => {
    expect(findings(`<<: {}\nschedules: { <<: {} }\nenvironments: { dev: { <<: {} } }\n`)).toEqual(
      ["1:1: ", "2:14: schedules: ", "3:24: environments.dev: "].map(
        (start) => `${start}Merge keys (<<) are not supported. Use defaults, or a group.`,
      ),
    );
  });
});

describe("aliases", () => {
  it("take the value of the last anchor before them", () => {
    const text = withParameters("{ a: &x 1, b: *x, c: &x 2, d: *x }").replace(
      "dev:",
      "dev: { enabled: false }",
    );
    expect(findings(text)).toEqual([]);
  });

  it.each([
    ["{ a: *none }", hiddenAlias],
    ["{ a: [*later, &later 1] }", hiddenAlias],
    ["&self { a: *self }", "*self refers to itself. Remove the circular reference."],
    ["{ a: &self [1, [*self]] }", "*self refers to itself. Remove the circular reference."],
  ])("are refused if they have no anchor or are circular: %s", (parameters, sentence) => {
    expect(findings(withParameters(parameters))).toEqual([expect.stringContaining(`: ${sentence}`)]);
  });

  it("that are circular are reported once, and not also as a missing value", () => {
    expect(findings(`schedules: &a { a: *a }\n${environments}`)).toEqual([
      "1:20: schedules.a: *a refers to itself. Remove the circular reference.",
    ]);
  });
});

describe("values in a schedule file", () => {
  it("are read as YAML 1.2, whatever version the file declares", () => {
    const text = withParameters("{}").replace("workflow:", "enabled: yes\n    workflow:");
    const sentence = 'schedules.a.enabled: enabled must be true or false, but is the text "yes": write true.';
    expect(findings(text)).toEqual([`3:14: ${sentence}`]);
    expect(findings(`%YAML 1.1\n---\n${text}`)).toEqual([`5:14: ${sentence}`]);
  });

  it.each([".inf", "-.INF", ".nan", "1e999"])("cannot be %s, which JSON does not have", (number) => {
    expect(findings(withParameters(`{ a: [${number}] }`))).toEqual([
      "5:23: schedules.a.parameters.a[0]: a[0]: It is infinite or not a number, which JSON cannot hold.",
    ]);
  });

  it.each([
    ["0012345", "without its leading zeros"],
    ["01234", "without its leading zeros"],
    ["-07.5", "without its leading zeros"],
    ["00", "without its leading zeros"],
    ["+49170", "without its plus sign"],
    ["1.10", "without its trailing zeros"],
    ["250.00", "without its trailing zeros"],
    ["1.50e3", "without its trailing zeros"],
    ["0x1F", "with other digits"],
    ["0o17", "with other digits"],
    [".5", "with other digits"],
    ["5.", "with other digits"],
    ["0.1234567890123456789", "with other digits"],
    ["0.0000001", "with other digits"],
    ["-0", "without its minus sign"],
    ["1.0", "without its trailing zeros"],
    ["10.0", "without its trailing zeros"],
    ["72225e2", "with other digits"],
    ["1e6", "with other digits"],
    ["1E-3", "with other digits"],
    ["1.5e3", "with other digits"],
    ["1E-7", "with other digits"],
    ["1e-400", "as zero"],
    // arnarg/nixidy#13, vidispine/hull#262, and how helm/helm#1643 writes 58467965
    ["0555", "without its leading zeros"],
    ["1e+07", "with other digits"],
    ["5.8467965e+07", "with other digits"],
    ["3.10", "without its trailing zeros"],
  ])("cannot be the number %s, which JSON writes differently", (number, loss) => {
    expect(findings(withParameters(`{ a: [{ b: ${number} }] }`))).toEqual([
      `5:28: schedules.a.parameters.a[0].b: ${readAsNumber(loss)}`,
    ]);
    expect(findings(withParameters(`{ a: "${number}" }`))).toEqual([]);
  });

  // helm/helm#1643, bookingcom/shipper#102, vmware-archive/versatile-data-kit#1252, replicatedhq/kots#636
  it.each(["58467965", "20190612073634", "9505540", "179754359675"])(
    "can be the number %s, which arrives in all its digits",
    (number) => {
      const text = withParameters(`{ tag: ${number} }`);
      expect(folder.validate(text)).toMatchObject({ findings: [] });
      expect(JSON.stringify(Number(number))).toBe(number);
    },
  );

  it.each(["10", "-3", "0", "0.5", "1.5", "-1.25", "100.25", "1e-7", "0.000001", "9007199254740991"])(
    "can be the number %s, which JSON writes in the same way",
    (number) => expect(findings(withParameters(`{ a: ${number} }`))).toEqual([]),
  );

  it("are checked for changed numbers in parameters only, and also behind aliases", () => {
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
  ])("are required for each key, because a comma in braces ends a text: %s", (parameters, at, path, key) => {
    expect(findings(withParameters(parameters))).toEqual([
      `${at}: schedules.a.${path}: "${key}" has no value. Write a value. If "${key}" belongs to the text before it, put that text in quotes: in braces, a comma ends a text.`,
    ]);
  });

  it("are required in the whole file, and may have a comma in quotes", () => {
    const bare = withCron('"0 2 * * *"').replace("dev: ", "dev, prod: {} ");
    expect(findings(bare)).toEqual([expect.stringMatching(/^5:17: environments\.dev: "dev" has no value\./)]);
    expect(findings(withParameters('{ amount: "1,500", b: [x, y] }'))).toEqual([]);
  });

  it("cannot be integers that JavaScript would change", () => {
    expect(findings(withParameters("{ a: 9007199254740993 }"))[0]).toMatch(
      /^5:22: schedules\.a\.parameters\.a: a: It is an integer that JavaScript cannot hold exactly .*\.$/,
    );
  });
});
