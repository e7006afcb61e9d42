import { type LintSubject, lintSchedules } from "../../../src/schedule-file/lint/lint";

const now = new Date("2026-11-26T12:00:00Z");

function warnings(rule: string, subjects: readonly (Partial<LintSubject> & { readonly key: string })[]) {
  const whole = subjects.map(
    (one): LintSubject => ({
      name: one.key,
      workflow: one.key,
      cronExpression: "0 2 * * *",
      timezone: "UTC",
      enabled: false,
      ...one,
    }),
  );
  return lintSchedules(whole, now).filter((warning) => warning.rule === rule);
}

describe("the rule uneven-step", () => {
  it("warns once for each expression, of disabled schedules too", () => {
    const subjects = ["0 */5 * * *", "0 */6 * * *", "0 */7 * * *", "0 */5 * * *", "0 */5 * * *"].map(
      (cronExpression, index) => ({ key: `k${index}`, cronExpression }),
    );
    const found = warnings("uneven-step", subjects);
    expect(found.map(({ keys }) => keys)).toEqual([["k0", "k3", "k4"], ["k2"]]);
    expect(found[0]?.message).toMatch(
      /^"0 \*\/5 \* \* \*" does not fire every 5 hours: .*; the same holds for "k3" and "k4"$/,
    );
    expect(found[1]?.message).not.toContain("the same holds");
  });

  it("names four other schedules, and three of more", () => {
    const named = (count: number) => {
      const subjects = Array.from({ length: count }, (_, index) => ({
        key: `k${index}`,
        cronExpression: "0 */5 * * *",
      }));
      return warnings("uneven-step", subjects)[0]?.message;
    };
    expect(named(5)).toMatch(/; the same holds for "k1", "k2", "k3" and "k4"$/);
    expect(named(6)).toMatch(/; the same holds for "k1", "k2", "k3" and 2 more$/);
  });

  it("is silent about an expression that Skyvern refuses", () => {
    expect(warnings("uneven-step", [{ key: "a", cronExpression: "*/7 * * * *" }])).toEqual([]);
  });
});

describe("the rule fixed-zone", () => {
  it("warns once for each timezone without daylight saving", () => {
    const found = warnings("fixed-zone", [
      { key: "a", timezone: "EST" },
      { key: "b", timezone: "EST" },
      { key: "c", timezone: "America/New_York" },
      { key: "d", timezone: "Etc/GMT+5" },
    ]);
    expect(found.map(({ keys }) => keys)).toEqual([["a", "b"], ["d"]]);
    expect(found[0]?.message).toContain('timezone "EST" is UTC-5 and');
    expect(found[0]?.message).toMatch(/; the same holds for "b"$/);
  });
});
