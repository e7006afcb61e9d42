import { inspect } from "node:util";
import { IncompleteError, isSkyvernError, SkyvernError } from "../../src/errors";
import { Secret } from "../../src/secret";

describe("a secret", () => {
  const secret = new Secret("correct-horse");

  it("shows its value only when revealed", () => {
    expect(secret.reveal()).toBe("correct-horse");
    const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ deep: [secret] }), String(secret)];
    expect(shown.join("")).not.toContain("correct");
    expect(Object.keys(secret)).toEqual([]);
  });

  it("is replaced everywhere in a text", () => {
    expect(secret.redactFrom("correct-horse, correct-horse.")).toBe("[secret], [secret].");
    expect(new Secret("").redactFrom("as it was")).toBe("as it was");
  });
});

describe("an error of this package", () => {
  it("is recognised by its kind", () => {
    const error = new SkyvernError("timeout", "It took too long.");
    expect(isSkyvernError(error)).toBe(true);
    expect(isSkyvernError(error, "network", "timeout")).toBe(true);
    expect(isSkyvernError(error, "network")).toBe(false);
    expect(isSkyvernError(new Error("timeout"))).toBe(false);
  });

  it("has no field that the provider host would misread", () => {
    const cause = new Error("below");
    const error = new SkyvernError("network", "No connection.", { cause, didNothing: true });
    expect(error).toMatchObject({ name: "SkyvernError", cause, didNothing: true });
    for (const field of ["id", "properties", "reasons", "code", "details"])
      expect(error).not.toHaveProperty(field);
  });

  it("about an incomplete resource has the fields that the host stores in state", () => {
    expect(new IncompleteError("Not whole.", "wpid_1/wfs_1", { a: 1 })).toMatchObject({
      name: "IncompleteError",
      id: "wpid_1/wfs_1",
      properties: { a: 1 },
      reasons: ["Not whole."],
    });
  });
});
