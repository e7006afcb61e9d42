import { type LintSubject, type LintWarning, lintSchedules } from "../../../src/schedule-file/lint/lint";

const now = new Date("2027-02-01T12:00:00Z");

function schedule(key: string, cronExpression: string, more: Partial<LintSubject> = {}): LintSubject {
  const timezone = "America/New_York";
  return { key, name: key, workflow: key, cronExpression, timezone, enabled: true, ...more };
}

function warningsFor(subjects: readonly LintSubject[], from = now): LintWarning[] {
  return lintSchedules(subjects, from).filter(({ rule }) => rule === "extra-run");
}

function sentence(cron: string, timezone = "America/New_York", from = now): string | undefined {
  return warningsFor([schedule("a", cron, { timezone })], from)[0]?.message;
}

const advice = (from: string, until: string) =>
  "Skyvern's open-source server does that with the last run before the change (whether its cloud does is not known); " +
  'the timezone "UTC" avoids that, and so does "paused:" or skyvern:paused ' +
  `from before ${from} until after ${until}`;

describe("a schedule that the open-source server starts once too often after the clock goes forward", () => {
  it("is reported with the time and how to avoid it", () => {
    expect(warningsFor([schedule("a", "0 9 * * *")])).toEqual([
      {
        rule: "extra-run",
        message:
          "starts one extra time on 2027-03-14 in America/New_York at 04:00, after the clock goes from 02:00 to " +
          `03:00: ${advice("02:00", "04:00")}`,
        keys: ["a"],
      },
    ]);
  });

  it.each([
    ["0 9 * * MON", "03:00"],
    ["0 9-17 * * MON-FRI", "03:00"],
    ["0 9 5 * *", "03:00"],
    ["0 9 1 1 *", "03:00"],
    ["30 1 * * *", "12:30"],
    ["0 23 * * *", "11:00"],
    ["0 7-20 * * *", undefined],
    ["0 8-17 * * *", undefined],
    ["0 9-17 * * *", "08:00"],
    ["30 2 * * *", undefined],
    ["30 2 * * MON", "03:00"],
    ["*/30 * * * *", undefined],
    ["0 */12 * * *", undefined],
    ["0 9 1 7 *", undefined],
    ["0 9 13 2 *", "03:00"],
  ])("depends on its fire times around the change: %s", (cron, time) => {
    const when = time === undefined ? undefined : `on 2027-03-14 in America/New_York at ${time},`;
    expect(sentence(cron)).toEqual(when === undefined ? undefined : expect.stringContaining(when));
  });

  it("is reported in its own timezone: half an hour, midnight, another hemisphere", () => {
    const southernSpring = new Date("2027-08-20T12:00:00Z");
    expect(sentence("0 9 * * SUN", "Australia/Lord_Howe", southernSpring)).toBe(
      "starts one extra time on 2027-10-03 in Australia/Lord_Howe at 02:30, after the clock goes from 02:00 to " +
        `02:30: ${advice("02:00", "03:00")}`,
    );
    expect(sentence("0 9 * * MON", "America/Santiago", southernSpring)).toContain(
      "on 2027-09-05 in America/Santiago at 01:00, after the clock goes from 00:00 to 01:00",
    );
  });

  it("is not reported if the clock never changes, or goes back", () => {
    for (const zone of ["UTC", "Asia/Kolkata", "America/Phoenix"])
      expect(sentence("0 9 * * *", zone)).toBe(undefined);
    const autumn = new Date("2026-10-31T12:00:00Z");
    expect(sentence("30 1 * * *", "America/New_York", autumn)).toBe(undefined);
  });

  it("is reported from 60 days before until it starts", () => {
    const at = (from: string) => sentence("0 9 * * *", "America/New_York", new Date(from));
    expect(at("2027-01-10T12:00:00Z")).toBe(undefined);
    expect(at("2027-01-14T12:00:00Z")).toContain("2027-03-14");
    expect(at("2027-03-14T07:59:59Z")).toContain("2027-03-14");
    expect(at("2027-03-14T08:00:00Z")).toBe(undefined);
    // The clock went forward on the day before, by UTC.
    expect(sentence("30 1 * * *", "Australia/Sydney", new Date("2027-10-03T01:00:00Z"))).toContain(
      "on 2027-10-03 in Australia/Sydney at 12:30",
    );
  });
});

describe("a set with many of them", () => {
  const many = ["d", "b", "a", "c", "f", "e"].map((key) =>
    schedule(key, key < "c" ? "0 9 * * *" : "0 9 * * MON"),
  );

  it("gets one warning for each timezone, on the first schedule, with some names and the earliest time", () => {
    const berlin = schedule("berlin", "0 9 * * *", { timezone: "Europe/Berlin" });
    const warnings = warningsFor([...many, berlin, schedule("half-hourly", "*/30 * * * *")]);
    expect(warnings.map(({ keys }) => keys)).toEqual([["a", "b", "c", "d", "e", "f"], ["berlin"]]);
    expect(warnings[0]?.message).toContain(
      'and "b", "c", "d" and 2 more start one extra time on 2027-03-14 in America/New_York from 03:00 on, after',
    );
    expect(warnings[1]?.message).toContain(
      "starts one extra time on 2027-03-28 in Europe/Berlin at 04:00, after",
    );
  });

  it("gets no warning of disabled schedules", () => {
    const off = many.map((one) => ({ ...one, enabled: one.key === "c" }));
    expect(warningsFor(off).map(({ keys }) => keys)).toEqual([["c"]]);
    expect(warningsFor(off.map((one) => ({ ...one, enabled: false })))).toEqual([]);
  });
});
