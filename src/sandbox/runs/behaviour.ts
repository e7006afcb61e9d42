import type { Json } from "../../skyvern/wire";

/** A status that a run does not leave any more. */
export type FinalRunStatus = "completed" | "failed" | "terminated" | "timed_out" | "canceled";

/** A status that the API shows of a run. */
export type RunStatus = "created" | "queued" | "running" | "paused" | FinalRunStatus;

/** What the runs of a workflow do in the sandbox; everything may be left out. Times are by the sandbox's clock. */
export interface RunBehaviour {
  /** How a run ends; `"never"` runs until it is canceled. @default "completed" */
  readonly end?: Exclude<FinalRunStatus, "canceled"> | "never";
  /** From the request to the end, in milliseconds, without pauses and retries. @default `runMilliseconds` of the sandbox */
  readonly milliseconds?: number;
  /** What the ended run gives, of a failed one too. @default what its blocks would give, null when it fails */
  readonly output?: Json;
  /** Why a run failed, for the ends other than "completed". @default a sentence that says so */
  readonly failureReason?: string;
  /** Half way a run waits for a person: `resumeRun` or `POST /v1/workflows/runs/{id}/continue`. @default false */
  readonly pauses?: boolean;
  /**
   * The first attempt fails and the next one, which ends as `end` says, begins this many milliseconds later;
   * in between the run shows `failed` with `retry_pending`. @default no retry
   */
  readonly retryDelayMilliseconds?: number;
  /** A completed run has a recording, a screenshot and a downloaded file, under addresses that expire. @default false */
  readonly leavesFiles?: boolean;
}

/** How long a run takes when nothing else is said, in milliseconds. */
export const usualRunMilliseconds = 1000;

const unreachable = "HTTP request failed: Cannot connect to host, the sandbox calls nobody";

/**
 * What the blocks of a workflow do when they are run: `wait` waits, `human_interaction` pauses, `http_request`
 * fails, because the sandbox calls nobody, and all others succeed at once. After a failure, `retry_policy` counts.
 */
export function behaviourOfBlocks(
  blocks: readonly { readonly [key: string]: Json }[],
  retryPolicy: { readonly [key: string]: Json } | null,
): RunBehaviour {
  const failing = blocks.findIndex(({ block_type }) => block_type === "http_request");
  const reached = failing === -1 ? blocks : blocks.slice(0, failing + 1);
  const waits = reached.map(({ block_type, wait_sec }) => (block_type === "wait" ? Number(wait_sec) : 0));
  const outputs = reached.map((block, index): [string, Json] => {
    const result = index === failing ? { error: unreachable, error_type: "unknown" } : { success: true };
    return [`${block.label}_output`, result];
  });
  const pauses = reached.some(({ block_type }) => block_type === "human_interaction");
  const done = {
    milliseconds: waits.reduce((sum, seconds) => sum + seconds * 1000, 0),
    output: { ...Object.fromEntries(outputs), extracted_information: [] },
    ...(pauses && { pauses }),
  };
  if (failing === -1) return done;
  const failureReason = `http_request block failed. failure reason: ${unreachable}`;
  const retry = retryPolicy && { retryDelayMilliseconds: Number(retryPolicy.delay_seconds ?? 0) * 1000 };
  return { ...done, end: "failed", failureReason, ...retry };
}
