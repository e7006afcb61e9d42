import { refusal } from "../server/api-error";
import type { Store, StoredParameter, StoredRun, StoredWorkflow } from "../server/store";
import { behaviourOfBlocks, type FinalRunStatus, type RunBehaviour } from "./behaviour";
import type { RunRequest } from "./body";
import { readRunParameters, resolveRunParameters } from "./parameters";
import { runStateAt } from "./state";

/** `POST /v1/run/workflows`, after the body was read. The checks have the server's order. */
export function startRun(store: Store, request: RunRequest): StoredRun {
  const workflow = store.workflows.get(request.workflow_id);
  if (workflow === undefined) {
    throw refusal(404, `Workflow not found. workflow_permanent_id=${request.workflow_id}`);
  }
  if (workflow.blocks.length === 0) {
    const advice = "Add at least one block before running it.";
    throw refusal(400, `Workflow ${workflow.workflowId} has no blocks to run. ${advice}`);
  }
  const parameters = resolveRunParameters(store, workflow, request.parameters);
  refuseBrowser(store, request);
  const run: StoredRun = {
    runId: store.newId("wr"),
    taskRunId: store.newId("tr"),
    workflow,
    request: { ...request, title: workflow.title },
    parameters,
    trigger: "api",
    scheduleId: null,
    createdAt: store.timestamp(),
    queuedAt: store.timestamp(),
    tags: request.run_metadata ?? {},
    behaviour: behaviourFor(workflow, parameters),
    startedAt: store.now().getTime(),
  };
  store.runs.set(run.runId, run);
  return run;
}

/** What a run of the workflow does: what its blocks define, overridden by the sandbox's own settings. */
export function behaviourFor(workflow: StoredWorkflow, parameters: readonly StoredParameter[]): RunBehaviour {
  // The server starts a run with unreadable parameters, but the run never progresses.
  if ("problem" in readRunParameters(parameters)) return { end: "never" };
  return { ...behaviourOfBlocks(workflow.blocks, workflow.retryPolicy), ...workflow.run };
}

/** Ends an active run and cancels a pending retry. Does not change a run that has ended. */
export function stopRun(store: Store, run: StoredRun, status: FinalRunStatus): void {
  const at = store.now().getTime();
  if (!runStateAt(run, at).isOver) store.runs.set(run.runId, { ...run, stop: { at, status } });
}

/** Resumes a paused run. Returns false if it is not paused. */
export function resumePausedRun(store: Store, run: StoredRun): boolean {
  const at = store.now().getTime();
  if (runStateAt(run, at).current.status !== "paused") return false;
  store.runs.set(run.runId, { ...run, resumedAt: at });
  return true;
}

// The sandbox has no browser sessions and no browser profiles.
function refuseBrowser(store: Store, { browser_session_id, browser_profile_id }: RunRequest): void {
  if (browser_session_id) {
    throw refusal(404, `Browser session ${browser_session_id} does not exist or is not live.`);
  }
  if (browser_profile_id) {
    const place = `for organization ${store.organizationId}`;
    throw refusal(404, `Browser profile ${browser_profile_id} not found ${place}`);
  }
}
