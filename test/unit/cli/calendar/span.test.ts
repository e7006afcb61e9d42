import { readSpan } from "../../../../src/cli/calendar/span";

const now = new Date("2026-11-30T04:59:59Z");
const days = (options: { readonly from?: string; readonly weeks?: string; readonly timezone?: string }) => {
  const { from, until } = readSpan({ weeks: "2", timezone: "UTC", ...options }, now);
  return [from, until].map((instant) => new Date(instant).toISOString());
};

describe("the days of a calendar", () => {
  it("begin with today in its timezone, also where it is still yesterday or already tomorrow", () => {
    expect(days({})).toEqual(["2026-11-30T00:00:00.000Z", "2026-12-14T00:00:00.000Z"]);
    expect(days({ timezone: "America/New_York" })[0]).toBe("2026-11-29T05:00:00.000Z");
    expect(days({ timezone: "Pacific/Auckland" })[0]).toBe("2026-11-29T11:00:00.000Z");
  });

  it("are whole days also when the clock changes in them", () => {
    expect(days({ from: "2026-10-19", weeks: "1", timezone: "Europe/Berlin" })).toEqual([
      "2026-10-18T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ]);
  });

  it.each(["2000-01-01", "2100-12-31", "2028-02-29"])("may begin on %s", (from) => {
    expect(days({ from })[0]).toBe(`${from}T00:00:00.000Z`);
  });

  it.each([
    "1999-12-31",
    "2101-01-01",
    "2027-02-29",
    "2027",
    "2027-02",
    "2027-2-1",
    "2027-03-27T00:00",
    "x2027-03-27",
    "today",
  ])("may not begin on %s", (from) => {
    expect(() => days({ from })).toThrow(
      `--from is "${from}", which is not a date of the years 2000 to 2100.`,
    );
  });

  it.each(["1", "53"])("may be those of %s weeks", (weeks) => {
    const [from = "", until = ""] = days({ weeks });
    expect((Date.parse(until) - Date.parse(from)) / 86_400_000).toBe(7 * Number(weeks));
  });

  it.each(["0", "54", "100", "1.5", "-1", "two", ""])("may not be those of %j weeks", (weeks) => {
    expect(() => days({ weeks })).toThrow(`--weeks is "${weeks}", which is not a whole number from 1 to 53.`);
  });
});
