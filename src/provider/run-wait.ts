import { setTimeout as sleep } from "node:timers/promises";
import { spokenDuration } from "../duration";
import { isSkyvernError, type SkyvernError } from "../errors";
import { readRun } from "../skyvern/runs";
import type { WireRun } from "../skyvern/wire";
import type { Account } from "./account";
import { hasEnded } from "./run-state";

/** The first pause between two looks at a run, in milliseconds; each further one is half as long again. */
const firstPauseMilliseconds = 500;
/** How often a 404 is asked again: a run that was started just now may not be readable everywhere yet. */
const patience = 3;

export interface WaitOptions {
  readonly timeoutMilliseconds: number;
  /** The longest pause between two looks. */
  readonly pollMilliseconds: number;
  readonly showProgress: (text: string) => void;
  /** Takes what may be secret out of what the server said. */
  readonly redact: (text: string) => string;
}

/** How waiting for a run ended. */
export type WaitResult =
  | { readonly end: "ended" | "timeout"; readonly run: WireRun }
  /** The server cannot show the run: it answers 400, or 404, and will for ever. */
  | { readonly end: "unreadable"; readonly run: WireRun; readonly error: SkyvernError };

/**
 * Looks at a run until it has ended. What may pass (no connection, timeouts, 5xx) does not end the wait.
 *
 * @throws SkyvernError for what will not pass, such as a refused key
 */
export async function waitForRun(
  account: Account,
  started: WireRun,
  options: WaitOptions,
): Promise<WaitResult> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  let run = started;
  let missed = 0;
  for (let pause = Math.min(firstPauseMilliseconds, options.pollMilliseconds); ; ) {
    if (hasEnded(run)) return { end: "ended", run };
    if (elapsed() >= options.timeoutMilliseconds) return { end: "timeout", run };
    options.showProgress(progressLine(run, elapsed()));
    await sleep(Math.min(pause, Math.max(0, options.timeoutMilliseconds - elapsed())));
    pause = Math.min(pause * 1.5, options.pollMilliseconds);
    try {
      // Once: this loop is what tries again.
      run = await readRun(account.client, run.run_id, 1);
      missed = 0;
    } catch (error) {
      if (isSkyvernError(error, "network", "timeout", "unavailable")) {
        options.showProgress(`run ${run.run_id}: ${options.redact(error.finding)} Trying again.`);
      } else if (isSkyvernError(error, "not-found", "invalid")) {
        missed += 1;
        if (error.kind === "invalid" || missed >= patience) return { end: "unreadable", run, error };
      } else {
        throw error;
      }
    }
  }
}

function progressLine(run: WireRun, elapsed: number): string {
  const watch = run.app_url === undefined ? "" : `, ${run.app_url}`;
  const person = run.status === "paused" ? ", which waits for a person to go on" : "";
  return `run ${run.run_id}: ${run.status}${person}, after ${spokenDuration(elapsed)}${watch}`;
}
