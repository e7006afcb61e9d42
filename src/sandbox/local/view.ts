import { runListRow } from "../runs/rows";
import { runStateAt } from "../runs/state";
import { nextRunsOf } from "../schedules/times";
import type { ScheduleRow, Store, StoredRun } from "../server/store";
import { inputsOf } from "../workflows/inputs";
import type { MovableClock } from "./clock";
import { withoutSecrets } from "./redacted";
import type { ListedRequest, ShownRequests } from "./request-view";

/** What the sandbox has. Each list has its newest entries, and `counts` all. Secrets are left out. */
export interface SandboxView {
  /** How far the clock was moved. The time itself is in the header `x-sandbox-time`. */
  readonly aheadSeconds: number;
  readonly counts: {
    readonly workflows: number;
    readonly schedules: number;
    readonly runs: number;
    readonly requests: number;
  };
  readonly workflows: readonly WorkflowView[];
  readonly schedules: readonly ScheduleView[];
  readonly runs: readonly RunView[];
  readonly requests: readonly ListedRequest[];
}

/** A workflow. */
export interface WorkflowView {
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly { readonly key: string; readonly type: string }[];
}

/** A schedule, with one of `cron`, `intervalSeconds` and `runAt`. */
export interface ScheduleView {
  readonly id: string;
  readonly name: string | null;
  readonly workflowId: string;
  readonly workflow: string;
  readonly cron: string | null;
  readonly intervalSeconds: number | null;
  readonly runAt: string | null;
  readonly timezone: string;
  /** `over`: a one-time schedule that fired or was canceled. */
  readonly state: "active" | "paused" | "over";
  /** Empty while it is paused. */
  readonly nextRuns: readonly string[];
  readonly parameters: unknown;
}

/** A run. */
export interface RunView {
  readonly id: string;
  readonly workflow: string;
  readonly status: string;
  /** Null if it was not started by a schedule. */
  readonly scheduleId: string | null;
  /** Null for a schedule without a name, and for a deleted one. */
  readonly schedule: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failureReason: string | null;
}

const mostShown = { workflows: 200, schedules: 1000, runs: 200 };
const shownRuns = 3;

/** Computes views. It remembers the next runs of a schedule until the first of them is over. */
export class Viewer {
  readonly #store: Store;
  readonly #clock: MovableClock;
  readonly #requests: ShownRequests;
  #nextRuns = new Map<string, { readonly modifiedAt: string; readonly runs: readonly string[] }>();

  constructor(store: Store, clock: MovableClock, requests: ShownRequests) {
    this.#store = store;
    this.#clock = clock;
    this.#requests = requests;
  }

  /** The view of the current moment. */
  view(): SandboxView {
    const { workflows, schedules, runs } = this.#store;
    const shown = newest(schedules, mostShown.schedules);
    this.#forgetAllBut(shown);
    return {
      aheadSeconds: Math.round(this.#clock.aheadMilliseconds / 1000),
      counts: {
        workflows: workflows.size,
        schedules: schedules.size,
        runs: runs.size,
        requests: this.#requests.count,
      },
      workflows: newest(workflows, mostShown.workflows)
        .reverse()
        .map((workflow) => ({
          id: workflow.workflowId,
          title: workflow.title,
          parameters: inputsOf(workflow).map(({ key, workflow_parameter_type: type }) => ({
            key: String(key),
            type: String(type),
          })),
        })),
      schedules: shown.reverse().map((row) => this.#scheduleView(row)),
      runs: newest(runs, mostShown.runs).map((run) => this.#runView(run)),
      requests: this.#requests.list(),
    };
  }

  #scheduleView(row: ScheduleRow): ScheduleView {
    const isOver = row.dispatch_status !== null && row.dispatch_status !== "pending";
    return {
      id: row.workflow_schedule_id,
      name: row.name,
      workflowId: row.workflow_permanent_id,
      workflow: this.#store.workflows.get(row.workflow_permanent_id)?.title ?? "",
      cron: row.cron_expression,
      intervalSeconds: row.interval_seconds,
      runAt: row.run_at,
      timezone: row.timezone,
      state: isOver ? "over" : row.enabled ? "active" : "paused",
      nextRuns: row.enabled ? this.#nextRunsOf(row) : [],
      parameters: withoutSecrets(row.parameters ?? {}),
    };
  }

  #nextRunsOf(row: ScheduleRow): readonly string[] {
    const now = this.#store.now();
    const known = this.#nextRuns.get(row.workflow_schedule_id);
    const isKnown = known?.modifiedAt === row.modified_at && Date.parse(known.runs[0] ?? "") > now.getTime();
    if (known !== undefined && isKnown) return known.runs;
    const runs = nextRunsOf(row, now, shownRuns);
    this.#nextRuns.set(row.workflow_schedule_id, { modifiedAt: row.modified_at, runs });
    return runs;
  }

  #forgetAllBut(rows: readonly ScheduleRow[]): void {
    if (this.#nextRuns.size <= rows.length) return;
    const kept = new Set(rows.map((row) => row.workflow_schedule_id));
    this.#nextRuns = new Map([...this.#nextRuns].filter(([id]) => kept.has(id)));
  }

  #runView(run: StoredRun): RunView {
    const row = runListRow(this.#store, run);
    const { current } = runStateAt(run, this.#store.now().getTime());
    return {
      id: run.runId,
      workflow: row.title,
      status: row.status,
      scheduleId: run.scheduleId,
      schedule: this.#store.schedules.get(run.scheduleId ?? "")?.name ?? null,
      createdAt: inUtc(run.createdAt),
      startedAt: row.started_at === null ? null : inUtc(row.started_at),
      finishedAt: row.finished_at === null ? null : inUtc(row.finished_at),
      failureReason: current.failureReason,
    };
  }
}

function newest<T>(all: ReadonlyMap<string, T>, most: number): T[] {
  return [...all.values()].slice(-most).reverse();
}

/** The times of the API have no offset. */
function inUtc(time: string): string {
  return new Date(`${time}Z`).toISOString();
}
