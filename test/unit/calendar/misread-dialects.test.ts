import { checkCron } from "../../../src/calendar/cron/check-cron";

function problemOf(text: string): string {
  const check = checkCron(text);
  if ("text" in check) throw new Error(`${text} is accepted`);
  return check.problem;
}

describe("the refusal of a cron expression", () => {
  it.each([
    ["hourly", "0 * * * *"],
    ["@daily", "0 0 * * *"],
    ["Midnight", "0 0 * * *"],
    ["@weekly", "0 0 * * 0"],
    ["monthly", "0 0 1 * *"],
    ["@yearly", "0 0 1 1 *"],
    ["annually", "0 0 1 1 *"],
  ])("writes the alias %s as %s", (alias, fields) => {
    expect(problemOf(alias)).toContain(`write "${fields}"`);
  });

  it("ends after the problem if no expression can be proposed", () => {
    expect(problemOf("0 9 * * п")).toBe('only ASCII characters are allowed ("0 9 * * п")');
  });

  it("names Amazon EventBridge only if the whole expression has its form", () => {
    expect(problemOf("schedule(0 12 * * ? *)")).toContain("Amazon EventBridge");
    expect(problemOf("my cron(0 12 * * ? *)")).not.toContain("Amazon EventBridge");
  });

  it("names the field that has quotes, if the quotes do not stand around the expression", () => {
    expect(problemOf('0 "9" * * *')).toMatch(/^hour .* cannot be read/);
  });

  it("proposes one blank between two fields if an invisible character stands between blanks", () => {
    expect(problemOf("0 \u200b 9 * * *")).toContain('write "0 9 * * *"');
  });

  it("names no timezone for a name that is not near to any", () => {
    expect(problemOf("0 9 * * * Moon/Base")).toContain(
      'drop "Moon/Base" and set the timezone property; write "0 9 * * *"',
    );
  });

  it("proposes no name of three letters for a longer word that is not the long form of one", () => {
    expect(problemOf("0 9 * * Foobar")).not.toContain("names have three letters");
  });
});
