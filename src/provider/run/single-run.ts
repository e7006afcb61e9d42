import { randomBytes } from "node:crypto";
import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import type { Json, WireRun } from "../../skyvern/wire";
import type { WorkflowRunInputs } from "./inputs";
import { type NextStep, sendStart } from "./start";
import { runStateOf, type WorkflowRunState, withoutInputs } from "./state";
import { waitForRun } from "./wait";

/** A run that belongs to no resource. */
interface SingleRun {
  readonly workflowId: string;
  readonly parameters: { readonly [key: string]: Json };
}

/** How the wait for it ended. */
interface SingleRunEnd {
  /**
   * `timeout`: it was still active. `unknown`: the run could not be read at last; `problem` has the reason.
   * `interrupted`: the signal ended the wait.
   */
  readonly end: "ended" | "timeout" | "interrupted" | "unknown";
  readonly run: WorkflowRunState;
  readonly problem?: string;
}

const next: NextStep = {
  withTag: "Start another one only after you have seen that this one does not exist.",
  withoutTag: "Start another one only after you have seen that this one does not exist.",
};

/**
 * Starts a run, with a tag by which it is found again if the answer is lost. The request is never repeated.
 *
 * @throws SkyvernError also if it is unknown whether a run was started
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function startSingleRun(client: SkyvernClient, single: SingleRun): Promise<WireRun> {
  const key = randomBytes(16).toString("hex");
  return (await sendStart(client, single, { key, earlier: [], next })).run;
}

/** How to wait for it. */
interface FollowOptions {
  readonly timeoutMilliseconds: number;
  /** Gets a line such as `running 2m5s, wr_1, https://…`. */
  readonly showProgress: (text: string) => void;
  /** Ends the wait. The run continues. */
  readonly signal: AbortSignal;
}

/**
 * Waits for the end of a run that was started.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function followSingleRun(
  client: SkyvernClient,
  single: SingleRun,
  started: WireRun,
  { timeoutMilliseconds, showProgress, signal }: FollowOptions,
): Promise<SingleRunEnd> {
  const inputs: WorkflowRunInputs = { ...single, ...unused };
  let last = started;
  try {
    const result = await waitForRun({ client: client.until(signal) }, started, {
      timeoutMilliseconds,
      pollMilliseconds: 5000,
      signal,
      showProgress,
      redact: (text) => withoutInputs(inputs, text),
    });
    last = result.run;
    const run = runStateOf(inputs, result.run);
    if (result.end === "ended") return { end: "ended", run };
    const error = result.end === "timeout" ? result.unread : result.error;
    if (error === undefined) return { end: "timeout", run };
    return { end: "unknown", run, problem: withoutInputs(inputs, error.message) };
  } catch (error) {
    const run = runStateOf(inputs, last);
    if (signal.aborted) return { end: "interrupted", run };
    if (!isSkyvernError(error)) throw error;
    return { end: "unknown", run, problem: withoutInputs(inputs, error.message) };
  }
}

/**
 * The run as far as it is known when nobody waits for it.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function unfollowed(single: SingleRun, started: WireRun): WorkflowRunState {
  return runStateOf({ ...single, ...unused }, started);
}

/** The inputs of a resource that a single run does not have. */
const unused = {
  waitForCompletion: true,
  timeout: "0s",
  pollInterval: "5s",
  failOn: [],
  cancelOnDelete: false,
  cancelOnTimeout: false,
  origin: "",
} as const;
