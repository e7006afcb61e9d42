import type { Account } from "./account";
import type { Notes } from "./notes";

/** What the process provides to the lifecycles. */
export interface ProviderContext {
  /** @throws SkyvernError `configuration` if the settings are missing or wrong */
  readonly account: () => Account;
  /** Whether inputs are checked against live workflows (`skyvern:checkWorkflows`). */
  readonly checksLive: () => boolean;
  readonly notes: Notes;
  /** Shows a line on the row of the resource with this URN, or of the stack. A lasting one stays in the output of the command. */
  readonly showProgress: (text: string, urn?: string, isLasting?: boolean) => Promise<void>;
  /** Shows a warning, which stays in the output of the command, at the resource with this URN or at the stack. */
  readonly showWarning: (text: string, urn?: string) => Promise<void>;
}
