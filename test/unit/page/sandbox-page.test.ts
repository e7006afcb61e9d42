import {
  durationText,
  filteredRequests,
  inOrderOfNextRun,
  moveText,
  nameOf,
  originOf,
  timesOf,
  untilText,
} from "../../../src/page/model/sandbox/lists";
import { clockText, dayText, momentText, stampText, zoneText } from "../../../src/page/model/sandbox/time";
import type { ListedRequest } from "../../../src/sandbox/local/request-view";
import type { RunView, ScheduleView } from "../../../src/sandbox/local/view";

const schedule = (fields: Partial<ScheduleView>): ScheduleView => ({
  id: "wfs_1",
  name: "nightly",
  workflowId: "wpid_1",
  workflow: "Invoices",
  cron: "0 2 * * *",
  intervalSeconds: null,
  runAt: null,
  timezone: "UTC",
  state: "active",
  nextRuns: [],
  parameters: {},
  ...fields,
});

describe("the page of the sandbox", () => {
  it("lists schedules in the order of their next runs, and those without one last", () => {
    const all = [
      schedule({ id: "paused" }),
      schedule({ id: "later", nextRuns: ["2026-12-02T00:00:00Z"] }),
      schedule({ id: "over" }),
      schedule({ id: "sooner", nextRuns: ["2026-12-01T00:00:00Z", "2026-12-05T00:00:00Z"] }),
    ];
    expect(inOrderOfNextRun(all).map(({ id }) => id)).toEqual(["sooner", "later", "paused", "over"]);
  });

  it("names a schedule by its id if it has no name", () => {
    expect([nameOf(schedule({})), nameOf(schedule({ name: null })), nameOf(schedule({ name: " " }))]).toEqual(
      ["nightly", "wfs_1", "wfs_1"],
    );
  });

  it("says when a schedule of each kind fires", () => {
    const kinds = [{}, { cron: null, intervalSeconds: 5400 }, { cron: null, runAt: "2026-12-01T00:00:00Z" }];
    expect(kinds.map((fields) => timesOf(schedule(fields)))).toEqual([
      "0 2 * * *",
      "every 1 h 30 min",
      "once",
    ]);
  });

  it("says what started a run", () => {
    const run = (fields: Partial<RunView>) =>
      originOf({ schedule: null, scheduleId: null, ...fields } as RunView);
    expect([
      run({}),
      run({ scheduleId: "wfs_1" }),
      run({ scheduleId: "wfs_1", schedule: "nightly" }),
    ]).toEqual(["started by a request", "wfs_1", "nightly"]);
  });

  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [3599, "59 min 59 s"],
    [3600, "1 h"],
    [23_460, "6 h 31 min"],
    [86_400, "1 d"],
    [183_600, "2 d 3 h"],
  ])("shows %i seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  it("counts whole minutes to the next run", () => {
    const until = (seconds: number) =>
      untilText("2026-12-01T02:00:00Z", Date.parse("2026-12-01T02:00:00Z") - seconds * 1000);
    expect([until(-5), until(59), until(60), until(119), until(3720)]).toEqual([
      "in less than a minute",
      "in less than a minute",
      "in 1 min",
      "in 1 min",
      "in 1 h 2 min",
    ]);
  });

  it("filters requests by words in any field, and by kind", () => {
    const request = (id: number, method: string, path: string, status: number): ListedRequest => ({
      id,
      time: "2026-12-01T02:00:00Z",
      method,
      path,
      status,
      client: id === 3 ? "curl/8" : "node",
    });
    const all = [
      request(1, "GET", "/v1/schedules", 200),
      request(2, "POST", "/v1/workflows", 422),
      request(3, "GET", "/v1/runs", 403),
      request(4, "HEAD", "/health", 399),
      request(5, "HEAD", "/health", 400),
    ];
    const found = (text: string, kind: "all" | "writes" | "errors" = "all") =>
      filteredRequests(all, { text, kind }).map(({ id }) => id);
    expect([found(""), found(" get V1 "), found("422"), found("CURL"), found("post curl")]).toEqual([
      [1, 2, 3, 4, 5],
      [1, 3],
      [2],
      [3],
      [],
    ]);
    expect([found("", "writes"), found("", "errors"), found("get", "errors")]).toEqual([[2], [2, 3, 5], [3]]);
  });

  it("says what a move of the clock did, or why it did nothing", () => {
    const time = "2026-12-01T02:00:00Z";
    expect(moveText(200, { time, started: 0, isPartial: false })).toBe("No runs started.");
    expect(moveText(200, { time, started: 1, isPartial: false })).toBe("1 run started.");
    expect(moveText(200, { time, started: 1000, isPartial: true })).toBe(
      "1,000 runs started. The clock stopped there. Move it again to continue.",
    );
    expect(moveText(409, { detail: "The clock of the sandbox ends in 2100." })).toBe(
      "The clock of the sandbox ends in 2100.",
    );
    expect(moveText(500, null)).toBe("The sandbox answered 500.");
  });

  it("shows times and the name of the timezone of the viewer", () => {
    const { DateTimeFormat } = Intl;
    const inTokyo = jest.spyOn(Intl, "DateTimeFormat").mockImplementation(
      // The browser of a viewer in Tokyo.
      (locales, options) => new DateTimeFormat(locales, { timeZone: "Asia/Tokyo", ...options }),
    );
    try {
      expect(clockText("2026-11-30T20:07:09Z", "local")).toBe("05:07:09");
      expect(momentText("2026-11-30T20:07:09Z", "local")).toBe("Tue 1 Dec, 05:07");
      expect(momentText("2026-11-30T20:07:09Z", "utc")).toBe("Mon 30 Nov, 20:07");
      expect([zoneText("local"), zoneText("utc")]).toEqual(["Asia/Tokyo", "UTC"]);
    } finally {
      inTokyo.mockRestore();
    }
  });

  it("shows times with their days", () => {
    const time = "2026-11-30T02:07:09Z";
    expect([
      momentText(time, "utc"),
      clockText(time, "utc"),
      stampText(time, "utc"),
      dayText(time, "utc"),
    ]).toEqual(["Mon 30 Nov, 02:07", "02:07:09", "30 Nov 02:07:09", "Monday, 30 November 2026"]);
  });
});
