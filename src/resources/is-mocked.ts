import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the program runs in a unit test, after `pulumi.runtime.setMocks`. The SDK has no function for it: its
 * `MockMonitor` keeps the mocks in a field of that name.
 */
export function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (typeof monitor !== "object" || monitor === null) return false;
  const mocks: unknown = Reflect.get(monitor, "mocks");
  return typeof mocks === "object" && mocks !== null && "newResource" in mocks;
}
