import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());
const findings = (text: string) => folder.findings(text);

const good = 'schedules:\n  nightly:\n    workflow: wpid_1\n    cron: "0 2 * * *"\nenvironments:\n  dev:\n';

describe("what is wrong in a schedule file", () => {
  it("is nothing where nothing is wrong", () => {
    expect(folder.validate(good)).toEqual({ findings: [], environments: ["dev"], schedules: 1 });
  });

  it("is told with line, column and path: an unknown key at the key, a wrong value at the value", () => {
    const text = good.replace("cron:", "crom:").replace("dev:\n", 'dev:\n    enabled: "no"\n');
    expect(findings(text)).toEqual([
      '4:5: schedules.nightly.crom: There is no "crom" in schedules.nightly. Did you mean "cron"?',
      '7:14: environments.dev.enabled: enabled must be true or false, and is the text "no": write false.',
    ]);
  });

  it("is told where the key of the schedule stands when something of it is missing", () => {
    expect(findings("schedules:\n  a: {}\n  b: {}\nenvironments: { dev: }\n")).toEqual([
      '2:3: schedules.a: "a" has no cron. (in dev)',
      '2:3: schedules.a: "a" has no workflow. (in dev)',
      '3:3: schedules.b: "b" has no cron. (in dev)',
      '3:3: schedules.b: "b" has no workflow. (in dev)',
    ]);
  });

  it("is told of the file itself where it is so in several environments", () => {
    const text = good.replace('cron: "0 2 * * *"', "description: none").concat("  prod:\n");
    expect(findings(text)).toEqual(['2:3: schedules.nightly: "nightly" has no cron.']);
  });

  it("is told at a wrong value of a list", () => {
    const text = `${good.trimEnd()}\n    protect:\n      - nightly\n      - nihgtly\n`;
    expect(findings(text)).toEqual([
      '9:9: environments.dev.protect[1]: There is no schedule "nihgtly". Did you mean "nightly"?',
    ]);
  });

  it("is told at the alias that brings it in", () => {
    const text = "x: &x { crom: 1 }\nschedules:\n  a: *x\nenvironments: { dev: }\n";
    expect(findings(text)).toEqual([
      '1:1: x: There is no "x" in a schedule file. Known here: $schema, defaults, workflows, groups, schedules, environments.',
      '3:6: schedules.a.crom: There is no "crom" in schedules.a. Did you mean "cron"?',
    ]);
  });

  it("has the same lines and columns with CRLF line ends, and after a byte order mark", () => {
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

  it("is told in a JSON file too", () => {
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
      '5:7: schedules.a.workflow: "workflow" is there twice, first in line 4. Keep one of them.',
    );
  });

  it("is sorted by its place", () => {
    const places = findings("z: 1\nenvironments: 5\nschedules: { a: { b: 1 } }\ny: 2\n").map((one) =>
      one.slice(0, 4),
    );
    expect(places).toEqual(["1:1:", "2:15", "3:19", "4:1:"]);
  });
});
