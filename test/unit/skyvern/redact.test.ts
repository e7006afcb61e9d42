import { redactValues } from "../../../src/skyvern/redact";

describe("a message that quotes what was sent", () => {
  it.each([
    ["as it is", "Wrong password: Käse-Straße-7"],
    ["as JSON in Unicode", JSON.stringify({ password: "Käse-Straße-7" })],
    ["as JSON in ASCII", '{"password": "K\\u00e4se-Stra\\u00dfe-7"}'],
  ])("shows no value with letters outside ASCII, quoted %s", (_, text) => {
    const shown = redactValues(text, { login: { password: "Käse-Straße-7" } });
    expect(shown).toContain("[value]");
    expect(shown).not.toMatch(/se-Stra/);
  });

  it("shows no value with quotes, line breaks and letters outside ASCII, quoted as JSON", () => {
    const secret = 'pässwörd "one"\nand 🔑';
    const inAscii = JSON.stringify(secret).replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    expect(redactValues(`Invalid: ${inAscii}`, [secret])).toBe('Invalid: "[value]"');
  });

  it("shows no part of a value that contains another value", () => {
    const values = ["correct-horse", "correct-horse-battery", "correct"];
    expect(redactValues("Invalid: correct-horse-battery.", values)).toBe("Invalid: [value].");
  });

  it("shows no value of four characters, and passes over null, booleans and objects", () => {
    const values = { pin: 1234, code: "wxyz", nothing: null, flag: true, list: [{ deep: "deep" }] };
    expect(redactValues("1234 wxyz null true deep", values)).toBe("[value] [value] null true [value]");
  });

  it("shows no longer number, and keeps values of up to three characters", () => {
    expect(redactValues("pin 900817 of abc", { pin: 900_817, name: "abc" })).toBe("pin [value] of abc");
  });
});
