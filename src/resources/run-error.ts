import * as pulumi from "@pulumi/pulumi";

/** An error that Pulumi prints as its message alone, even after the program's last line. */
export function runError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  // The SDK writes the names of the waiting properties before the message (`serializeFilteredProperties`).
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  // Once the program's last line has run, the SDK prints `stack` (`uncaughtHandler` in its cmd/run/index.js).
  Object.defineProperty(error, "stack", { value: message });
  return error;
}
