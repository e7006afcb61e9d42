import { isSkyvernError } from "../errors";
import { forms, type SkyvernClient } from "./client";
import { maximumAttempts } from "./retry";
import type { WireRun, WireRunBody } from "./wire";

/**
 * `POST /v1/run/workflows`: starts a run, each time it is called. It is repeated only if it cannot have
 * started a run, and so never after a lost answer.
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
    schema: () => forms().wireRun,
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
    schema: () => forms().wireRun,
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
    schema: () => forms().wireNothing,
  });
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
      schema: () => forms().wireRunTags,
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
      schema: () => forms().wireRunTags,
    });
  } catch (error) {
    const isOff =
      isSkyvernError(error, "not-found") ||
      (isSkyvernError(error, "unsupported") && !(await keepsTags(client)));
    if (!isOff) throw error;
  }
}
