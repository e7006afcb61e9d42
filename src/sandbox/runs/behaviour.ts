import type { Json } from "../../skyvern/wire";

/**
 * A status with which a run ends.
 *
 * @example
 * import type { FinalRunStatus } from "pulumi-skyvern/sandbox";
 *
 * export const bad: readonly FinalRunStatus[] = ["failed", "terminated", "timed_out"];
 */
export type FinalRunStatus = "completed" | "failed" | "terminated" | "timed_out" | "canceled";

/**
 * A status of a run in the API.
 *
 * @example
 * import type { RunStatus } from "pulumi-skyvern/sandbox";
 *
 * export const active: readonly RunStatus[] = ["created", "queued", "running", "paused"];
 */
export type RunStatus = "created" | "queued" | "running" | "paused" | FinalRunStatus;

/**
 * What the runs of a workflow do in the sandbox. All fields are optional. Times follow the sandbox's clock.
 *
 * @example
 * import type { RunBehaviour } from "pulumi-skyvern/sandbox";
 *
 * export const slowThenFailed: RunBehaviour = { milliseconds: 5000, end: "failed", failureReason: "No login." };
 */
export interface RunBehaviour {
  /** How a run ends. `"never"` continues until it is canceled. @default `"completed"` */
  readonly end?: Exclude<FinalRunStatus, "canceled"> | "never";
  /** Duration in milliseconds, without pauses and retries. @default `runMilliseconds` of the sandbox */
  readonly milliseconds?: number;
  /** The output, also of a failed run. @default the output of its blocks, or null if it fails */
  readonly output?: Json;
  /** The failure reason, unless the run completes. @default a sentence with the status */
  readonly failureReason?: string;
  /** Pauses halfway until `resumeRun`. @default `false` */
  readonly pauses?: boolean;
  /**
   * The first attempt fails. The next one begins this many milliseconds later, and ends as `end` says. In between
   * the run shows `failed` with `retry_pending`. @default no retry
   */
  readonly retryDelayMilliseconds?: number;
  /** A completed run has a recording, a screenshot and a downloaded file. Their URLs expire. @default `false` */
  readonly leavesFiles?: boolean;
}

/** Default duration of a run, in milliseconds. */
export const usualRunMilliseconds = 1000;

const unreachable = "HTTP request failed: Cannot connect to host, the sandbox calls nobody";

/**
 * What the blocks of a workflow do: `wait` waits, `human_interaction` pauses, `http_request` fails because the
 * sandbox sends no requests, and all others succeed at once. After a failure, `retry_policy` applies.
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
