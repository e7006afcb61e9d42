import type * as logging from "@pulumi/pulumi/log";
import type * as engineSettings from "@pulumi/pulumi/runtime/settings";

let log: typeof logging | undefined;

/**
 * Shows a line where the engine shows progress, on the stack's row; it does not stay in the final
 * diagnostics. The dynamic-provider host gets the engine's address as its first argument, and has loaded
 * these parts of the SDK already. Outside the host it shows nothing.
 *
 * @param stream lines of one stream follow each other
 */
export function showProgress(text: string, stream: number): Promise<void> {
  const show = async (): Promise<void> => {
    log ??= connectedLog();
    await log?.info(text, undefined, stream, true);
  };
  // Nothing that is only shown may fail what is done.
  return show().catch(() => undefined);
}

/** Shows a warning, which stays in the diagnostics; outside the host, and where the engine does not take it, on standard output. */
export async function showWarning(text: string): Promise<void> {
  const print = (): void => console.log(`warning: ${text}`);
  try {
    log ??= connectedLog();
    if (log === undefined) print();
    else await log.warn(text);
  } catch {
    print();
  }
}

function connectedLog(): typeof logging | undefined {
  const address = process.argv[2];
  if (address === undefined || !/^[\w.-]+:\d+$/.test(address)) return undefined;
  const settings = require("@pulumi/pulumi/runtime/settings") as typeof engineSettings;
  if (settings.getEngine() === undefined) settings.resetOptions("", "", 1, address, "", false, "");
  return require("@pulumi/pulumi/log") as typeof logging;
}
