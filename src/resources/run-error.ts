import * as pulumi from "@pulumi/pulumi";

/** An error of which Pulumi shows only the message, without a stack trace. */
export function runError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  // The SDK would put the names of all properties that wait for it before the message (`serializeProperties`).
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}
