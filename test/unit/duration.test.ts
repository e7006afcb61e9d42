import fc from "fast-check";
import { formatDuration, parseDuration } from "../../src/duration";

describe("a duration", () => {
  it.each([
    ["30m", 1_800_000],
    ["1h30m", 5_400_000],
    ["90s", 90_000],
    ["1.5s", 1500],
    ["250ms", 250],
    ["1m500ms", 60_500],
    ["0s", 0],
    ["0.5h", 1_800_000],
  ])("%s is %d milliseconds", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "30", "30 m", "-5s", "5d", "m", "1e3s", ".5s", "5.s", "1h 30m", "5s\n", "five", "1H"])(
    "%j is not a duration",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it("adds up its parts", () => {
    const part = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(part, part, part, part, (h, m, s, ms) => {
        expect(parseDuration(`${h}h${m}m${s}s${ms}ms`)).toBe(h * 3_600_000 + m * 60_000 + s * 1000 + ms);
      }),
    );
  });

  it("may have many parts, and is refused if only the last one is wrong", () => {
    expect(parseDuration("1s".repeat(2_000_000))).toBe(2_000_000_000);
    expect(parseDuration(`${"1s".repeat(2_000_000)}1`)).toBeUndefined();
  });

  it.each([
    [0, "0s"],
    [5400, "5s"],
    [59_400, "59s"],
    [59_600, "1m"],
    [725_000, "12m5s"],
    [3_600_000, "1h"],
    [3_785_000, "1h3m"],
    [90_000_000, "25h"],
  ])("of %d milliseconds is written as %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
