import * as z from "../../zod";
import type { SkyvernClient } from "../client";
import { maximumAttempts } from "../retry";
import { type WireRunRow, wireRunRows } from "../wire";
import { incompleteList, largestPage, mayBeCutOff } from "./pages";

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
    query: { tags: `${key}:${value}`, page: 1, page_size: largestPage },
    schema: wireRunRows,
  });
}

const wireCompletedRuns = z.array(
  z.object({
    status: z.string(),
    started_at: z.string().nullish(),
    finished_at: z.string().nullish(),
    workflow_permanent_id: z.string().nullish(),
  }),
);
export type CompletedRunRow = z.output<typeof wireCompletedRuns>[number];

/** How many runs are enough for their usual duration. */
const historyPage = 50;

/**
 * `GET /v1/runs?workflow_permanent_id=&status=completed`: the newest runs of a workflow that completed. Unlike
 * those of `GET /v1/workflows/{wpid}/runs`, these rows hold no headers, which may be secret.
 */
export async function listCompletedRuns(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly CompletedRunRow[]> {
  const operation = `list the completed runs of workflow ${workflowId}`;
  const rows = await client.call({
    operation,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, status: "completed", page: 1, page_size: historyPage },
    schema: wireCompletedRuns,
  });
  return onlyOf(client, workflowId, operation, rows);
}

const wireRecentRuns = z.array(
  z.object({
    run_id: z.string(),
    status: z.string(),
    started_at: z.string().nullish(),
    finished_at: z.string().nullish(),
    workflow_permanent_id: z.string().nullish(),
  }),
);
export type RecentRunRow = z.output<typeof wireRecentRuns>[number];

/** `GET /v1/runs?workflow_permanent_id=`: the newest 50 runs of a workflow, however they ended. Tried once. */
export async function listRecentRuns(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly RecentRunRow[]> {
  const operation = `list the newest runs of workflow ${workflowId}`;
  const rows = await client.call({
    attempts: 1,
    operation,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, page: 1, page_size: historyPage },
    schema: wireRecentRuns,
  });
  return onlyOf(client, workflowId, operation, rows);
}

/** `GET /v1/runs?workflow_permanent_id=`: the newest run of a workflow; none if it never ran. */
export async function listNewestRun(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly WireRunRow[]> {
  const operation = `look for a run of workflow ${workflowId}`;
  const rows = await client.call({
    operation,
    method: "GET",
    path: ["v1", "runs"],
    query: { workflow_permanent_id: workflowId, page: 1, page_size: 1 },
    schema: wireRunRows,
  });
  return onlyOf(client, workflowId, operation, rows);
}

/** The rows, if all are of this workflow. @throws SkyvernError, `unexpected-response` if they are not */
function onlyOf<Row extends { readonly workflow_permanent_id?: string | null | undefined }>(
  { baseUrl }: SkyvernClient,
  workflowId: string,
  operation: string,
  rows: readonly Row[],
): readonly Row[] {
  if (rows.every((row) => (row.workflow_permanent_id ?? workflowId) === workflowId)) return rows;
  throw incompleteList(operation, `${baseUrl} lists runs of other workflows too`);
}

/**
 * The row of `GET /v1/runs` for one run: lists show runs that `GET /v1/runs/{id}` cannot.
 *
 * @throws SkyvernError, `unexpected-response` if the list has many other runs
 */
export async function findRunRow(
  client: SkyvernClient,
  runId: string,
  attempts = maximumAttempts,
): Promise<WireRunRow | undefined> {
  const operation = `look for run ${runId} in the list`;
  const rows = await client.call({
    attempts,
    operation,
    method: "GET",
    path: ["v1", "runs"],
    query: { search_key: runId, page: 1, page_size: largestPage },
    schema: wireRunRows,
  });
  const found = rows.find((row) => row.run_id === runId);
  if (found === undefined && mayBeCutOff(rows)) {
    throw incompleteList(operation, `${client.baseUrl} lists other runs instead`);
  }
  return found;
}
