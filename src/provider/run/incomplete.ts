import { IncompleteError, isSkyvernError } from "../../errors";
import { unreadable, type WorkflowRunState, withoutInputs } from "./state";
import type { WaitResult } from "./wait";

type State = WorkflowRunState;

/** The error that fails the deployment and keeps the run in state. */
export function incomplete(message: string, state: State): IncompleteError {
  return new IncompleteError(message, state.runId, state);
}

/** For a run that is no longer waited for, because somebody canceled the deployment. */
export function canceled(state: State): IncompleteError {
  return incomplete(
    `The deployment was canceled while it waited for run ${state.runId} of workflow ${state.workflowId}${watchAt(state)}. The run may still be active. The next \`pulumi up\` waits for it again, and does not start another one.`,
    state,
  );
}

/** For a run that ended with a status of `failOn`. */
export function failed(state: State): IncompleteError {
  const reason = state.failureReason === undefined ? "" : `: ${state.failureReason}`;
  return incomplete(
    `${nameOf(state)} ended as ${state.status}${reason}${watchAt(state)}. The next \`pulumi up\` starts a new run.`,
    state,
  );
}

/** For a run that the server does not show. It may have done its work, so no new run starts. */
export function lost(state: State, { error, listing }: WaitResult & { end: "lost" }): IncompleteError {
  const said = withoutInputs(state, error.finding);
  if (listing !== undefined) {
    const why = withoutInputs(state, listing.message);
    return incomplete(
      `${nameOf(state)} cannot be read: ${said} The list of runs cannot be read either: ${why}`,
      state,
    );
  }
  const cause = isSkyvernError(error, "not-found")
    ? "Its history was removed, or the API key is another account's."
    : "The list of runs does not show it.";
  return incomplete(
    `${nameOf(state)} is unknown to the server: ${said} ${cause} No other run was started; change a trigger to start one.`,
    state,
  );
}

/** For a run whose parameters the server accepted at the start but cannot read, so that the run does nothing. */
export function refusedParameters(
  state: State,
  { run, error, isListed }: WaitResult & { end: "unreadable" },
): IncompleteError {
  const said = withoutInputs(state, error.message);
  const listed = isListed ? `shows it as ${run.status}` : "does not show it";
  return incomplete(
    `${nameOf(state)} was started, and the server cannot show it: ${said} The list of runs ${listed}. The usual cause is a parameter of the wrong type: correct it before the next \`pulumi up\`, which starts a new run.`,
    { ...state, status: unreadable, failureReason: said },
  );
}

/** The subject of a sentence: `Run wr_1 of workflow wpid_1`. */
export function nameOf({ runId, workflowId }: State): string {
  return `Run ${runId} of workflow ${workflowId}`;
}

/** The address of the run in parentheses, for the end of a sentence. */
export function watchAt({ appUrl }: State): string {
  return appUrl === undefined ? "" : ` (${appUrl})`;
}
