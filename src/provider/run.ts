import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError, isSkyvernError, SkyvernError } from "../errors";
import { isAnswerLost } from "../skyvern/client";
import { cancelRun, findRunRow, hasTag, readRun, removeTag, startRun } from "../skyvern/runs";
import type { WireRun } from "../skyvern/wire";
import { changedKeys } from "./changed-keys";
import { parseDuration } from "./duration";
import type { CheckResult, DiffResult, Existing, Lifecycle, Properties } from "./lifecycle";
import { checkLive } from "./live-check";
import type { ProviderContext } from "./provider-context";
import { findOwnRun } from "./run-find";
import { checkRunInputs, optionKeys, requestKeys, runBody, type WorkflowRunInputs } from "./run-inputs";
import { runKey, runTagKey } from "./run-key";
import { isFinal, mayGoOn, runStateOf, unreadable, type WorkflowRunState } from "./run-state";
import { type WaitResult, waitForRun } from "./run-wait";

type Inputs = WorkflowRunInputs;
type State = WorkflowRunState;

/** When to look for a run whose start was not confirmed, in milliseconds after the look before. */
const looks = [0, 1000, 3000];

/** The lifecycle of one run of a workflow: an event, which is started once and cannot be changed. */
export class RunLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = new Set([
    "workflowId",
    "title",
    "proxyLocation",
    "browserSessionId",
    "browserProfileId",
    "maxScreenshotScrolls",
    "maxElapsedTimeMinutes",
    "maxStepsOverride",
    "runWith",
    "aiFallback",
    "startFreshBrowser",
    "waitForCompletion",
    "timeout",
    "pollInterval",
    "cancelOnDelete",
    "cancelOnTimeout",
  ]);
  readonly #context: ProviderContext;
  #streams = 0;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    return checkLive(this.#context, before, checkRunInputs(before, inputs));
  }

  async diff(_id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const asked = changedKeys<string>({ ...state }, { ...inputs }, requestKeys);
    // A run that failed is started again; one that goes on is waited for, in update.
    const replaces = hasFailed(state, inputs) ? [...asked, "status"] : asked;
    const options = changedKeys<string>({ ...state }, { ...inputs }, optionKeys);
    const isAwaited = inputs.waitForCompletion && !isFinal(state.status);
    return {
      changes: replaces.length > 0 || options.length > 0 || isAwaited,
      replaces,
      deleteBeforeReplace: replaces.length > 0,
    };
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    const key = runKey(inputs);
    const run = await this.#context.account().inTurn(key, async () => {
      const own = await findOwnRun(this.#context.account(), inputs.workflowId, key);
      return own ?? (await this.#start(inputs, key));
    });
    return { id: run.run_id, state: await this.#follow(inputs, run) };
  }

  /** What the server no longer knows keeps its last state: cleaned-up history must never run a workflow again. */
  async read(id: string, state: Partial<State>): Promise<Existing<Inputs, State>> {
    const last = state as State;
    try {
      return { id, state: runStateOf(inputsOf(last), await readRun(this.#context.account().client, id)) };
    } catch (error) {
      if (!isSkyvernError(error, "not-found", "invalid")) throw error;
      return { id, state: last };
    }
  }

  async update(id: string, state: State, inputs: Inputs): Promise<State> {
    if (isFinal(state.status) || !inputs.waitForCompletion) return { ...state, ...inputs };
    return this.#follow(inputs, await this.#readStarted(id, state, inputs));
  }

  async delete(id: string, state: State): Promise<void> {
    const { client } = this.#context.account();
    if (state.cancelOnDelete && mayGoOn(state.status)) {
      try {
        await cancelRun(client, id);
      } catch (error) {
        // 400 is the answer for a run that the server cannot read, and it is canceled all the same.
        if (!isSkyvernError(error, "not-found", "invalid")) throw error;
      }
    }
    // Without its key the same intention runs again: after destroy, and for a replacement.
    await removeTag(client, id, runTagKey);
  }

  /** Sends one POST, never a second: a run costs money and acts on somebody's web site. */
  async #start(inputs: Inputs, key: string): Promise<WireRun> {
    const account = this.#context.account();
    const body = runBody(inputs, { key: runTagKey, value: key });
    try {
      const run = await startRun(account.client, body, inputs.maxStepsOverride);
      if (!(await this.#isTagged(run.run_id, key))) {
        this.#context.notes.say(
          "untagged",
          `This server keeps no tags of runs (${runTagKey}). If \`pulumi up\` is killed while it waits, the next one cannot find the run, and starts another.`,
        );
      }
      return run;
    } catch (error) {
      if (!isAnswerLost(error)) throw error;
      for (const delay of looks) {
        await sleep(delay);
        const own = await findOwnRun(account, inputs.workflowId, key).catch(() => undefined);
        if (own !== undefined) return own;
      }
      throw new SkyvernError(
        error.kind,
        `${error.message} Whether a run was started is not known: none with the tag ${runTagKey}:${key} is to be found. Look at the runs of workflow ${inputs.workflowId} in Skyvern. The next \`pulumi up\` looks for it by its tag, waits for it when it is there, and starts one when it is not.`,
        { cause: error },
      );
    }
  }

  /** A run is never lost over a look at its tags. */
  async #isTagged(runId: string, key: string): Promise<boolean> {
    return hasTag(this.#context.account().client, runId, runTagKey, key).catch(() => true);
  }

  async #readStarted(id: string, state: State, inputs: Inputs): Promise<WireRun> {
    try {
      return await readRun(this.#context.account().client, id);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      const status = isSkyvernError(error, "not-found", "invalid") ? unreadable : state.status;
      throw incomplete(error.message, { ...state, ...inputs, status, failureReason: error.message });
    }
  }

  /** Waits for the end, where that is wanted. Whatever happens, the run's id is in state. */
  async #follow(inputs: Inputs, run: WireRun): Promise<State> {
    if (!inputs.waitForCompletion) return runStateOf(inputs, run);
    const stream = ++this.#streams;
    let result: WaitResult;
    try {
      result = await waitForRun(this.#context.account(), run, {
        timeoutMilliseconds: parseDuration(inputs.timeout) ?? 0,
        pollMilliseconds: parseDuration(inputs.pollInterval) ?? 0,
        showProgress: (text) => this.#context.showProgress(text, stream),
      });
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      throw incomplete(
        `${error.message} Run ${run.run_id} goes on, and the next \`pulumi up\` waits for it.`,
        runStateOf(inputs, run),
      );
    }
    const state = runStateOf(inputs, result.run);
    if (result.end === "timeout") return this.#timedOut(state);
    if (result.end === "unreadable") return this.#unreadable(state, result.error);
    if (hasFailed(state, inputs)) throw incomplete(failureSentence(state), state);
    return state;
  }

  async #timedOut(state: State): Promise<never> {
    const start = `Run ${state.runId} of workflow ${state.workflowId} was ${state.status} after ${state.timeout}${watchAt(state)}.`;
    if (!state.cancelOnTimeout) {
      throw incomplete(
        `${start} It goes on; the next \`pulumi up\` waits for it, up to \`timeout\` again, and starts no other one.`,
        state,
      );
    }
    const { client } = this.#context.account();
    try {
      await cancelRun(client, state.runId);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      throw incomplete(`${start} Canceling it failed: ${error.message}`, state);
    }
    const now = await readRun(client, state.runId).catch(() => undefined);
    const canceled = now === undefined ? { ...state, status: "canceled" } : runStateOf(state, now);
    throw incomplete(
      `${start} It was canceled, because cancelOnTimeout is true. The next \`pulumi up\` starts a new run.`,
      canceled,
    );
  }

  async #unreadable(state: State, error: SkyvernError): Promise<never> {
    const row = await findRunRow(this.#context.account().client, state.runId).catch(() => undefined);
    const listed =
      row === undefined
        ? "The list of runs does not show it either."
        : `The list of runs shows it as ${row.status}.`;
    throw incomplete(
      `Run ${state.runId} of workflow ${state.workflowId} was started, and the server cannot show it: ${error.message} ${listed} A parameter of a wrong type does that. The next \`pulumi up\` starts a new run.`,
      { ...state, status: unreadable, failureReason: error.message },
    );
  }
}

function incomplete(message: string, state: State): IncompleteError {
  return new IncompleteError(message, state.runId, state);
}

function hasFailed(state: State, { failOn }: Inputs): boolean {
  return state.status === unreadable || (failOn as readonly string[]).includes(state.status);
}

function failureSentence(state: State): string {
  const reason = state.failureReason === undefined ? "" : `: ${state.failureReason}`;
  return `Run ${state.runId} of workflow ${state.workflowId} ended as ${state.status}${reason}${watchAt(state)}. The next \`pulumi up\` starts a new run.`;
}

function watchAt({ appUrl }: State): string {
  return appUrl === undefined ? "" : ` (${appUrl})`;
}

/** The inputs that a state carries. */
function inputsOf(state: State): Inputs {
  const keys = new Set<string>([...requestKeys, ...optionKeys, "origin"]);
  return Object.fromEntries(Object.entries(state).filter(([key]) => keys.has(key))) as unknown as Inputs;
}
