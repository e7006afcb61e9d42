import fc from "fast-check";
import { parseDuration, spokenDuration } from "../../src/duration";

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
    "%j is none",
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

  it.each([
    [0, "0 s"],
    [5400, "5 s"],
    [59_400, "59 s"],
    [59_600, "1 min 0 s"],
    [725_000, "12 min 5 s"],
    [3_600_000, "1 h 0 min"],
    [3_780_000, "1 h 3 min"],
    [90_000_000, "25 h 0 min"],
  ])("of %d milliseconds is said as %s", (milliseconds, spoken) => {
    expect(spokenDuration(milliseconds)).toBe(spoken);
  });
});
