import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CalendarData, CalendarSchedule } from "../../../../src/cli/calendar/calendar-data";
import { plainView } from "../../../../src/cli/calendar/view/plain-view";
import { textView } from "../../../../src/cli/calendar/view/text-view";
import { widthOf } from "../../../../src/cli/schedules/printable";
import { type Paint, plain } from "../../../../src/cli/terminal";
import { runHere } from "../../../support/cli/here";

const main = join(__dirname, "../../../../dist/cli/main.js");
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-views-")));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name = "schedules.yaml"): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `workflows: { invoices: { title: Invoices }, reports: { title: Reports } }
defaults: { workflow: invoices, timezone: Europe/Berlin }
schedules:
  nightly: { cron: "30 2 * * *" }
  payroll: { cron: "0 8 * * MON" }
  ledger: { cron: "5 8 * * MON" }
  digest: { cron: "0 8 * * MON", workflow: reports }
  off: { cron: "0 9 * * *", enabled: false }
environments: { prod: {} }
`,
  );
  return path;
}

const weeks = ["--from", "2027-03-22", "--timezone", "Europe/Berlin"];

function schedule(fields: Partial<CalendarSchedule>): CalendarSchedule {
  const fires = [1_805_702_400];
  return {
    id: "a",
    name: "a",
    kind: "cron",
    state: "active",
    fires,
    clockNotes: [],
    warnings: [],
    ...fields,
  };
}

function data(...schedules: readonly CalendarSchedule[]): CalendarData {
  return {
    title: "schedules.yaml",
    source: "file",
    made: 1_805_670_000,
    from: 1_805_670_000,
    to: 1_806_271_200,
    timezone: "Europe/Berlin",
    environments: [],
    schedules,
    clockChanges: [],
  };
}

describe("calendar in a terminal", () => {
  it("shows the hours of the week, the answers, and the schedules by workflow, in 80 columns", async () => {
    const { code, report } = await runHere("calendar", write(), ...weeks);
    expect(code).toBe(0);
    const lines = report.split("\n");
    expect(lines.slice(0, 2).join("")).toMatch(/schedules\.yaml: +22 Mar – 4 Apr 2027, +Europe\/Berlin/);
    expect(lines).toContain("5 schedules (1 paused); 20 runs start");
    expect(lines).toContain("Mon   ·  · ▒1  ·  ·  ·  ·  · █3  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·");
    expect(report).toContain("Busiest hour: Monday 08:00–09:00; 3 runs on Mon 22 Mar");
    expect(report).toContain("Sunday night: 1 schedule runs;");
    expect(report).toContain(
      "Clocks go forward on Sun 28 Mar: 3 schedules have an extra run, 1 runs late; on",
    );
    expect(report).toContain("Clocks go back on Sun 31 Oct: nightly is due twice;");
    expect(report.replace(/\n {2}/g, " ")).toContain("payroll (extra run)");
    const at = (text: string) => lines.findIndex((line) => line.startsWith(text));
    expect(at("Invoices")).toBeLessThan(at("  nightly  "));
    expect(at("  ledger")).toBeLessThan(at("Reports"));
    expect(lines[at("  off")]).toMatch(/^ {2}off +0 9 \* \* \* +paused +0$/);
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  it("uses a wide terminal for each day's runs and the words, and no narrow one breaks a line", async () => {
    const { report } = await runHere("calendar", write(), ...weeks, "--json");
    const wide = textView(JSON.parse(report), 200, plain).split("\n");
    expect(wide.find((line) => line.startsWith("  payroll  "))).toMatch(
      / ▁······▁······ {2}At 08:00, only on Monday/,
    );
    expect(wide.filter((line) => widthOf(line) > 200)).toEqual([]);
    const narrow = textView(JSON.parse(report), 60, plain).split("\n");
    expect(
      narrow.filter(
        (line) => !/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun| {4}\d\d| {5})/.test(line) && widthOf(line) > 60,
      ),
    ).toEqual([]);
  });

  it("cuts long names in the middle, so that no two are the same", () => {
    const names = ["a", "b"].flatMap((end) =>
      [1, 2].map((n) => `team-accounting-${"x".repeat(60)}-${n}-${end}`),
    );
    const alike = [`${"y".repeat(40)}1${"y".repeat(40)}`, `${"y".repeat(40)}2${"y".repeat(40)}`];
    const all = [...names, ...alike].map((name, index) => schedule({ id: String(index), name }));
    const text = textView(data(...all), 80, plain);
    const shown = text.split("\n").flatMap((line) => /^ {2}(\S*…\S*)/.exec(line)?.[1] ?? []);
    expect(new Set(shown).size).toBe(6);
    expect(shown[0]).toMatch(/^team-accounting-x+…x+-1-a$/);
  });

  it("tells schedules of the same name apart by their ids", () => {
    const two = [schedule({ id: "wfs_1", name: "daily" }), schedule({ id: "wfs_2", name: "daily" })];
    const text = textView(data(...two), 80, plain);
    expect(text).toContain("  daily wfs_1  ");
    expect(text).toContain("  daily wfs_2  ");
  });

  it("shows hostile names, titles and expressions as text", () => {
    const evil = "\u001b[2J\u202e\r\nnext";
    const one = schedule({ name: evil, workflow: { title: evil }, cronExpression: evil, warnings: [evil] });
    for (const text of [
      textView({ ...data(one), title: evil }, 80, plain),
      plainView({ ...data(one), title: evil }),
    ]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach the terminal
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(text).toContain("\\u{1b}[2J\\u{202e}");
    }
  });

  it("has colours only for more or fewer runs and for what is not active", () => {
    const marked: Paint = (style, text) => `<${style}>${text}</>`;
    const text = textView(data(schedule({}), schedule({ id: "b", name: "b", state: "paused" })), 80, marked);
    expect(text).toContain("<red>█1</>");
    expect(text).toMatch(/<dim> {2}b .*paused.*<\/>/);
    expect(textView(data(schedule({})), 80, plain)).not.toContain("<");
  });

  it("breaks lines at the same words with and without colours, and sentences early enough to be read", async () => {
    const { report } = await runHere("calendar", write(), ...weeks, "--json");
    const calendar = JSON.parse(report) as CalendarData;
    const marked: Paint = (style, text) => `<${style}>${text}</>`;
    for (const columns of [60, 80, 200]) {
      const text = textView(calendar, columns, marked).replace(/<\w+>|<\/>/g, "");
      expect(text).toBe(textView(calendar, columns, plain));
      const sentences = text.split("\n").filter((line) => /^(?:[A-Z][a-z ]+:|warning:)/.test(line));
      expect(Math.max(...sentences.map(widthOf))).toBeLessThanOrEqual(110);
    }
  });

  it("names the environment of a schedule once", () => {
    const same = ["prod", "dev"].flatMap((environment) =>
      [1, 2, 3].map((number) =>
        schedule({ id: `${environment}/${number}`, name: String(number), environment }),
      ),
    );
    const texts = (environments: readonly string[]) =>
      textView({ ...data(...same), environments }, 80, plain).replace(/\n {2}/g, " ");
    expect(texts(["prod", "dev"])).toMatch(/Same minute: .*; prod\/1, prod\/2, /);
    expect(texts(["prod"])).not.toContain("(prod)");
  });

  it("writes no colours into a pipe", () => {
    const text = execFileSync(process.execPath, [main, "calendar", write(), ...weeks], { encoding: "utf8" });
    expect(text).not.toContain("\u001b");
    expect(text).toContain("Busiest hour: ");
  });
});

describe("calendar --plain", () => {
  it("says everything in sentences, without blocks or columns", async () => {
    const { report } = await runHere("calendar", write(), ...weeks, "--plain");
    expect(report).not.toMatch(/[░▒▓█▁▃▅·│]| {3}/);
    expect(report).toContain("Monday: 02:00 1 run, 08:00 3 runs.\n");
    expect(report).toContain("Workflow Reports: 1 schedule.\n");
    expect(report.replace(/\n {2}/g, " ")).toContain(
      "payroll: 0 8 * * MON, Europe/Berlin. At 08:00, only on Monday. 2 runs, the next on Mon 22 Mar 08:00.",
    );
    expect(report.replace(/\n {2}/g, " ")).toContain(
      "off: 0 9 * * *, Europe/Berlin. At 09:00, every day. Next run: paused.",
    );
  });
});

describe("calendar -o and --open", () => {
  it("also has the runs of the hours in which the days begin and end in other timezones", async () => {
    const page = join(folder, "zones.html");
    expect((await runHere("calendar", write(), ...weeks, "-o", page)).code).toBe(0);
    const [, json = ""] = /id="data">(.*?)<\/script>/s.exec(readFileSync(page, "utf8")) ?? [];
    const { from, to, schedules } = JSON.parse(json) as CalendarData;
    const beside = schedules.flatMap(({ besideFires = [] }) => besideFires);
    expect(beside.length).toBeGreaterThan(0);
    const day = 26 * 3600;
    expect(beside.filter((at) => at < from - day || (at >= from && at < to) || at >= to + day)).toEqual([]);
    const { report } = await runHere("calendar", write(), ...weeks, "--json");
    expect(report).not.toContain("besideFires");
  });

  it("writes a page with the data of the calendar", async () => {
    const page = join(folder, "week.html");
    const { code, report, said } = await runHere("calendar", write(), ...weeks, "-o", page);
    expect([code, report, said]).toEqual([0, "", `wrote ${page}\n`]);
    const [, json = ""] = /id="data">(.*?)<\/script>/s.exec(readFileSync(page, "utf8")) ?? [];
    const { schedules } = JSON.parse(json) as CalendarData;
    expect(schedules.map(({ name }) => name)).toEqual(["nightly", "payroll", "ledger", "digest", "off"]);
  });

  it("overwrites a page, and a file that ends in .html, but no other file", async () => {
    const file = write();
    const old = join(folder, "old");
    expect((await runHere("calendar", file, "-o", old)).code).toBe(0);
    expect((await runHere("calendar", file, "-o", old)).code).toBe(0);
    writeFileSync(join(folder, "own.html"), "mine");
    expect((await runHere("calendar", file, "-o", join(folder, "own.html"))).code).toBe(0);
    const before = readFileSync(file, "utf8");
    const { code, said } = await runHere("calendar", file, "-o", file);
    expect([code, readFileSync(file, "utf8")]).toEqual([1, before]);
    expect(said).toMatch(/already exists, and is not a calendar page\./);
  });

  it("opens the page in the browser of the desktop, and says where it is if that fails", async () => {
    const bin = mkdtempSync(join(folder, "bin-"));
    const opened = join(folder, "opened");
    writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\necho "$1" > ${opened}\n`);
    chmodSync(join(bin, "xdg-open"), 0o755);
    const run = (path: string, ...args: readonly string[]) =>
      spawnSync(process.execPath, [main, "calendar", write(), ...args, "--open"], {
        encoding: "utf8",
        env: { ...process.env, PATH: path },
      });
    const { stderr } = run(`${bin}:${process.env.PATH}`);
    const [, page = ""] = /^wrote (\S+calendar\.html)\n$/.exec(stderr) ?? [];
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(opened, "utf8")).toBe(`${page}\n`);
    const failed = run("/nonexistent", "-o", join(folder, "week.html"));
    expect(failed.status).toBe(0);
    expect(failed.stderr).toContain(`Open ${join(folder, "week.html")} in a browser.`);
  });
});
