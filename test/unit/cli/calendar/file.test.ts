import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CalendarData } from "../../../../src/cli/calendar/calendar-data";
import { runHere } from "../../../support/cli/here";

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-calendar-")));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(text: string): string {
  const path = join(folder, "schedules.yaml");
  writeFileSync(path, text);
  return path;
}

const file = `workflows:
  invoices: { title: Invoices }
  other: { id: "\${config:workflow}" }
defaults:
  workflow: invoices
  timezone: Europe/Berlin
  parameters: { vendor: acme, token: "\${secret:token}", password: hunter2, list: ["\${secret:a} b", 5] }
schedules:
  nightly: { cron: "30 2 * * *" }
  often: { every: 90m }
  started: { every: 36h, startingAt: "2026-01-04T09:00:05+01:00" }
  once: { at: "2027-03-28T09:00:00+02:00" }
  past: { at: "2026-07-04T09:00:00+01:00" }
  off: { cron: "0 9 * * MON", enabled: false }
  open: { cron: "\${config:cron}", workflow: other }
environments:
  dev: {}
  prod: { paused: Migration until Monday }
`;

const changeWeek = ["--from", "2027-03-27", "--weeks", "1", "--timezone", "Europe/Berlin"];

async function calendar(...args: readonly string[]) {
  const { code, report, said } = await runHere("calendar", ...args, "--json");
  return { code, said, data: (code === 1 ? {} : JSON.parse(report)) as CalendarData };
}

const iso = (instant: number) => new Date(1000 * instant).toISOString().slice(0, 19);

describe("calendar with a schedule file", () => {
  it("has the runs of all kinds in each environment, at the times at which they start", async () => {
    const { code, said, data } = await calendar(write(file), ...changeWeek);
    expect([code, said]).toEqual([2, ""]);
    expect([iso(data.from), iso(data.to)]).toEqual(["2027-03-26T23:00:00", "2027-04-02T22:00:00"]);
    const shown = data.schedules.map(({ id, kind, state, fires }) =>
      [id, kind, state, ...fires.slice(0, 2).map(iso), fires.length].join(" "),
    );
    expect(shown).toEqual([
      "dev/nightly cron active 2027-03-27T01:30:00 2027-03-28T01:30:00 7",
      "dev/often interval unknown 0",
      "dev/started interval active 2027-03-27T08:00:05 2027-03-28T20:00:05 5",
      "dev/once once active 2027-03-28T07:00:00 1",
      "dev/past once over 0",
      "dev/off cron paused 2027-03-29T07:00:00 1",
      "dev/open cron unknown 0",
      "prod/nightly cron paused 2027-03-27T01:30:00 2027-03-28T01:30:00 7",
      "prod/often interval paused 0",
      "prod/started interval paused 2027-03-27T08:00:05 2027-03-28T20:00:05 5",
      "prod/once once active 2027-03-28T07:00:00 1",
      "prod/past once over 0",
      "prod/off cron paused 2027-03-29T07:00:00 1",
      "prod/open cron unknown 0",
    ]);
    expect(data.environments).toEqual(["dev", "prod"]);
    expect(data.clockChanges).toEqual([
      { timezone: "Europe/Berlin", at: Date.UTC(2027, 2, 28, 1) / 1000, before: 3600, after: 7200 },
    ]);
  });

  it("has the line, the words, the warnings and what the clock does, as the file's other checks know them", async () => {
    const { data } = await calendar(write(file), ...changeWeek, "--environment", "dev", "--only", "nightly");
    const [nightly] = data.schedules;
    expect(nightly).toMatchObject({
      name: "nightly",
      workflow: { title: "Invoices" },
      words: ["At 02:30, every day"],
      line: { file: join(folder, "schedules.yaml"), line: 9 },
    });
    expect(nightly?.clockNotes.map(({ date, effect }) => [date, effect])).toEqual([
      ["2027-03-28", "late"],
      ["2027-10-31", "twice"],
    ]);
    expect(nightly?.warnings[0]).toMatch(/^02:30 does not exist on 2027-03-28 in Europe\/Berlin/);
  });

  it("tells an extra run, a gap and an interval that moves apart", async () => {
    const text = file
      .replace("30 2 * * *", "0 9 * * *")
      .replace("0 9 * * MON", "*/30 * * * *")
      .replace(", enabled: false", "");
    const { data } = await calendar(write(text), ...changeWeek, "--environment", "dev");
    const effectsOf = (name: string) =>
      data.schedules.find((one) => one.name === name)?.clockNotes.map(({ effect }) => effect);
    expect(effectsOf("nightly")).toEqual(["twice"]);
    expect(effectsOf("off")).toEqual(["skipped", "skipped"]);
    expect(effectsOf("started")).toEqual(["none", "none"]);
    expect(effectsOf("once")).toEqual([]);
  });

  it("has no secret: neither a reference to one nor a value whose name looks like one", async () => {
    const { data } = await calendar(write(file), "--only", "nightly");
    expect(data.schedules[0]?.parameters).toEqual({
      vendor: "acme",
      token: "[secret]",
      password: "[secret]",
      list: '["[secret]",5]',
    });
  });

  it("keeps references as text, and says that only a stack knows their values", async () => {
    const { data } = await calendar(write(file), "--only", "open", "--environment", "dev");
    expect(data.schedules[0]).toMatchObject({
      cronExpression: `\${config:cron}`,
      workflow: { id: `\${config:workflow}` },
      reason: expect.stringContaining("After `pulumi up`, use --stack."),
    });
  });

  it("begins today, in the timezone of --timezone", async () => {
    const { data } = await calendar(write(file), "--timezone", "Pacific/Auckland");
    const today = new Date().toLocaleDateString("en-CA", { timeZone: "Pacific/Auckland" });
    const first = new Date(1000 * data.from).toLocaleString("sv-SE", { timeZone: "Pacific/Auckland" });
    expect(first).toBe(`${today} 00:00:00`);
    expect(data.timezone).toBe("Pacific/Auckland");
  });

  it("refuses dates, weeks and timezones that do not exist, and --environment with --account", async () => {
    const path = write(file);
    const refusal = async (...args: readonly string[]) => {
      const { code, said } = await calendar(...args);
      expect(code).toBe(1);
      return said;
    };
    expect(await refusal(path, "--from", "2027-02-30")).toMatch(
      /^error: --from is "2027-02-30", which is not a date/,
    );
    expect(await refusal(path, "--weeks", "54")).toMatch(/^error: --weeks is "54", .* from 1 to 53\./);
    expect(await refusal(path, "--timezone", "Europe/Berln")).toMatch(/^error: --timezone: .*Europe\/Berlin/);
    expect(await refusal("--account", "--environment", "dev")).toMatch(/only for a schedule file/);
    expect(await refusal(path, "--account")).toMatch(/^error: --account shows the schedules of an account/);
    expect(await refusal(path, "--only", "nothing")).toBe('error: No schedule matches --only "nothing".\n');
  });

  it("refuses more runs than a page can show, before it computes them", async () => {
    const many = Array.from(
      { length: 100 },
      (_, index) => `  s${index}: { cron: "*/5 * * * *", parameters: { n: ${index} } }`,
    ).join("\n");
    const text = file.replace("schedules:\n", `schedules:\n${many}\n`);
    const { code, said } = await calendar(write(text), "--weeks", "53");
    expect(code).toBe(1);
    expect(said).toMatch(/^error: The schedules start about \d+,000 runs in this time; .* at most 500,000\./);
  });
});
