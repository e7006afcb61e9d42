import { readCronExpression } from "../../../../src/calendar/cron/expression";
import { icsFeed } from "../../../../src/cli/calendar/ics/feed";
import { cronRules } from "../../../../src/cli/calendar/ics/rules";
import { calendarData, calendarSchedule, cronSchedule, instant } from "../../../support/page/calendar-data";

function rulesOf(cron: string): readonly string[] | undefined {
  const reading = readCronExpression(cron);
  if (!("expression" in reading)) throw new Error(`${cron} is not a cron expression`);
  return cronRules(reading.expression)?.map(({ rule }) => rule);
}

describe("an expression in a feed", () => {
  it.each([
    ["0 9 * * *", ["FREQ=DAILY"]],
    ["0 9 * * 0-6", ["FREQ=DAILY"]],
    ["0 9 * * 1,3", ["FREQ=WEEKLY;BYDAY=MO,WE"]],
    ["0 9 1,28 * *", ["FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=28"]],
    ["0 9 L * *", ["FREQ=MONTHLY;BYMONTHDAY=-1"]],
    ["0 9 1-31 * 1#4", ["FREQ=MONTHLY;BYDAY=4MO"]],
    ["0 9 * * 1#4", ["FREQ=MONTHLY;BYDAY=4MO"]],
    ["0 9 * * L6", ["FREQ=MONTHLY;BYDAY=-1SA"]],
  ])("becomes rules if calendar programs read them alike: %s", (cron, rules) => {
    expect(rulesOf(cron)).toEqual(rules);
  });

  it.each([
    ["the 29th, which not every month has", "0 9 29 * *"],
    ["the last day beside the 28th, which may be the same", "0 9 28,L * *"],
    ["the fifth Monday, which Outlook reads as the last", "0 9 * * 1#5"],
    ["two nth weekdays", "0 9 * * 1#1,1#3"],
    ["a day of the month or a weekday", "0 9 1 * 1"],
    ["some months", "0 9 * 1-11 *"],
  ])("becomes single events with %s", (_, cron) => expect(rulesOf(cron)).toBeUndefined());

  it("becomes at most 24 rules", () => {
    expect(rulesOf("0,30 0-11 * * *")).toHaveLength(24);
    expect(rulesOf("0,30 0-12 * * *")).toBeUndefined();
    expect(rulesOf("0,30 0-11 1,2 * *")).toBeUndefined();
  });
});

describe("an event of a feed", () => {
  const timezone = "Europe/Berlin";
  const feedOf = (from: string, to: string, cron: string) => {
    const data = calendarData({ from: instant(from), to: instant(to), timezone });
    const schedule = cronSchedule("a", cron, data, { cronExpression: cron, timezone });
    return icsFeed({ ...data, schedules: [schedule] });
  };
  const events = (feed: string) => feed.match(/BEGIN:VEVENT\r\n/g)?.length;

  it.each([
    ["when the clock goes forward", "2027-03-22", "2027-04-05"],
    ["when the clock goes back", "2026-10-19", "2026-11-02"],
  ])("repeats only outside of the hour that is left out or comes twice, %s", (_, from, to) => {
    expect(events(feedOf(from, to, "59 1 * * *"))).toBe(1);
    expect(events(feedOf(from, to, "0 2 * * *"))).toBe(14);
    expect(events(feedOf(from, to, "59 2 * * *"))).toBe(14);
    expect(events(feedOf(from, to, "0 3 * * *"))).toBe(1);
  });

  it("does not repeat if the calendar has only one run of its rule", () => {
    expect(feedOf("2027-05-03", "2027-05-17", "0 9 10 * *")).not.toContain("RRULE");
    expect(feedOf("2027-05-03", "2027-06-14", "0 9 10 * *")).toContain(
      "RRULE:FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=",
    );
  });

  it.each([
    [undefined, "081500", undefined],
    [0, "080100", "Usually 1 min"],
    [12.2, "081300", "Usually 13 min"],
  ])("lasts as long as a run usually takes, or 15 minutes: %s", (usualMinutes, end, text) => {
    const parts = usualMinutes === undefined ? {} : { usualMinutes };
    const one = calendarSchedule("a", [instant("2026-11-30T08:00:00Z")], parts);
    const feed = icsFeed(calendarData({ schedules: [one] })).replaceAll("\r\n ", "");
    expect(feed).toContain(`\r\nDTSTART:20261130T080000Z\r\nDTEND:20261130T${end}Z\r\n`);
    expect(/\\n(Usually [^\\]*)\\n/.exec(feed)?.[1]).toBe(text);
  });

  it("says what starts, when, and how often", () => {
    const describe = (parts: object) => {
      const one = calendarSchedule("a", [instant("2026-11-30T08:00:00Z")], parts);
      const feed = icsFeed(calendarData({ schedules: [one] })).replaceAll("\r\n ", "");
      return /\r\nDESCRIPTION:(.*)\r\n/.exec(feed)?.[1]?.split("\\n");
    };
    const title = "Workflow: Collect invoices";
    expect(describe({ intervalSeconds: 5400 })).toEqual([title, "Every 1h30m", "a"]);
    expect(describe({ runAt: "2026-11-30T08:00:00Z" })).toEqual([
      title,
      "Once\\, at 2026-11-30T08:00:00Z",
      "a",
    ]);
    expect(describe({ cronExpression: "0 8 30 11 *", timezone: "UTC", words: ["At 08:00"] })).toEqual([
      title,
      "0 8 30 11 *\\, UTC",
      "At 08:00",
      "a",
    ]);
    expect(describe({ workflow: { id: "wpid_1" } })).toEqual(["Workflow: wpid_1", "a"]);
    expect(describe({ workflow: undefined })).toEqual(["a"]);
  });
});
