import { containsUnknown, isUnknown, unknownValue } from "../../../src/provider/unknown";

describe("an unknown value", () => {
  it("is the sentinel of Pulumi's runtime", () => {
    const { unknownValue: pulumis } = require("@pulumi/pulumi/runtime/rpc") as { unknownValue: string };
    expect(unknownValue).toBe(pulumis);
  });

  it("is detected at any depth", () => {
    expect(isUnknown(unknownValue)).toBe(true);
    expect(isUnknown([unknownValue])).toBe(false);
    expect(containsUnknown(unknownValue)).toBe(true);
    expect(containsUnknown({ a: [1, { b: unknownValue }] })).toBe(true);
  });

  it.each([[undefined], [null], [""], [0], [false], [{}], [[]], [{ a: { b: ["c", null] } }]])(
    "is not %j",
    (value) => {
      expect(containsUnknown(value)).toBe(false);
    },
  );
});
