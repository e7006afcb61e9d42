import {
  type AccountFacts,
  type LintSubject,
  type LintWarning,
  lintSchedules,
} from "../../../src/schedule-file/lint/lint";

const now = new Date("2026-11-26T12:00:00Z");

function schedule(key: string, cronExpression: string, more: Partial<LintSubject> = {}): LintSubject {
  return { key, name: key, workflow: key, cronExpression, timezone: "UTC", enabled: true, ...more };
}

function warningsOf(rule: string, subjects: readonly LintSubject[], facts?: AccountFacts): LintWarning[] {
  const all = lintSchedules(subjects, now, facts);
  const known: readonly unknown[] = subjects.map(({ key }) => key);
  for (const warning of all) {
    expect(warning).toMatchObject({ rule: expect.any(String), message: expect.any(String) });
    expect(known).toContain(warning.keys[0]);
  }
  return all.filter((warning) => warning.rule === rule);
}

describe("schedules of one set", () => {
  it("get no warning if nothing is wrong", () => {
    const subjects = [schedule("a", "0 2 * * *"), schedule("b", "0 2 * * *")];
    const facts = {
      usualMinutes: new Map([["a", 30]]),
      plan: { limit: 2, existing: 0, added: 2 },
    };
    expect(lintSchedules(subjects, now, facts)).toEqual([]);
    expect(lintSchedules([], now, { plan: { limit: 1, existing: 1, added: 1 } })).toEqual([]);
  });

  it("are left out if their expression or timezone is refused", () => {
    const same = { workflow: "invoices" };
    const subjects = [
      schedule("every minute", "* * * * *", same),
      schedule("never", "0 0 30 2 *", same),
      schedule("no cron", "at noon", same),
      schedule("no zone", "0 2 * * *", { ...same, timezone: "Mars/Olympus" }),
      schedule("fine", "0 2 * * *", same),
    ];
    expect(lintSchedules(subjects, now, { usualMinutes: new Map([["invoices", 3]]) })).toEqual([]);
  });

  it("get the same warnings in any order", () => {
    const subjects = ["c", "a", "b"].map((key) => schedule(key, "0 9 1 * MON", { workflow: "invoices" }));
    const warnings = lintSchedules(subjects, now);
    expect(warnings.map(({ rule, keys }) => `${rule} ${keys}`)).toEqual([
      "overlap a,b",
      "overlap a,c",
      "overlap b,c",
      "day-or a",
      "day-or b",
      "day-or c",
    ]);
    expect(lintSchedules([...subjects].reverse(), now)).toEqual(warnings);
  });
});

describe("a schedule that fires more often than its workflow's runs take", () => {
  const facts = { usualMinutes: new Map([["invoices", 12.04]]) };
  const sentences = (cron: string, more: Partial<LintSubject> = {}) =>
    warningsOf("too-often", [schedule("a", cron, { workflow: "invoices", ...more })], facts).map(
      (one) => one.message,
    );

  it.each([
    ["*/5 * * * *", "fires every 5 minutes, but"],
    ["0,10,30 9 * * *", "fires at 09:00 and 09:10, 10 minutes apart, but"],
    ["50,0 9,10 * * 1", "fires at 09:50 and 10:00, 10 minutes apart, but"],
    ["0,55 0,23 1,31 * *", "fires at 23:55 and 00:00, 5 minutes apart, but"],
    ["0,55 0,23 29 2 1,2", "fires at 23:55 and 00:00, 5 minutes apart, but"],
  ])("is reported with how often it fires: %s", (cron, start) => {
    expect(sentences(cron)).toEqual([
      `${start} a run of "invoices" usually takes 12.1 minutes: runs overlap, or are skipped`,
    ]);
  });

  it("is reported with the first of two equal gaps", () => {
    expect(sentences("0,10,20,40 9 * * *")[0]).toMatch(/^fires at 09:00 and 09:10, 10 minutes apart, but/);
  });

  it("is reported only if the usual time is longer than the gap", () => {
    const found = (usual: number) =>
      warningsOf("too-often", [schedule("a", "*/15 * * * *")], { usualMinutes: new Map([["a", usual]]) });
    expect(found(15)).toEqual([]);
    expect(found(15.1)).toHaveLength(1);
  });

  it.each(["0,15 * * * *", "0,55 0,23 * * 1", "0,55 0,23 10,20 * *"])(
    "is not reported if a run fits between its fire times: %s",
    (cron) => expect(sentences(cron)).toEqual([]),
  );

  it("is not reported if it is disabled, or if the usual time of a run is unknown", () => {
    expect(sentences("*/5 * * * *", { enabled: false })).toEqual([]);
    expect(sentences("*/5 * * * *", { workflow: "unknown" })).toEqual([]);
  });
});

describe("many schedules at one minute", () => {
  const crowd = (count: number, more: Partial<LintSubject> = {}) =>
    Array.from({ length: count }, (_, index) => schedule(`k${index + 1}`, "0 2 * * *", more));

  it("are reported once, on the first schedule, with advice", () => {
    expect(warningsOf("crowding", crowd(8, { timezone: "Asia/Kolkata" }))).toEqual([
      {
        rule: "crowding",
        message:
          'fires at the same minute as 7 other schedules ("k2", "k3", "k4", "k5", "k6" and 2 more), first on ' +
          "2026-11-27 at 02:00 in Asia/Kolkata, and 13 more times within 14 days: the open-source server starts " +
          "one run a minute at most, and leaves out a run that is still waiting when the next one of its " +
          'schedule is due; "spread: 30m" on a group moves its members apart',
        keys: ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"],
      },
    ]);
  });

  it("are not reported up to five, without disabled schedules", () => {
    expect(warningsOf("crowding", crowd(5))).toEqual([]);
    expect(warningsOf("crowding", [...crowd(5), schedule("off", "0 2 * * *", { enabled: false })])).toEqual(
      [],
    );
    expect(
      warningsOf("crowding", [...crowd(5), schedule("z", "0 3 * * *", { timezone: "Europe/Berlin" })]),
    ).toHaveLength(1);
  });

  it("are reported at the earliest of equally crowded minutes", () => {
    const six = (hour: number) =>
      Array.from({ length: 6 }, (_, index) => schedule(`at${hour}-${index}`, `0 ${hour} * * *`));
    const warnings = warningsOf("crowding", [...six(3), ...six(14)]);
    expect(warnings.map(({ keys }) => keys[0])).toEqual(["at14-0", "at3-0"]);
  });

  it("are reported at their most crowded minute, and again for schedules that were not in it", () => {
    const often = Array.from({ length: 6 }, (_, index) => schedule(`often${index}`, "*/5 * * * *"));
    const warnings = warningsOf("crowding", [
      ...often,
      schedule("daily", "0 2 * * *"),
      schedule("other", "0 3 * * *"),
    ]);
    expect(warnings.map(({ keys }) => [keys.length, keys[0], keys.includes("other")])).toEqual([
      [7, "daily", false],
      [7, "often0", true],
    ]);
  });
});

describe("day of month and day of week", () => {
  const sentence = (cron: string) =>
    warningsOf("day-or", [schedule("a", cron, { enabled: false })])[0]?.message;

  it.each([
    [
      "0 9 1 * 1",
      'fires on the 1st and on every Monday, not only on a 1st that is a Monday; write "*" in day of month or in day of week',
    ],
    [
      "0 9 2,3,11,21-23 * MON,FRI",
      "fires on the 2nd, 3rd, 11th and 21st to 23rd and on every Monday and Friday, not only on a day that is " +
        'both; write "*" in day of month or in day of week',
    ],
    [
      "0 9 15,L * 0",
      'fires on the 15th and last day and on every Sunday, not only on a day that is both; write "*" in day of month or in day of week',
    ],
    [
      "0 9 8-14 * TUE",
      "fires on the 8th to 14th and on every Tuesday, not only on a day that is both; for the second Tuesday " +
        'write "*" in day of month and "TUE#2" in day of week',
    ],
    [
      "0 9 1-31 * 1",
      'fires every day: "1-31" in day of month and "1" in day of week mean a day that fits one of them; write ' +
        '"*" in day of month or in day of week',
    ],
  ])("are reported if both are set, because either is enough: %s", (cron, message) =>
    expect(sentence(cron)).toBe(message),
  );

  it.each([..."Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ").entries()])(
    "are reported with the name of the weekday %d: %s",
    (weekday, name) => expect(sentence(`0 9 4 * ${weekday}`)).toContain(`on a 4th that is a ${name};`),
  );

  it.each([
    ["1,2", "1st and 2nd"],
    ["1-3", "1st to 3rd"],
    ["10,12,13,14", "10th and 12th to 14th"],
    ["11,13,20,22", "11th, 13th, 20th and 22nd"],
    ["21,23,30,31", "21st, 23rd, 30th and 31st"],
  ])("are reported with the days: %s", (days, spoken) =>
    expect(sentence(`0 9 ${days} * 1`)).toContain(`fires on the ${spoken} and on every Monday`),
  );

  it.each([
    ["1-7", "MON", "first Monday", "MON#1"],
    ["8-14", "0", "second Sunday", "SUN#2"],
    ["15-21", "SAT,FRI", "third Friday and Saturday", "FRI#3,SAT#3"],
    ["22-28", "WED", "fourth Wednesday", "WED#4"],
  ])("are reported with the nth weekday if %s is a week: %s", (days, weekday, spoken, nth) =>
    expect(sentence(`0 9 ${days} * ${weekday}`)).toContain(
      `; for the ${spoken} write "*" in day of month and "${nth}" in day of week`,
    ),
  );

  it.each(["1,3,5,7,9,11,13", "2-8", "1-6", "1-8", "1-7,L"])("are not taken for a week: %s", (days) =>
    expect(sentence(`0 9 ${days} * 1`)).toMatch(/; write "\*" in day of month or in day of week$/),
  );

  it.each(["0 9 1 * *", "0 9 * * 1", "0 9 */1 * *", "0 9 ? * 1", "0 9 * * 1#2", "0 9 */2 * *"])(
    "are not reported if one of them restricts nothing: %s",
    (cron) => expect(sentence(cron)).toBeUndefined(),
  );
});

describe("a plan's limit", () => {
  const subjects = ["a", "b", "c", "d"].map((key) => schedule(key, "0 2 * * *"));
  const warned = (limit: number, existing: number, added: number) =>
    warningsOf("plan-limit", subjects, { plan: { limit, existing, added } });

  it("is reported on the first schedule that does not fit", () => {
    expect(warned(40, 39, 3)).toEqual([
      {
        rule: "plan-limit",
        message:
          "`pulumi up` could create 3 schedules, but the account already has 39 and its plan allows 40, so Skyvern may refuse 2",
        keys: ["c"],
      },
    ]);
    expect(warned(40, 38, 4)[0]?.keys).toEqual(["c"]);
    expect(warned(1, 0, 4)[0]?.keys).toEqual(["b"]);
  });

  it("is reported if the account is already over it and another schedule is added", () => {
    expect(warned(40, 45, 1)[0]?.message).toBe(
      "`pulumi up` could create 1 schedule, but the account already has 45 and its plan allows 40, so Skyvern may refuse 1",
    );
    expect(warned(40, 45, 0)).toEqual([]);
  });

  it("is not reported if it is only reached", () => expect(warned(40, 36, 4)).toEqual([]));
});

describe("schedules by interval and one-time schedules", () => {
  const times = (key: string, more: Partial<LintSubject>): LintSubject => ({
    ...{ key, name: key, workflow: "invoices", timezone: "UTC", enabled: true },
    ...more,
  });
  const daily = times("daily", { cronExpression: "0 9 * * *" });

  it("overlap with others at the minutes in which they fire", () => {
    const half = times("half", { intervalSeconds: 43_200, firstFireAt: "2026-11-26T21:00:00Z" });
    const once = times("once", { runAt: "2026-11-27T09:00:00Z" });
    const found = warningsOf("overlap", [daily, half, once]).map(({ keys }) => keys.join());
    expect(found).toEqual(["daily,half", "daily,once", "half,once"]);
  });

  it.each([
    ["a pause", { intervalSeconds: 43_200, firstFireAt: "2026-11-26T21:00:00Z", enabled: false }],
    ["a first fire time that Skyvern chooses", { intervalSeconds: 43_200 }],
    ["other minutes", { intervalSeconds: 43_200, firstFireAt: "2026-11-26T21:01:00Z" }],
    ["a time that is over", { runAt: "2026-11-26T09:00:00Z" }],
  ])("do not overlap with %s", (_, more) => {
    expect(warningsOf("overlap", [daily, times("other", more)])).toEqual([]);
  });

  it("are reported if the interval is shorter than a run", () => {
    const facts = { usualMinutes: new Map([["invoices", 12]]) };
    const often = times("often", { intervalSeconds: 600 });
    expect(warningsOf("too-often", [often], facts).map(({ message }) => message)).toEqual([
      'fires every 10 minutes, but a run of "invoices" usually takes 12 minutes: runs overlap, or are skipped',
    ]);
    const once = times("once", { runAt: "2026-11-27T09:00:00Z" });
    const rare = times("rare", { intervalSeconds: 720 });
    expect(warningsOf("too-often", [once, rare], facts)).toEqual([]);
  });

  it("get no warning about the clock on the wall", () => {
    const subjects = [
      times("a", {
        timezone: "America/New_York",
        intervalSeconds: 3600,
        firstFireAt: "2027-03-14T07:30:00Z",
      }),
      times("b", { timezone: "EST", workflow: "other", runAt: "2027-03-14T07:30:00Z" }),
    ];
    expect(lintSchedules(subjects, new Date("2027-03-10T00:00:00Z"))).toEqual([]);
  });
});
