import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration } from "../../duration";
import { isSkyvernError, type SkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import { findRunRow } from "../../skyvern/lists/runs";
import { readRun } from "../../skyvern/runs";
import type { WireRun, WireRunRow } from "../../skyvern/wire";
import type { Account } from "../account";
import { hasEnded } from "./state";

const minute = 60_000;
/** The first pause between two reads of a run, in milliseconds. Each further one is 1.5 times as long. */
const firstPauseMilliseconds = 500;
/**
 * After this many reads in a row with a 404 or an unclear 4xx, the list of runs is asked. A new run may not be readable
 * yet, and a gateway may have answered.
 */
const patience = 3;

export interface WaitOptions {
  readonly timeoutMilliseconds: number;
  /** The longest pause between two reads. */
  readonly pollMilliseconds: number;
  /** Shows how the run goes. Once a minute the line is a lasting one, which a CI log shows. */
  readonly showProgress: (text: string, isLasting: boolean) => void;
  /** Ends the wait: `waitForRun` then throws its reason. The client must be one that ends with it too. */
  readonly signal?: AbortSignal;
  /** Removes possible secrets from a text of the server. */
  readonly redact: (text: string) => string;
}

/** How the wait for a run ended. */
export type WaitResult =
  /** `unread`: why the run could not be read at last. */
  | { readonly end: "timeout"; readonly run: WireRun; readonly unread: SkyvernError | undefined }
  /** `unread`: why the run could not be read, if only the list of runs shows that it ended. */
  | { readonly end: "ended"; readonly run: WireRun; readonly unread?: SkyvernError }
  /** The server cannot read the parameters of the run, so the run never does anything. */
  | {
      readonly end: "unreadable";
      readonly run: WireRun;
      readonly error: SkyvernError;
      readonly isListed: boolean;
    }
  /** The run cannot be read and is not in the list. `listing`: why the list could not be read. */
  | {
      readonly end: "lost";
      readonly run: WireRun;
      readonly error: SkyvernError;
      readonly listing?: SkyvernError;
    };

/**
 * Reads a run until it has ended. Temporary failures (no connection, timeouts, 5xx) do not end the wait. An unclear
 * response does not end it either while the list of runs shows the run as active.
 *
 * @throws SkyvernError for permanent failures, such as a rejected key
 */
export async function waitForRun(
  account: Pick<Account, "client">,
  started: WireRun,
  options: WaitOptions,
): Promise<WaitResult> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  let minutes = 0;
  let run = started;
  let missed = 0;
  let unread: SkyvernError | undefined;
  // A terminal may show only the beginning of the line.
  const show = (details: string): void => {
    const time = elapsed();
    const isLasting = time >= (minutes + 1) * minute;
    minutes = Math.floor(time / minute);
    options.showProgress(`${run.status} ${formatDuration(time)}, ${run.run_id}${details}`, isLasting);
  };
  for (let pause = Math.min(firstPauseMilliseconds, options.pollMilliseconds); ; ) {
    if (hasEnded(run)) return { end: "ended", run };
    if (elapsed() >= options.timeoutMilliseconds) return { end: "timeout", run, unread };
    const nextLook = Math.min(elapsed() + pause, options.timeoutMilliseconds);
    for (let rest = nextLook - elapsed(); rest > 0; rest = nextLook - elapsed()) {
      show(`${run.status === "paused" ? ", waiting for a person" : ""}${watchAt(run)}`);
      await sleep(Math.min(rest, minute), undefined, { signal: options.signal });
    }
    pause = Math.min(pause * 1.5, options.pollMilliseconds);
    try {
      // One attempt, because this loop retries.
      run = await readRun(account.client, run.run_id, 1);
      missed = 0;
      unread = undefined;
    } catch (error) {
      if (isPassing(error)) {
        unread = error;
        show(`: ${options.redact(error.finding)} Trying again.`);
        continue;
      }
      if (!isSkyvernError(error, "not-found", "invalid", "wrong-parameter")) throw error;
      unread = error;
      missed += 1;
      if (missed < patience && error.kind !== "wrong-parameter") continue;
      show(`: ${options.redact(error.finding)} Looking in the list of runs.`);
      const listed = await askList(account.client, run, error);
      if (listed === undefined) continue;
      if ("end" in listed) return listed;
      run = listed;
      unread = undefined;
    }
  }
}

/** The run with its status in the list of runs, or how the wait ends; undefined if the list cannot be read now. */
async function askList(
  client: SkyvernClient,
  run: WireRun,
  error: SkyvernError,
): Promise<WireRun | WaitResult | undefined> {
  let row: WireRunRow | undefined;
  try {
    row = await findRunRow(client, run.run_id, 1);
  } catch (listing) {
    if (isPassing(listing)) return undefined;
    if (!isSkyvernError(listing)) throw listing;
    return { end: "lost", run, error, listing };
  }
  const listed = row && { ...run, status: row.status, retry_pending: row.retry_pending };
  if (listed !== undefined && hasEnded(listed)) return { end: "ended", run: listed, unread: error };
  if (error.kind === "wrong-parameter")
    return { end: "unreadable", run: listed ?? run, error, isListed: listed !== undefined };
  return listed ?? { end: "lost", run, error };
}

function isPassing(error: unknown): error is SkyvernError {
  return isSkyvernError(error, "network", "timeout", "unavailable");
}

function watchAt({ app_url: url }: WireRun): string {
  return url === undefined ? "" : `, ${url}`;
}
