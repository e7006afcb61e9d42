import * as pulumi from "@pulumi/pulumi";
import { runError } from "../../src/resources/run-error";

describe("an error that ends the program", () => {
  it("is printed as its message alone, whether Pulumi prints the message or the stack", () => {
    const error = runError("The set has 1 error.");
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect([error.message, error.stack]).toEqual(["The set has 1 error.", "The set has 1 error."]);
  });

  it("keeps its message when the SDK adds the names of waiting properties", () => {
    const error = runError("The set has 1 error.");
    error.message = `error serializing property "workflowId": ${error.message}`;
    expect(error.message).toBe("The set has 1 error.");
  });
});
