import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());
const findings = (text: string) => folder.findings(text);

const good = 'schedules:\n  nightly:\n    workflow: wpid_1\n    cron: "0 2 * * *"\nenvironments:\n  dev:\n';

describe("the place of a finding", () => {
  it("is absent for a valid file, which has no findings", () => {
    expect(folder.validate(good)).toEqual({ findings: [], environments: ["dev"], schedules: 1 });
  });

  it("is the key for an unknown key, and the value for a wrong value", () => {
    const text = good.replace("cron:", "crom:").replace("dev:\n", 'dev:\n    enabled: "no"\n');
    expect(findings(text)).toEqual([
      '4:5: schedules.nightly.crom: Unknown key "crom" in schedules.nightly. Did you mean "cron"?',
      '7:14: environments.dev.enabled: enabled must be true or false, but is the text "no": write false.',
    ]);
  });

  it("is the key of the schedule if the schedule lacks a key", () => {
    expect(findings("schedules:\n  a: {}\n  b: {}\nenvironments: { dev: }\n")).toEqual([
      '2:3: schedules.a: "a" has no workflow. Set workflow. (in dev)',
      '2:3: schedules.a: "a" has no fire times. Set cron, every or at. (in dev)',
      '3:3: schedules.b: "b" has no workflow. Set workflow. (in dev)',
      '3:3: schedules.b: "b" has no fire times. Set cron, every or at. (in dev)',
    ]);
  });

  it("is the file for an error of several environments, which is reported once", () => {
    const text = good.replace('cron: "0 2 * * *"', "description: none").concat("  prod:\n");
    expect(findings(text)).toEqual([
      '2:3: schedules.nightly: "nightly" has no fire times. Set cron, every or at.',
    ]);
  });

  it("is the item for a wrong value in a list", () => {
    const text = `${good.trimEnd()}\n    protect:\n      - nightly\n      - nihgtly\n`;
    expect(findings(text)).toEqual([
      '9:9: environments.dev.protect[1]: There is no schedule "nihgtly". Did you mean "nightly"?',
    ]);
  });

  it("is the alias for an error in an aliased value", () => {
    const text = "x: &x { crom: 1 }\nschedules:\n  a: *x\nenvironments: { dev: }\n";
    expect(findings(text)).toEqual([
      '1:1: x: Unknown key "x" in a schedule file. Known keys: $schema, defaults, workflows, groups, schedules, environments, ignore.',
      '3:6: schedules.a.crom: Unknown key "crom" in schedules.a. Did you mean "cron"?',
    ]);
  });

  it("is the same with CRLF line ends, and after a byte order mark", () => {
    const text = good.replace("cron:", "crom:");
    const expected = findings(text);
    expect(expected[0]).toMatch(/^4:5: /);
    expect(findings(text.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(findings(`\ufeff${text}`)).toEqual(expected);
    expect(findings("\ufeffx: 1\n")).toContainEqual(expect.stringMatching(/^1:1: x: /));
  });

  it("counts a character beyond ASCII as one column", () => {
    expect(findings('schedules: { a: { description: "äöü", crom: 1 } }\nenvironments: {}\n')[0]).toMatch(
      /^1:39: schedules\.a\.crom: /,
    );
  });

  it("has a line and a column in a JSON file too", () => {
    const json = JSON.stringify(
      { schedules: { a: { workflow: "wpid_1", cron: "* * * * *" } }, environments: { dev: null } },
      null,
      2,
    );
    expect(findings(json)).toEqual([
      "5:15: schedules.a.cron: cron fires at 00:00 and 00:01, 1 minute apart; Skyvern's minimum is 5 minutes.",
    ]);
    const twice = json.replace('"cron"', '"workflow": "wpid_2",\n      "cron"');
    expect(findings(twice)[0]).toBe(
      '5:7: schedules.a.workflow: Duplicate key "workflow": first defined on line 4. Keep one of them.',
    );
  });

  it.each([
    [
      "  a: { workflow: wpid_1 }\n  cron: 0 2 * * *\n",
      "3:9: schedules.cron: cron must be a mapping of keys and values. Is it indented too little?",
    ],
    [
      "  a: { workflow: wpid_1, cron: 0 2 * * * }\nenabled: false\n",
      '3:1: enabled: Unknown key "enabled" in a schedule file. Is it indented too little? Known keys: $schema, defaults, workflows, groups, schedules, environments, ignore.',
    ],
    [
      "  - a\n",
      "2:3: schedules: schedules must be a mapping of keys and values, but is a list: write each item as a key, with a colon after it and without a hyphen or brackets.",
    ],
  ])(
    "comes with a question about the indentation, or with advice about the list, at the wrong level: %j",
    (lines, sentence) => {
      expect(findings(`schedules:\n${lines}environments: { dev: }\n`)).toContainEqual(sentence);
    },
  );

  it("comes with a question about the indentation of a key below empty parameters", () => {
    const text = good.replace("environments", "    parameters:\n    vendor: acme\nenvironments");
    expect(findings(text)).toEqual([
      "5:16: schedules.nightly.parameters: parameters must be a mapping, such as { vendor: acme }. The value is empty.",
      expect.stringMatching(
        /^6:5: schedules\.nightly\.vendor: Unknown key "vendor" in schedules\.nightly\. Is it a parameter that is indented too little\? Known keys: /,
      ),
    ]);
  });

  it.each([
    ["schedule: 0 3 * * *", 'Write "cron".'],
    ["expression: 0 3 * * *", 'Write "cron".'],
    ["suspended: true", 'Write "enabled: false" for "suspended: true".'],
    ["disabled: true", 'Write "enabled: false" for "disabled: true".'],
    ["args: {}", 'Write "parameters".'],
    ["suspend: true", 'Write "enabled: false" for "suspend: true".'],
    ["cronExpression: x", 'Write "cron".'],
    ["interval: 90m", 'Write "every".'],
    ["intervalSeconds: 5400", 'Write "every", such as "every: 90m".'],
    ["rate: 90m", 'Write "every".'],
    ["firstFireAt: x", 'Write "startingAt".'],
    ["startAt: x", 'Write "startingAt".'],
    ["runAt: x", 'Write "at".'],
    ["once: x", 'Write "at".'],
    ["paused: true", 'Write "enabled: false" to pause one schedule.'],
    ["timeZone: UTC", 'Did you mean "timezone"?'],
    ["tz: UTC", 'Write "timezone".'],
    ["inputs: {}", 'Write "parameters".'],
  ])("comes with the right key for the key of another scheduler: %s", (line, advice) => {
    const [found, ...more] = findings(good.replace("environments", `    ${line}\nenvironments`));
    expect(more).toEqual([]);
    expect(found).toMatch(/^5:5: schedules\.nightly\.\w+: Unknown key /);
    expect(found?.endsWith(`. ${advice}`)).toBe(true);
  });

  it("decides the order of the findings", () => {
    const places = findings("z: 1\nenvironments: 5\nschedules: { a: { b: 1 } }\ny: 2\n").map((one) =>
      one.slice(0, 4),
    );
    expect(places).toEqual(["1:1:", "2:15", "3:19", "4:1:"]);
  });
});
