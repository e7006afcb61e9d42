import type { Resource } from "@pulumi/pulumi";
import type * as logging from "@pulumi/pulumi/log";
import type * as engineSettings from "@pulumi/pulumi/runtime/settings";

let log: typeof logging | undefined;

/**
 * Shows a line on the row of a resource or of the stack. The dynamic-provider host gets the engine's address as its first argument,
 * and has already loaded these parts of the SDK. Outside the host, nothing is shown.
 *
 * @param urn the resource. @default the stack
 * @param isLasting whether the line stays in the final diagnostics
 */
export function showProgress(text: string, urn?: string, isLasting = false): Promise<void> {
  const show = async (): Promise<void> => {
    log ??= connectedLog();
    await log?.info(text, rowOf(urn), undefined, !isLasting);
  };
  // A line that cannot be shown must not fail the run.
  return show().catch(() => undefined);
}

/**
 * Shows a warning, which stays in the final diagnostics. Outside the host, or if the engine does not accept it, the
 * warning goes to standard output.
 *
 * @param urn the resource at which it is shown. @default the stack
 */
export async function showWarning(text: string, urn?: string): Promise<void> {
  const print = (): void => console.log(`warning: ${text}`);
  try {
    log ??= connectedLog();
    if (log === undefined) print();
    else await log.warn(text, rowOf(urn));
  } catch {
    print();
  }
}

/** The log takes a resource and uses only its URN. */
function rowOf(urn: string | undefined): Resource | undefined {
  return urn === undefined ? undefined : ({ urn: { promise: async () => urn } } as unknown as Resource);
}

function connectedLog(): typeof logging | undefined {
  const address = process.argv[2];
  if (address === undefined || !/^[\w.-]+:\d+$/.test(address)) return undefined;
  const settings = require("@pulumi/pulumi/runtime/settings") as typeof engineSettings;
  if (settings.getEngine() === undefined) settings.resetOptions("", "", 1, address, "", false, "");
  return require("@pulumi/pulumi/log") as typeof logging;
}
