import { inUtc } from "../../../src/skyvern/in-utc";

describe("a time of the server", () => {
  it.each(["2026-11-23T10:35:03", "2026-11-23T10:35:03.250417"])(
    "means UTC if it has no zone: %s",
    (time) => {
      expect(inUtc(time)).toBe(`${time}Z`);
    },
  );

  it.each([
    "2026-11-23T10:35:03Z",
    "2026-11-23T10:35:03+00:00",
    "2026-11-23T12:35:03.25+0200",
    "2026-11-23T05:05:03-05:30",
  ])("keeps the zone that it has: %s", (time) => {
    expect(inUtc(time)).toBe(time);
  });
});
