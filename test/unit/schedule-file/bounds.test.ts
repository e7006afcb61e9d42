import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

/** The largest file, of 2 MiB. */
const most = 2 * 1024 * 1024;
const filled = (unit: string, size = most) => unit.repeat(Math.floor(size / unit.length));
const listed = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join("");
const environments = "environments: { dev: }\n";
const withParameters = (parameters: string) =>
  `schedules:\n  a:\n    workflow: wpid_1\n    cron: "0 2 * * *"\n    parameters: ${parameters}\n${environments}`;

/** Rules of the findings, each once, and the processor's time in seconds. */
function check(text: string): { readonly rules: readonly string[]; readonly seconds: number } {
  const start = process.cpuUsage();
  const { findings } = folder.validate(text);
  const { user, system } = process.cpuUsage(start);
  return { rules: [...new Set(findings.map(({ rule }) => rule))], seconds: (user + system) / 1e6 };
}

/** Much more than linear time, and much less than quadratic time. The counters of a mutation test take as much again. */
const mostSeconds = process.env.STRYKER_MUTATOR_WORKER === undefined ? 10 : 20;

describe("a hostile schedule file", () => {
  it.each<[string, string[], () => string]>([
    ["a million open brackets", ["too-deep"], () => filled("[")],
    ["nested braces", ["too-deep"], () => filled("{ a: ")],
    ["nested lists in one line", ["too-deep"], () => filled("- ")],
    ["nested values in one line", ["syntax"], () => filled(": ")],
    ["nested blocks", ["too-deep"], () => listed(1400, (depth) => `${" ".repeat(depth)}a:\n`)],
    ["a million closing brackets", ["syntax"], () => filled("]")],
    ["closing brackets in lines", ["syntax"], () => filled("]\n")],
    ["quotes in lines", ["syntax"], () => filled('"\n')],
    ["empty lines", ["too-large"], () => filled("\n")],
    ["one long line of text", ["value"], () => filled("a b")],
    ["a long blank before a star", ["syntax"], () => `a:${" ".repeat(most - 10)}*`],
    ["colons in texts", ["syntax"], () => filled("a: b: c\n")],
    ["colons in one long line", ["syntax"], () => `a: b ${filled(",a: b: c", most - 100)}`],
    ["slashes", ["syntax"], () => filled('"a" // b\n')],
    ["a long key", ["syntax"], () => `${"k".repeat(most - 10)}: 1\n`],
    [
      "a long key in quotes",
      ["key"],
      () => withParameters(`{ "${"k".repeat(1000)}": [${filled("1,", 100_000)}] }`),
    ],
    [
      "a long name",
      ["unknown-workflow", "missing"],
      () => `schedules: { a: { workflow: ${"w".repeat(most - 100)} } }\n${environments}`,
    ],
    [
      "a long cron expression",
      ["value"],
      () => `schedules: { a: { cron: "${"1,".repeat(most / 2 - 100)}" } }\n${environments}`,
    ],
    [
      "a long duration",
      ["value"],
      () => `groups: { a: { spread: "${"1h".repeat(most / 2 - 100)}" } }\nschedules: {}\n${environments}`,
    ],
    [
      "references without an end",
      ["reference"],
      () => withParameters(`{ a: "${filled("${", most - 300)}" }`),
    ],
    [
      "a bomb of aliases",
      ["too-many-values"],
      () =>
        withParameters(
          `{ x0: &x0 1${listed(30, (n) => `, x${n + 1}: &x${n + 1} [${Array(9).fill(`*x${n}`).join()}]`)} }`,
        ),
    ],
    ["aliases of one anchor", ["too-many-values"], () => withParameters(`[&a 1${filled(",*a", 330_000)}]`)],
    [
      "a chain of aliases",
      ["too-deep"],
      () => withParameters(`[&a0 1${listed(10_000, (n) => `,&a${n + 1} [*a${n}]`)}]`),
    ],
    ["unknown aliases", ["alias"], () => withParameters(`{ x: [${filled("*b,", 90_000)}] }`)],
    [
      "unknown keys",
      ["unknown-key"],
      () => `schedules: {}\n${environments}${listed(20_000, (n) => `k${n}: 1\n`)}`,
    ],
    ["duplicate keys", ["duplicate-key"], () => withParameters(`{ ${filled("k: 1, ", 100_000)} }`)],
    [
      "numbers that JSON does not have",
      ["value"],
      () => withParameters(`{ x: [${filled(".inf,", 150_000)}] }`),
    ],
    [
      "empty schedules",
      ["missing"],
      () => `schedules:\n${listed(15_000, (n) => `  k${n}: {}\n`)}${environments}`,
    ],
    [
      "unknown names",
      ["unknown-schedule"],
      () =>
        `schedules:\n${listed(2000, (n) => `  k${n}: { workflow: wpid_1, cron: "0 2 * * *", enabled: false, parameters: { n: ${n} } }\n`)}environments: { dev: { protect: [${listed(20_000, (n) => `z${n},`)}] } }\n`,
    ],
    [
      "duplicate schedules",
      ["same-schedule"],
      () =>
        `groups: { g: { spread: 12h, workflow: wpid_1, cron: "0 2 * * *" } }\nschedules:\n${listed(4000, (n) => `  k${n}: { group: g }\n`)}${environments}`,
    ],
    [
      "environments",
      ["too-large"],
      () => `schedules: {}\nenvironments:\n${listed(40_000, (n) => `  e${n}:\n`)}`,
    ],
    [
      "schedules times environments",
      ["too-large"],
      () =>
        `schedules:\n${listed(1000, (n) => `  k${n}: {}\n`)}environments:\n${listed(100, (n) => `  e${n}:\n`)}`,
    ],
  ])("of %s is reported as %j within seconds", (_, rules, text) => {
    const checked = check(text());
    expect(checked.rules.toSorted()).toEqual(rules.toSorted());
    expect(checked.seconds).toBeLessThan(mostSeconds);
  });
});

describe("a large schedule file", () => {
  it("may begin with 500 comments and empty lines", () => {
    const text = `${"# a comment\n\n".repeat(250)}${withParameters("{}")}`;
    expect(check(text).rules).toEqual([]);
    expect(folder.findings(text.replace("cron", "crom"))).toEqual([
      expect.stringMatching(/^504:5: schedules\.a\.crom: Unknown key "crom"/),
    ]);
  });

  it("may have 50,000 keys", () => {
    const text = withParameters(`\n${listed(50_000, (n) => `      k${n}: ${n}\n`)}`);
    const { rules, seconds } = check(text);
    expect(rules).toEqual([]);
    expect(seconds).toBeLessThan(mostSeconds);
  });

  it("may have 50 levels and no more", () => {
    const nested = (depth: number) => withParameters(`{ a: ${"[".repeat(depth)}1${"]".repeat(depth)} }`);
    expect(check(nested(46)).rules).toEqual([]);
    expect(check(nested(47)).rules).toEqual(["too-deep"]);
    expect(folder.findings(nested(47))[0]).toMatch(/^5:\d\d: The file is nested more than 50 levels deep\.$/);
  });

  it("may have 40 schedules in 200 environments", () => {
    const text = `schedules:\n${listed(40, (n) => `  k${n}: { workflow: wpid_${n}, cron: "0 ${n % 24} * * *" }\n`)}environments:\n${listed(200, (n) => `  e${n}:\n`)}`;
    expect(check(text).rules).toEqual([]);
  });
});
