import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CalendarData } from "../../../../src/cli/calendar/calendar-data";
import { runHere } from "../../../support/cli/here";

let folder: string;
let file: string;

const before = `workflows: { invoices: { title: Invoices } }
defaults: { workflow: invoices, timezone: UTC }
schedules:
  nightly: { cron: "30 2 * * *" }
  payroll: { cron: "0 8 * * MON" }
  ledger: { cron: "5 8 * * MON" }
  vendors: { cron: "0 9 * * *", parameters: { vendor: acme } }
  digest: { cron: "0 10 * * *" }
  gone: { cron: "0 23 * * *" }
environments: { dev: {}, prod: {} }
`;
const after = before
  .replace('payroll: { cron: "0 8 * * MON" }', 'payroll: { cron: "0 8 * * TUE" }')
  .replace("vendor: acme", "vendor: other")
  .replace('digest: { cron: "0 10 * * *" }', 'digest: { cron: "0 10 * * *", enabled: false }')
  .replace("ledger:", "books:")
  .replace('"5 8 * * MON" }', '"5 8 * * MON", aliases: [ledger] }')
  .replace(
    'gone: { cron: "0 23 * * *" }',
    'fresh: { cron: "0 8 * * TUE", parameters: { n: 1 } }\n  more: { cron: "0 8 * * TUE", parameters: { n: 2 } }',
  )
  .replace("dev: {}, prod: {}", "prod: {}, dev: {}");

function git(...args: readonly string[]): void {
  const names = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...names, ...args], { cwd: folder, stdio: "pipe" });
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-compare-")));
  mkdirSync(join(folder, "jobs"));
  file = join(folder, "jobs", "schedules.yaml");
  git("init", "-q", "-b", "main");
  writeFileSync(file, before);
  git("add", ".");
  git("commit", "-q", "-m", "one");
});
beforeEach(() => writeFileSync(file, after));
afterAll(() => rmSync(folder, { recursive: true }));

const week = ["--from", "2027-01-04", "--weeks", "1", "--timezone", "UTC"];
const compare = (...args: readonly string[]) =>
  runHere("calendar", file, ...week, "--compare", "main", ...args);
const prod = ["--environment", "prod"];

describe("calendar --compare", () => {
  it("marks what is added, removed, moved and changed since a git revision, and nothing else", async () => {
    const { code, report } = await compare("--json");
    expect(code).toBe(0);
    const { base, environments, schedules } = JSON.parse(report) as CalendarData;
    expect([base, environments]).toEqual(["main", ["prod", "dev"]]);
    const kinds = (environment: string) =>
      schedules
        .filter((one) => one.environment === environment)
        .map(({ name, change }) => [name, change?.kind]);
    const expected = [
      ["nightly", undefined],
      ["payroll", "moved"],
      // Its alias is the former key.
      ["books", undefined],
      ["vendors", "changed"],
      ["digest", "changed"],
      ["fresh", "added"],
      ["more", "added"],
      ["gone", "removed"],
    ];
    expect(kinds("prod")).toEqual(expected);
    expect(kinds("dev")).toEqual(expected);
    const of = (id: string) => schedules.find((one) => one.id === id);
    expect(of("prod/payroll")?.change?.before).toEqual({
      cronExpression: "0 8 * * MON",
      fires: [Date.UTC(2027, 0, 4, 8) / 1000],
    });
    expect(of("prod/vendors")?.change?.before).toEqual({ parameters: { vendor: "acme" } });
    expect(of("prod/digest")?.change?.before).toEqual({ state: "active" });
    expect(of("prod/gone")?.fires).toHaveLength(7);
  });

  it("shows the changes in the terminal and in sentences", async () => {
    const { report } = await compare(...prod);
    expect(report).toContain("compared with main");
    const lines = report.split("\n");
    expect(lines).toContain("moved payroll: Monday 08:00 -> Tuesday 08:00");
    expect(lines).toContain("added fresh: Tuesday 08:00");
    expect(lines).toContain("removed gone: Every day 23:00");
    expect(lines).toContain("changed digest: Every day 10:00 -> no runs");
    expect(lines.find((line) => line.startsWith("  gone"))).toMatch(/removed +0$/);
    const { report: plain } = await compare(...prod, "--plain");
    expect(plain.split("\n")).toContain("payroll is moved. Before: Monday 08:00. Now: Tuesday 08:00.");
  });

  it("writes a table for a pull request, with the hours that differ and what is newly crowded", async () => {
    const { report } = await compare(...prod, "--markdown");
    const lines = report.split("\n");
    expect(lines[0]).toBe("## What moves in the week");
    expect(lines).toContain("| moved | `payroll` | Monday 08:00 | Tuesday 08:00 |");
    expect(lines).toContain("| removed | `gone` | Every day 23:00 |  |");
    expect(lines).toContain("| changed | `vendors` | parameters vendor | parameters vendor (changed) |");
    expect(lines).toContain("**Newly crowded:** Tue 08:00, 3 runs start: `payroll`, `fresh`, `more`");
    const hours = (text: string) => text.padEnd(24, "·");
    expect(lines).toContain(`| Tue | \`··▄······▄▄············▄\` | \`${hours("··▄·····█▄")}\` |`);
    expect(report).not.toContain("acme");
  });

  it("says that nothing changes", async () => {
    writeFileSync(file, before.replace("schedules:", "# A comment moves all lines.\nschedules:"));
    expect((await compare("--markdown")).report).toContain("Nothing changes.");
    expect((await compare()).report).toContain("Compared with main: Nothing changes");
  });

  it("writes a page that has the comparison", async () => {
    const page = join(folder, "week.html");
    expect((await compare("-o", page)).code).toBe(0);
    const [, json = ""] = /id="data">(.*?)<\/script>/s.exec(readFileSync(page, "utf8")) ?? [];
    const { base, schedules } = JSON.parse(json) as CalendarData;
    expect(base).toBe("main");
    const moved = schedules.filter(({ change }) => change?.kind === "moved");
    expect(moved.map(({ change }) => Object.keys(change?.before ?? {}))).toContainEqual([
      "cronExpression",
      "fires",
      "besideFires",
    ]);
  });

  it("says that there is no repository, revision or file, and that a former file has errors", async () => {
    const said = async (of: string, revision: string, ...args: readonly string[]) => {
      const result = await runHere("calendar", of, ...week, "--compare", revision, ...args);
      expect(result.code).toBe(1);
      return result.said;
    };
    expect(await said(file, "mian")).toMatch(
      /git does not know the revision "mian"\. .*`git fetch --depth=1 origin main`/,
    );
    expect(await said(file, "--output=x")).toMatch(/"--output=x" is not a git revision/);
    const other = join(folder, "other.yaml");
    writeFileSync(other, after);
    expect(await said(other, "main")).toMatch(
      /other\.yaml does not exist in main, so there is nothing to compare/,
    );
    const outside = mkdtempSync(join(tmpdir(), "pulumi-skyvern-outside-"));
    writeFileSync(join(outside, "schedules.yaml"), after);
    expect(await said(join(outside, "schedules.yaml"), "main")).toMatch(/ is not in a git repository\./);
    rmSync(outside, { recursive: true });
    writeFileSync(file, "schedules: [");
    git("commit", "-qam", "broken");
    writeFileSync(file, after);
    expect(await said(file, "HEAD")).toMatch(/^error: The file has an error\. HEAD:.*schedules\.yaml:1:/);
    git("reset", "-q", "--soft", "HEAD~1");
    const { said: refused } = await runHere("calendar", "--account", "--compare", "main");
    expect(refused).toMatch(/--compare needs a schedule file/);
    expect((await runHere("calendar", file, "--markdown")).said).toMatch(/add --compare/);
  });
});
