import { isFinalRunStatus } from "../../run-status";
import type { Json } from "../../skyvern/wire";
import { type FinalRunStatus, type RunBehaviour, type RunStatus, usualRunMilliseconds } from "./behaviour";

/** What determines the state of a run, besides the time. Times are milliseconds since 1970. */
export interface RunCourse {
  readonly behaviour: RunBehaviour;
  readonly startedAt: number;
  /** When the paused run was resumed. */
  readonly resumedAt?: number;
  /** When it was canceled, or when a test ended it. */
  readonly stop?: { readonly at: number; readonly status: FinalRunStatus };
}

/** An attempt of a run. There are two if its workflow retries. Times are milliseconds since 1970. */
export interface AttemptState {
  readonly status: RunStatus;
  readonly failureReason: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly decision: "retry" | "final" | "revoked" | null;
  readonly decisionReason: "cancel" | "no_match" | "budget_exhausted" | null;
  readonly nextAttemptAt: number | null;
}

/** The state of a run at one moment. */
export interface RunState {
  /** In order. The last attempt is current, and its status is the status of the run. */
  readonly attempts: readonly AttemptState[];
  readonly current: AttemptState;
  readonly retryPending: boolean;
  /** Whether the state is final. */
  readonly isOver: boolean;
  readonly output: Json;
}

const longestQueue = 100;

/** Computes the state of a run at the time `now`. It needs no timers, so any clock works. */
export function runStateAt(course: RunCourse, now: number): RunState {
  const { stop } = course;
  if (stop === undefined || stop.at > now) return undisturbedState(course, now);
  const before = undisturbedState(course, stop.at);
  const earlier = before.attempts.slice(0, -1);
  if (before.retryPending) {
    const revoked = { ...before.current, decision: "revoked", decisionReason: "cancel" } as const;
    return stateOf([...earlier, revoked], before.output);
  }
  const ended = end(course.behaviour, stop.status, before.current.startedAt ?? stop.at, stop.at);
  return stateOf([...earlier, ended], outputOf(course.behaviour, stop.status));
}

function undisturbedState({ behaviour, startedAt, resumedAt }: RunCourse, now: number): RunState {
  const {
    end: ending = "completed",
    milliseconds = usualRunMilliseconds,
    retryDelayMilliseconds,
  } = behaviour;
  const never = Number.POSITIVE_INFINITY;
  const lastStatus = ending === "never" ? "completed" : ending; // an endless run never reaches it
  const begin = startedAt + Math.min(longestQueue, milliseconds / 5);
  const work = startedAt + milliseconds - begin;
  if (now < begin) return stateOf([going("queued", null)]);
  const pausedFrom = behaviour.pauses ? begin + work / 2 : never;
  if (now >= pausedFrom && now < (resumedAt ?? never)) return stateOf([going("paused", begin)]);

  const hasRetry = retryDelayMilliseconds !== undefined;
  const workEnd = behaviour.pauses && resumedAt !== undefined ? resumedAt + work / 2 : begin + work;
  const finish = ending === "never" && !hasRetry ? never : workEnd;
  if (now < finish) return stateOf([going("running", begin)]);
  if (!hasRetry) {
    return stateOf([end(behaviour, lastStatus, begin, finish)], outputOf(behaviour, lastStatus));
  }
  const next = finish + retryDelayMilliseconds;
  const failed = end(behaviour, "failed", begin, finish);
  const first: AttemptState = { ...failed, decision: "retry", nextAttemptAt: next };
  if (now < next) return stateOf([first], outputOf(behaviour, "failed"));
  const finishAgain = ending === "never" ? never : next + work;
  if (now < finishAgain) return stateOf([first, going("running", next)]);
  const decisionReason = ending === "completed" ? "no_match" : "budget_exhausted";
  const last = {
    ...end(behaviour, lastStatus, next, finishAgain),
    decision: "final",
    decisionReason,
  } as const;
  return stateOf([first, last], outputOf(behaviour, lastStatus));
}

function stateOf(attempts: readonly AttemptState[], output: Json = null): RunState {
  const current = attempts.at(-1) ?? going("queued", null);
  const retryPending = current.decision === "retry";
  const isOver = isFinalRunStatus(current.status) && !retryPending;
  return { attempts, current, retryPending, isOver, output };
}

function going(status: RunStatus, startedAt: number | null): AttemptState {
  const undecided = { decision: null, decisionReason: null, nextAttemptAt: null };
  return { status, failureReason: null, startedAt, finishedAt: null, ...undecided };
}

function end(
  { failureReason = "The workflow of the sandbox is made to fail." }: RunBehaviour,
  status: FinalRunStatus,
  startedAt: number,
  finishedAt: number,
): AttemptState {
  const hasReason = status !== "completed" && status !== "canceled";
  return { ...going(status, startedAt), finishedAt, failureReason: hasReason ? failureReason : null };
}

// The output of the workflow belongs to its planned end. Other ends have no output.
function outputOf({ output = null, end: ending = "completed" }: RunBehaviour, status: FinalRunStatus): Json {
  return status === ending || status === "completed" ? output : null;
}
