import { formatDuration, parseDuration } from "../../duration";
import { isSkyvernError, type SkyvernError } from "../../errors";
import { isForeignAnswer, type SkyvernClient } from "../../skyvern/client";
import { findRunRow } from "../../skyvern/lists/runs";
import { cancelRun, readRun, removeTag } from "../../skyvern/runs";
import type { WireRun } from "../../skyvern/wire";
import { changedKeys } from "../changed-keys";
import type { CheckResult, DiffResult, Existing, Lifecycle, Limits, Properties } from "../lifecycle";
import { checkLive } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { isUnreadable, readableRun, runOfRow, runsOfKey, startedRun } from "./find";
import { canceled, failed, incomplete, lost, nameOf, refusedParameters, watchAt } from "./incomplete";
import { checkRunInputs, optionKeys, publicRunInputs, requestKeys, type WorkflowRunInputs } from "./inputs";
import { runKey, runTagKey } from "./key";
import { startRunOnce } from "./start";
import { hasEnded, mayGoOn, runStateOf, unreadable, type WorkflowRunState, withoutInputs } from "./state";
import { type WaitResult, waitForRun } from "./wait";

type Inputs = WorkflowRunInputs;
type State = WorkflowRunState;

/** The lifecycle of one run of a workflow. A run starts once and cannot be changed. */
export class RunLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = publicRunInputs;
  readonly #context: ProviderContext;
  /** The origins of the checked resources. The engine compares others too, in a refresh. */
  readonly #checked = new Set<unknown>();

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  subject(id: string, { workflowId }: Properties): string {
    const run = id === "" ? "a run" : `run ${id}`;
    return workflowId === undefined ? run : `${run} of workflow ${workflowId}`;
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    this.#checked.add(inputs.origin);
    return checkLive(this.#context, before, checkRunInputs(before, inputs));
  }

  async diff(id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const asked = changedKeys<string>({ ...state }, { ...inputs }, requestKeys);
    if (asked.length === 0 && state.status === unreadable) {
      // Read again, because the run may have continued or completed since then.
      const isStill = await isUnreadable(this.#context.account().client, id);
      if (isStill) await this.#explainNewRun(state, inputs);
      const replaces = isStill ? ["status"] : [];
      return { changes: true, changed: ["status"], replaces, deleteBeforeReplace: isStill };
    }
    // A failed run is replaced, unless the new failOn accepts its status.
    const isRetry = hasFailed(state, state) && hasFailed(state, inputs);
    if (isRetry && asked.length === 0) await this.#explainNewRun(state, inputs);
    const replaces = isRetry ? [...asked, "status"] : asked;
    if (replaces.length > 0) return { changes: true, changed: replaces, replaces, deleteBeforeReplace: true };
    // The failOn of the time when a run ended stays valid for it. An active run is waited for in update.
    const keys = mayGoOn(state.status) ? optionKeys : optionKeys.filter((key) => key !== "failOn");
    const options = changedKeys<string>({ ...state }, { ...inputs }, keys);
    const isAwaited = inputs.waitForCompletion && mayGoOn(state.status);
    const changed = isAwaited ? [...options, "status"] : options;
    return { changes: changed.length > 0, changed, replaces, deleteBeforeReplace: false };
  }

  async create(inputs: Inputs, limits: Limits = {}): Promise<{ id: string; state: State }> {
    const key = runKey(inputs);
    const account = this.#context.account();
    const run = await account.inTurn(key, async () => {
      const earlier = await runsOfKey(account.client, inputs.workflowId, key);
      const going = earlier.find((row) => !hasEnded(row));
      if (going !== undefined) return runOfRow(account.client, going);
      // A run that ended well is taken if its result can be read. A failed run is not.
      const good = earlier.find((row) => row.status === "completed" || !isFailure(row.status, inputs));
      const result = good && (await readableRun(account.client, good.run_id));
      return result ?? startRunOnce(this.#context, inputs, key, earlier);
    });
    return { id: run.run_id, state: await this.#follow(inputs, run, limits) };
  }

  /** A run that the server no longer knows keeps its last state: a cleaned-up history must never start a new run. */
  async read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined> {
    const last = state as State;
    try {
      const run = await readableRun(this.#context.account().client, id);
      if (run !== undefined) return { id, state: runStateOf(inputsOf(last), run) };
    } catch (error) {
      if (!isSkyvernError(error, "invalid")) throw error;
    }
    return state.runId === undefined ? undefined : { id, state: last };
  }

  async update(id: string, state: State, inputs: Inputs, limits: Limits = {}): Promise<State> {
    if (!mayGoOn(state.status)) return { ...state, ...inputs, failOn: state.failOn };
    const last = { ...state, ...inputs };
    if (!inputs.waitForCompletion)
      return state.status === unreadable ? ((await this.read(id, last))?.state ?? last) : last;
    // The reason why it was unreadable, or why an attempt failed, does not apply to its end.
    const { failureReason: _, ...known } = state;
    return this.#follow(inputs, startedRun(id, state.status, state.createdAt), limits, known);
  }

  async delete(id: string, state: State): Promise<void> {
    const { client } = this.#context.account();
    if (state.cancelOnDelete && mayGoOn(state.status)) {
      try {
        await cancelRun(client, id);
      } catch (error) {
        // The server cancels a run that it cannot read, too. Another 4xx says nothing about the run.
        const isOver =
          isSkyvernError(error, "not-found", "wrong-parameter") ||
          (isForeignAnswer(error) && !mayGoOn((await readRun(client, id)).status)) ||
          (isSkyvernError(error, "invalid") && (await hasEndedInList(client, id)));
        if (!isOver) throw error;
      }
    }
    // Without the tag, the same inputs start a new run after a destroy or for a replacement.
    await removeTag(client, id, runTagKey);
  }

  /** The engine shows a replacement without a changed input, so it does not show the reason. */
  async #explainNewRun({ runId, status, failureReason = "" }: State, { origin }: Inputs): Promise<void> {
    if (!this.#checked.has(origin)) return;
    const end = status === "failed" ? "failed" : `is ${status}`;
    await this.#context.showWarning(
      `Last run ${runId} ${end}: \`pulumi up\` starts a new one. ${failureReason}`.trim(),
      origin,
    );
  }

  /** Waits for the end, unless `waitForCompletion` is false. The run's id is in state whatever happens. */
  async #follow(
    inputs: Inputs,
    run: WireRun,
    { timeoutMilliseconds = parseDuration(inputs.timeout) ?? 0, signal }: Limits,
    known: Partial<State> = {},
  ): Promise<State> {
    if (!inputs.waitForCompletion) return runStateOf(inputs, run);
    const { client } = this.#context.account();
    let result: WaitResult;
    try {
      result = await waitForRun({ client: signal === undefined ? client : client.until(signal) }, run, {
        timeoutMilliseconds,
        ...(signal === undefined ? {} : { signal }),
        pollMilliseconds: parseDuration(inputs.pollInterval) ?? 0,
        showProgress: (text, isLasting) => void this.#context.showProgress(text, inputs.origin, isLasting),
        redact: (text) => withoutInputs(inputs, text),
      });
    } catch (error) {
      if (signal?.aborted) throw canceled({ ...known, ...runStateOf(inputs, run) });
      if (!isSkyvernError(error)) throw error;
      throw incomplete(
        `${withoutInputs(inputs, error.finding)} Run ${run.run_id} may still be active, and the next \`pulumi up\` waits for it.`,
        { ...known, ...runStateOf(inputs, run) },
      );
    }
    const state = { ...known, ...runStateOf(inputs, result.run) };
    if (result.end === "timeout") return this.#timedOut(state, timeoutMilliseconds, result.unread);
    if (result.end === "lost") throw lost(state, result);
    if (result.end === "unreadable") throw refusedParameters(state, result);
    if (hasFailed(state, inputs)) throw failed(state);
    if (result.unread !== undefined) {
      const said = withoutInputs(inputs, result.unread.message);
      await this.#context.showWarning(
        `${nameOf(state)} is ${state.status} in the list of runs, and cannot be read: ${said} So its output is not known. \`pulumi refresh\` reads it again.`,
      );
    }
    return state;
  }

  /** @param unread why the run could not be read at last */
  async #timedOut(
    state: State,
    timeoutMilliseconds: number,
    unread: SkyvernError | undefined,
  ): Promise<State> {
    const after =
      timeoutMilliseconds === parseDuration(state.timeout)
        ? state.timeout
        : formatDuration(timeoutMilliseconds);
    const start =
      unread === undefined
        ? `${nameOf(state)} was ${state.status} after ${after}${watchAt(state)}.`
        : `${nameOf(state)} was ${state.status} when it was last read${watchAt(state)}, and could not be read after ${after}: ${withoutInputs(state, unread.finding)}`;
    if (!state.cancelOnTimeout) {
      const next =
        unread === undefined
          ? "It is still active. The next `pulumi up` waits for it again, and does not start another one."
          : "It may still be active. The next `pulumi up` waits for it again, and does not start another one.";
      throw incomplete(`${start} ${next}`, state);
    }
    const { client } = this.#context.account();
    try {
      await cancelRun(client, state.runId);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      throw incomplete(
        `${start} It may still be active, because canceling it failed: ${withoutInputs(state, error.message)}`,
        state,
      );
    }
    const now = await readRun(client, state.runId).catch(() => undefined);
    const last = now === undefined ? state : runStateOf(state, now);
    if (last.status === "completed") return last;
    // It may have completed before it was canceled, and then no new run may start.
    if (mayGoOn(last.status)) {
      const open = "it may have completed before that. The next `pulumi up` reads it again.";
      throw incomplete(`${start} It was canceled, because cancelOnTimeout is true; ${open}`, last);
    }
    const next = hasFailed(last, last)
      ? "The next `pulumi up` starts a new run."
      : "The next `pulumi up` starts no new run, because failOn does not contain this status.";
    throw incomplete(`${start} It was canceled, because cancelOnTimeout is true. ${next}`, last);
  }
}

/** Whether the list of runs shows the run as ended. */
async function hasEndedInList(client: SkyvernClient, id: string): Promise<boolean> {
  const row = await findRunRow(client, id);
  return row !== undefined && hasEnded(row);
}

function hasFailed(state: State, inputs: Partial<Inputs>): boolean {
  return state.status === unreadable || isFailure(state.status, inputs);
}

function isFailure(status: string, { failOn = [] }: Partial<Inputs>): boolean {
  return (failOn as readonly string[]).includes(status);
}

/** The inputs that a state carries. */
function inputsOf(state: State): Inputs {
  const keys = new Set<string>([...requestKeys, ...optionKeys, "origin"]);
  return Object.fromEntries(Object.entries(state).filter(([key]) => keys.has(key))) as unknown as Inputs;
}
