import type { Account } from "./account";
import type { Notes } from "./notes";

/** What the lifecycles get from the process they run in. */
export interface ProviderContext {
  /** @throws SkyvernError `configuration` when the settings are missing or wrong */
  readonly account: () => Account;
  /** Whether inputs are checked against live workflows (`skyvern:checkWorkflows`). */
  readonly checksLive: () => boolean;
  readonly notes: Notes;
  /** Shows a line while something goes on; lines of one stream follow each other. */
  readonly showProgress: (text: string, stream: number) => Promise<void>;
  /** Shows a warning, which stays in the diagnostics of the command. */
  readonly showWarning: (text: string) => Promise<void>;
}
