import * as pulumi from "@pulumi/pulumi";
import type { LookupOptions } from "./lookup-options";

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

/** The functions of the package's schema. */
export type FunctionName = "getRun" | "getWorkflow" | "getWorkflows" | "getSchedules";

/** Calls `mocks.call` of a unit test, with the token and the arguments of the function in the schema. */
export async function callMocks(
  name: FunctionName,
  args: object,
  { provider }: LookupOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const options = provider === undefined ? {} : { provider };
  const token = `skyvern:index:${name}`;
  try {
    return await pulumi.runtime.invoke(token, args as pulumi.Inputs, options);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "") throw error;
    throw new Error(`mocks.call threw an error for ${token}. Pulumi's SDK does not pass its message on.`);
  }
}
