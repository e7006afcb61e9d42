import { runStateAt } from "../runs/state";
import { fireDueSchedules } from "../schedules/firing";
import { isJsonObject } from "../server/json";
import type { Store } from "../server/store";
import type { MovableClock } from "./clock";

/** How far the clock goes: to the next fire time of any enabled schedule, or by some seconds. */
export type Move = { readonly skip: "next-run" } | { readonly seconds: number };

/** What a move of the clock did. */
export interface Moved {
  /** The time now. */
  readonly time: string;
  /** How many runs it started. */
  readonly started: number;
  /** True if it stopped before its goal, because it started as many runs as one move may. */
  readonly isPartial: boolean;
}

/** A move can start so many runs. The next move continues from there. */
const mostRunsOfMove = 1000;
const longestMove = 31 * 24 * 3600;
/** A sandbox that runs for weeks must not fill the memory. */
const mostRuns = 5000;

/** Reads the body of a move. Returns undefined if it is not one. */
export function readMove(body: unknown): Move | undefined {
  if (!isJsonObject(body) || Object.keys(body).length !== 1) return undefined;
  const { skip, seconds } = body;
  if (skip === "next-run") return { skip };
  const isSeconds = typeof seconds === "number" && Number.isInteger(seconds);
  return isSeconds && seconds >= 1 && seconds <= longestMove ? { seconds } : undefined;
}

/**
 * Moves the clock forward from one fire time to the next, so that every schedule fires as often as it would have.
 * Returns a problem as text, and then the clock stays where it is.
 */
export function moveClock(store: Store, clock: MovableClock, move: Move): Moved | string {
  settle(store);
  const next = earliestTick(store);
  if ("skip" in move && next === undefined)
    return "No enabled schedule has a next run. Create a schedule, or resume a paused one.";
  const goal = "skip" in move ? (next ?? 0) : clock.now().getTime() + move.seconds * 1000;
  if (!clock.canReach(goal)) return "The clock of the sandbox ends in 2100.";
  let started = 0;
  let isPartial = false;
  let passed = Number.NEGATIVE_INFINITY;
  for (;;) {
    const tick = earliestTick(store);
    if (tick === undefined || tick > goal || tick <= passed) break;
    passed = tick;
    isPartial = started >= mostRunsOfMove;
    if (isPartial) break;
    clock.moveTo(tick);
    const before = store.runs.size;
    settle(store);
    started += store.runs.size - before;
  }
  if (!isPartial) clock.moveTo(goal);
  forgetOldRuns(store);
  return { time: clock.now().toISOString(), started, isPartial };
}

/** Starts the runs that are due, and computes the next fire time of every schedule. */
export function settle(store: Store): void {
  fireDueSchedules(store);
  // A one-time schedule that fired changed, so its next fire time is computed once more.
  fireDueSchedules(store);
}

/** Removes the oldest finished runs above the limit, as a clean-up of the history does. */
export function forgetOldRuns(store: Store, most = mostRuns): void {
  const now = store.now().getTime();
  for (const run of store.runs.values()) {
    if (store.runs.size <= most) return;
    if (runStateAt(run, now).isOver) store.runs.delete(run.runId);
  }
}

function earliestTick(store: Store): number | undefined {
  const ticks = [...store.schedules.values()]
    .filter(({ enabled }) => enabled)
    .map((row) => store.nextTicks.get(row.workflow_schedule_id)?.time ?? Number.POSITIVE_INFINITY);
  const earliest = ticks.reduce((least, tick) => Math.min(least, tick), Number.POSITIVE_INFINITY);
  return Number.isFinite(earliest) ? earliest : undefined;
}
