import { refusal } from "../server/api-error";
import {
  naiveTime,
  type RunRequest,
  type Store,
  type StoredParameter,
  type StoredRun,
  type StoredTag,
  type StoredWorkflow,
} from "../server/store";
import { behaviourOfBlocks, type FinalRunStatus, type RunBehaviour } from "./behaviour";
import { readRunParameters, resolveRunParameters } from "./parameters";
import { runStateAt } from "./state";

/** What started a run. */
export type RunTrigger = StoredRun["trigger"];

/** `POST /v1/run/workflows`, after the body was read. The checks have the server's order. */
export function startRun(store: Store, request: RunRequest, trigger: RunTrigger): StoredRun {
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
  const createdAt = store.timestamp();
  const sent = Object.entries(request.run_metadata ?? {}).map(
    ([key, value]): StoredTag => ({
      key,
      value,
      source: "manual",
      setAt: createdAt,
      setBy: store.organizationId,
    }),
  );
  const run: StoredRun = {
    runId: store.newId("wr"),
    taskRunId: store.newId("tr"),
    workflow,
    request: { ...request, title: workflow.title },
    parameters,
    trigger,
    scheduleId: null,
    createdAt,
    queuedAt: store.timestamp(),
    tags: [...sent, triggerTag(trigger, createdAt)],
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

/** The tag that the server adds to every run that it could set up. */
export function triggerTag(trigger: RunTrigger, setAt: string): StoredTag {
  const by = { source: "system", setBy: "system:creation-tagging" } as const;
  return { key: "skyvern.trigger", value: trigger, setAt, ...by };
}

/** The current tags of a run: those that were set, and those that the server adds after the run ended. */
export function currentTags(store: Store, run: StoredRun): readonly StoredTag[] {
  const { isOver, current } = runStateAt(run, store.now().getTime());
  if (!isOver || run.taskRunId === null) return run.tags;
  const setAt = naiveTime(current.finishedAt ?? run.startedAt);
  const system = (key: string, value: string): StoredTag => {
    return { key, value, source: "system", setAt, setBy: "system:completion-tagging" };
  };
  const mode = system("skyvern.execution_mode", run.request.run_with ?? "agent");
  return [...run.tags, system("skyvern.status", current.status), mode];
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
