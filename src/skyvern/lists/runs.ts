import type * as z from "../../zod";
import { type Call, forms, type SkyvernClient } from "../client";
import { maximumAttempts } from "../retry";
import type { CompletedRunRow, RecentRunRow, WireRunRow } from "../wire";
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
    schema: () => forms().wireRunRows,
  });
}

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
  return listRunsOf(client, workflowId, {
    operation: `list the completed runs of workflow ${workflowId}`,
    status: "completed",
    size: historyPage,
    schema: () => forms().wireCompletedRuns,
  });
}

/** `GET /v1/runs?workflow_permanent_id=`: the newest 50 runs of a workflow, however they ended. Tried once. */
export function listRecentRuns(client: SkyvernClient, workflowId: string): Promise<readonly RecentRunRow[]> {
  return listRunsOf(client, workflowId, {
    attempts: 1,
    operation: `list the newest runs of workflow ${workflowId}`,
    size: historyPage,
    schema: () => forms().wireRecentRuns,
  });
}

/** `GET /v1/runs?workflow_permanent_id=`: the newest run of a workflow; none if it never ran. */
export function listNewestRun(client: SkyvernClient, workflowId: string): Promise<readonly WireRunRow[]> {
  return listRunsOf(client, workflowId, {
    operation: `look for a run of workflow ${workflowId}`,
    size: 1,
    schema: () => forms().wireRunRows,
  });
}

interface OfWorkflow {
  readonly workflow_permanent_id?: string | null | undefined;
}

interface RunsRequest<Row> extends Pick<Call<z.ZodType<Row[]>>, "operation" | "schema" | "attempts"> {
  readonly status?: string;
  readonly size: number;
}

/**
 * `GET /v1/runs?workflow_permanent_id=`: the first page, newest first.
 *
 * @throws SkyvernError, `unexpected-response` if rows are of another workflow
 */
async function listRunsOf<Row extends OfWorkflow>(
  client: SkyvernClient,
  workflowId: string,
  { status, size, ...request }: RunsRequest<Row>,
): Promise<readonly Row[]> {
  const rows = await client.call({
    ...request,
    method: "GET",
    path: ["v1", "runs"],
    query: {
      workflow_permanent_id: workflowId,
      ...(status === undefined ? {} : { status }),
      page: 1,
      page_size: size,
    },
  });
  if (rows.every((row) => (row.workflow_permanent_id ?? workflowId) === workflowId)) return rows;
  throw incompleteList(request.operation, `${client.baseUrl} lists runs of other workflows too`);
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
    schema: () => forms().wireRunRows,
  });
  const found = rows.find((row) => row.run_id === runId);
  if (found === undefined && mayBeCutOff(rows)) {
    throw incompleteList(operation, `${client.baseUrl} lists other runs instead`);
  }
  return found;
}
