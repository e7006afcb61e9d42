import { isSkyvernError } from "../errors";
import * as z from "../zod";
import type { SkyvernClient } from "./client";
import { maximumAttempts } from "./retry";
import { type WireRun, type WireRunBody, type WireRunRow, wireRun, wireRunRows, wireRunTags } from "./wire";

/**
 * `POST /v1/run/workflows`: starts a run, each time it is called. It is never repeated after a lost answer;
 * only what provably started nothing is.
 *
 * @param maxStepsOverride the header `x-max-steps-override`
 */
export function startRun(
  client: SkyvernClient,
  body: WireRunBody,
  maxStepsOverride: number | undefined,
): Promise<WireRun> {
  return client.call({
    operation: `run workflow ${body.workflow_id}`,
    method: "POST",
    path: ["v1", "run", "workflows"],
    ...(maxStepsOverride === undefined
      ? {}
      : { headers: { "x-max-steps-override": String(maxStepsOverride) } }),
    body,
    notFoundTexts: [body.workflow_id, body.browser_session_id, body.browser_profile_id].filter(
      (id) => id !== undefined,
    ),
    schema: wireRun,
  });
}

/**
 * `GET /v1/runs/{id}`. A run whose parameters the server cannot read answers 400 for ever (`wrong-parameter`); the
 * server fails on them before the first block, so that such a run does nothing (`execute_workflow`).
 */
export function readRun(client: SkyvernClient, runId: string, attempts = maximumAttempts): Promise<WireRun> {
  return client.call({
    attempts,
    operation: `read run ${runId}`,
    method: "GET",
    path: ["v1", "runs", runId],
    // Of a run whose workflow was deleted.
    notFoundTexts: ["Workflow not found"],
    schema: wireRun,
  });
}

/** The status of a run, which counts as running while the server will retry it (`retry_pending`). */
export function effectiveStatus(run: Pick<WireRun, "status" | "retry_pending">): string {
  return run.retry_pending === true ? "running" : run.status;
}

/** `POST /v1/runs/{id}/cancel`, which answers `null`; a run that has ended stays as it is. */
export async function cancelRun(client: SkyvernClient, runId: string): Promise<void> {
  await client.call({
    operation: `cancel run ${runId}`,
    method: "POST",
    // Canceling twice is as good as once.
    repeatable: true,
    path: ["v1", "runs", runId, "cancel"],
    schema: z.null(),
  });
}

/**
 * `GET /v1/runs?tags=KEY:VALUE`: the runs that carry the tag, newest first.
 *
 * @param workflowId whose run is looked for; those of others are listed too
 */
export function listTaggedRuns(
  client: SkyvernClient,
  workflowId: string,
  key: string,
  value: string,
): Promise<readonly WireRunRow[]> {
  return client.call({
    operation: `look for a run of workflow ${workflowId} with the tag ${key}`,
    method: "GET",
    path: ["v1", "runs"],
    query: { tags: `${key}:${value}`, page: 1, page_size: 100 },
    schema: wireRunRows,
  });
}

const wireCompletedRuns = z.array(
  z.object({ status: z.string(), started_at: z.string().nullish(), finished_at: z.string().nullish() }),
);
export type CompletedRunRow = z.output<typeof wireCompletedRuns>[number];

/** How many runs are enough for their usual duration. */
const historyPage = 50;

/**
 * `GET /v1/runs?workflow_permanent_id=&status=completed`: the newest runs of a workflow that completed. Unlike
 * those of `GET /v1/workflows/{wpid}/runs`, these rows hold no headers, which may be secret.
 */
export function listCompletedRuns(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly CompletedRunRow[]> {
  return client.call({
    operation: `list the completed runs of workflow ${workflowId}`,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, status: "completed", page: 1, page_size: historyPage },
    schema: wireCompletedRuns,
  });
}

const wireRecentRuns = z.array(
  z.object({
    run_id: z.string(),
    status: z.string(),
    started_at: z.string().nullish(),
    finished_at: z.string().nullish(),
  }),
);
export type RecentRunRow = z.output<typeof wireRecentRuns>[number];

/** `GET /v1/runs?workflow_permanent_id=`: the newest 50 runs of a workflow, however they ended. Tried once. */
export function listRecentRuns(client: SkyvernClient, workflowId: string): Promise<readonly RecentRunRow[]> {
  return client.call({
    attempts: 1,
    operation: `list the newest runs of workflow ${workflowId}`,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, page: 1, page_size: historyPage },
    schema: wireRecentRuns,
  });
}

/** `GET /v1/runs?workflow_permanent_id=`: the newest run of a workflow; none if it never ran. */
export function listNewestRun(client: SkyvernClient, workflowId: string): Promise<readonly WireRunRow[]> {
  return client.call({
    operation: `look for a run of workflow ${workflowId}`,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, page: 1, page_size: 1 },
    schema: wireRunRows,
  });
}

/** The row of `GET /v1/runs` for one run: lists show runs that `GET /v1/runs/{id}` cannot. */
export async function findRunRow(
  client: SkyvernClient,
  runId: string,
  attempts = maximumAttempts,
): Promise<WireRunRow | undefined> {
  const rows = await client.call({
    attempts,
    operation: `look for run ${runId} in the list`,
    method: "GET",
    path: ["v1", "runs"],
    query: { search_key: runId, page: 1, page_size: 100 },
    schema: wireRunRows,
  });
  return rows.find((row) => row.run_id === runId);
}

/**
 * Whether the run carries the tag.
 *
 * @throws SkyvernError, `unsupported` on a server, or for an organisation, that has no tags
 */
export async function hasTag(
  client: SkyvernClient,
  runId: string,
  key: string,
  value: string,
): Promise<boolean> {
  try {
    const { tags } = await client.call({
      operation: `read the tags of run ${runId}`,
      method: "GET",
      path: ["v1", "runs", runId, "tags"],
      schema: wireRunTags,
    });
    return tags.some((tag) => tag.key === key && tag.value === value);
  } catch (error) {
    if (isSkyvernError(error, "not-found")) return false;
    throw error;
  }
}

/** Whether the server keeps tags of runs: if it does, it reports that this run does not exist. */
export async function keepsTags(client: SkyvernClient): Promise<boolean> {
  try {
    await hasTag(client, "wr_0", "", "");
    return true;
  } catch (error) {
    if (isSkyvernError(error, "unsupported")) return false;
    throw error;
  }
}

/**
 * `DELETE /v1/runs/{id}/tags/{key}`; a tag, or a run, that is gone is success, and so is a server that keeps no tags.
 *
 * @throws SkyvernError for any other refusal: with its key left on, a completed run would stand for the next one
 */
export async function removeTag(client: SkyvernClient, runId: string, key: string): Promise<void> {
  try {
    await client.call({
      operation: `remove the tag ${key} of run ${runId}`,
      method: "DELETE",
      path: ["v1", "runs", runId, "tags", key],
      schema: wireRunTags,
    });
  } catch (error) {
    const isOff =
      isSkyvernError(error, "not-found") ||
      (isSkyvernError(error, "unsupported") && !(await keepsTags(client)));
    if (!isOff) throw error;
  }
}
