import { checkCron } from "../../../src/calendar/cron/check-cron";
import { readCronExpression } from "../../../src/calendar/cron/expression";
import { nextRuns } from "../../../src/calendar/next-runs";
import { spreadCron } from "../../../src/schedule-file/resolve/spread";
import { complete, resolveObject } from "../../support/bench/schedule-set-file";
import { cronGenerator, seededRandom } from "../../support/cron/generator";

const minute = 60_000;
const start = new Date("2026-03-01T00:00:00Z");
/** Fire times, in minutes. */
const times = (cron: string, count: number, after = start) =>
  nextRuns(cron, "UTC", count, after).map((time) => time.getTime() / minute);

function fires(cron: string): boolean {
  return "text" in checkCron(cron);
}

const compared = 20;

/** By how many minutes each of the first fire times is later; undefined where they are not all alike. */
function shift(from: string, to: string, window: number): number | undefined {
  const original = times(from, compared);
  const [first = 0] = original;
  // Nothing fires more than once in 5 minutes.
  const moved = times(to, compared + Math.ceil(window / 5), new Date((first - 1) * minute));
  return moved
    .map((time) => time - first)
    .filter((by) => by < window)
    .find((by, index) => original.every((time, at) => moved[index + at] === time + by));
}

describe("a spread", () => {
  it("moves by an amount that the key decides, within the window", () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`);
    const moved = keys.map((key) => spreadCron("0 2 * * MON-FRI", 30, key));
    expect(moved).toEqual(keys.map((key) => spreadCron("0 2 * * MON-FRI", 30, key)));
    const minutes = moved.map((cron) => Number(/^(\d+) 2 \* \* MON-FRI$/.exec(cron)?.[1]));
    expect(Math.min(...minutes)).toBe(0);
    expect(Math.max(...minutes)).toBe(29);
    expect(new Set(minutes).size).toBeGreaterThan(25);
  });

  it("is the same in every version, because users' accounts have these times", () => {
    const cases = ["acme", "globex", "nightly-invoices"].map((key) => [
      spreadCron("0 2 * * MON-FRI", 30, key),
      spreadCron("30 22 1 * *", 720, key),
      spreadCron("*/15 * * * *", 10, key),
      spreadCron("0 9-17 * * *", 30, key),
    ]);
    expect(cases).toMatchInlineSnapshot(`
[
  [
    "7 2 * * MON-FRI",
    "37 22 1 * *",
    "7,22,37,52 * * * *",
    "7 9-17 * * *",
  ],
  [
    "15 2 * * MON-FRI",
    "15 23 1 * *",
    "5,20,35,50 * * * *",
    "15 9-17 * * *",
  ],
  [
    "28 2 * * MON-FRI",
    "58 23 1 * *",
    "8,23,38,53 * * * *",
    "28 9-17 * * *",
  ],
]
`);
  });

  it.each([
    ["59 23 * * *", 30],
    ["0 0-23 * * 1", 1],
    ["0,59 2 * * *", 1],
  ])("does not move an expression without room: %s by %d", (cron, window) => {
    for (const key of ["a", "b", "c", "d", "e"])
      expect(times(spreadCron(cron, window, key), 10)).toEqual(times(cron, 10));
  });

  it("may move an hourly expression past the hour, on all days", () => {
    expect(shift("5 * * * *", spreadCron("5 * * * *", 720, "key"), 60)).toBeDefined();
    expect(
      new Set(Array.from("abcdefgh", (key) => spreadCron("*/15 * * * *", 15, key))).size,
    ).toBeGreaterThan(3);
  });

  it("does not move an invalid expression, or one whose result would be too long", () => {
    expect(spreadCron("0 2 * *", 30, "a")).toBe("0 2 * *");
    const days = Array.from({ length: 470 }, (_, index) => (index % 28) + 1).join();
    const long = `*/5 */2 ${days.slice(0, 985).replace(/,\d*$/, "")} * *`;
    expect(fires(long)).toBe(true);
    for (const key of ["a", "b", "c"]) expect(times(spreadCron(long, 60, key), 30)[0]).toBeGreaterThan(0);
    for (const key of ["a", "b", "c"]) expect(fires(spreadCron(long, 60, key))).toBe(true);
  });

  it("moves all fire times of any expression by one amount below the window, and never to another day", () => {
    const random = seededRandom(20261126);
    const next = cronGenerator(random);
    let moves = 0;
    for (let tried = 0; tried < 60; ) {
      const cron = next();
      if (!fires(cron)) continue;
      tried++;
      const window = 1 + Math.floor(random() * 720);
      const moved = spreadCron(cron, window, `key-${tried}`);
      expect(fires(moved)).toBe(true);
      const reading = readCronExpression(cron);
      const isEveryHour = "expression" in reading && reading.expression.hours.length === 24;
      // An expression of all hours is the same again after each hour.
      const by = shift(cron, moved, isEveryHour ? 60 : window);
      if (by === undefined) throw new Error(`${cron} became ${moved} (${window} min)`);
      if (by > 0) moves++;
      if (isEveryHour) continue;
      const days = (all: number[]) => all.map((time) => Math.floor(time / 1440));
      expect(days(times(moved, compared, new Date(start.getTime() + by * minute)))).toEqual(
        days(times(cron, compared)),
      );
    }
    expect(moves).toBeGreaterThan(30);
  });
});

describe("a group with a spread", () => {
  it("moves its members by their keys, and keeps what each had under its oldest alias", () => {
    const groups = { g: { ...complete, spread: "2h" } };
    const cronOf = (key: string, aliases: readonly string[] = []) =>
      resolveObject({ groups, schedules: { [key]: { group: "g", aliases } }, environments: { dev: {} } })
        .schedules[0];
    expect(cronOf("old")?.unspread.cronExpression).toBe("0 2 * * *");
    expect(cronOf("old")?.cronExpression).toBe(spreadCron("0 2 * * *", 120, "old"));
    expect(cronOf("new", ["old", "other"])).toMatchObject({
      name: "old",
      cronExpression: cronOf("old")?.cronExpression,
    });
    expect(cronOf("new")?.cronExpression).not.toBe(cronOf("old")?.cronExpression);
  });
});
