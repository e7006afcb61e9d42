import { randomInt } from "node:crypto";
import type { RunBehaviour } from "../runs/behaviour";
import type { RunRequest } from "../runs/body";
import type { RunCourse } from "../runs/state";
import type { WorkflowSettings } from "../workflows/settings";
import type { JsonObject } from "./json";

/**
 * A schedule with the eighteen fields of `GET …/workflows/{id}/schedules`, in the server's order. Times are UTC with
 * microseconds and without an offset, the server's format for its own times.
 *
 * @example
 * import { type ScheduleRow, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const isPaused = ({ enabled }: ScheduleRow): boolean => !enabled;
 * export const paused = startSandbox().then((sandbox) => sandbox.schedules().filter(isPaused));
 */
export interface ScheduleRow {
  /** `wfs_…`. */
  readonly workflow_schedule_id: string;
  /** `o_…`. */
  readonly organization_id: string;
  /** `wpid_…`. */
  readonly workflow_permanent_id: string;
  /** Null for an interval or one-time schedule. */
  readonly cron_expression: string | null;
  /** Seconds between two runs; null for a cron or one-time schedule. */
  readonly interval_seconds: number | null;
  /** First run of an interval schedule. */
  readonly first_fire_at: string | null;
  /** When a one-time schedule fires. */
  readonly run_at: string | null;
  /** What became of a one-time schedule. */
  readonly dispatch_status: "pending" | "fired" | "failed" | "canceled" | null;
  /** The run that a one-time schedule started. */
  readonly workflow_run_id: string | null;
  /** IANA name. */
  readonly timezone: string;
  /** False while it is paused. */
  readonly enabled: boolean;
  /** Values for the workflow's input parameters. */
  readonly parameters: JsonObject | null;
  /** The id in the server's scheduler. */
  readonly temporal_schedule_id: string;
  /** Null without a name. */
  readonly name: string | null;
  /** Null without a description. */
  readonly description: string | null;
  /** When it was created. */
  readonly created_at: string;
  /** When it was last changed. */
  readonly modified_at: string;
  /** Null: the API does not show deleted schedules. */
  readonly deleted_at: null;
}

/** The prefix of an id. */
export type IdKind =
  | "asp"
  | "azcp"
  | "bccd"
  | "blc"
  | "bsi"
  | "cp"
  | "cred"
  | "o"
  | "op"
  | "opp"
  | "tr"
  | "w"
  | "wfs"
  | "wp"
  | "wpid"
  | "wr";

/** One version of a workflow. */
export interface StoredWorkflow {
  readonly workflowId: string;
  readonly versionId: string;
  readonly version: number;
  readonly title: string;
  readonly settings: WorkflowSettings;
  /** The definition as the API shows it, without its parameters and blocks. */
  readonly definition: JsonObject;
  readonly parameters: readonly JsonObject[];
  readonly blocks: readonly JsonObject[];
  readonly retryPolicy: JsonObject | null;
  /** What its runs do, if not what the blocks define. */
  readonly run: RunBehaviour;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly deletedAt: string | null;
}

/** A password credential. The sandbox does not store the password. */
export interface StoredCredential {
  readonly credentialId: string;
  readonly name: string;
  readonly username: string;
}

/** The value of a parameter as the server stores it: as text. Each read converts it into its declared type. */
export interface StoredParameter {
  readonly key: string;
  readonly type: string;
  readonly text: string;
}

/** A run, with what determines its state at any time. */
export interface StoredRun extends RunCourse {
  readonly runId: string;
  /** The id in the list of runs. Null if the run failed during set-up: then only lists show it. */
  readonly taskRunId: string | null;
  /** The workflow as it was at the start. */
  readonly workflow: StoredWorkflow;
  readonly request: RunRequest;
  readonly parameters: readonly StoredParameter[];
  readonly trigger: "api" | "scheduled";
  /** The schedule that started it. */
  readonly scheduleId: string | null;
  readonly createdAt: string;
  readonly queuedAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The data of one sandbox. Of what was deleted, only the versions of workflows stay in it. */
export class Store {
  readonly now: () => Date;
  readonly organizationId: string;
  /** The newest version of each workflow that exists, in the order of these versions. */
  readonly workflows = new Map<string, StoredWorkflow>();
  /** All versions of each workflow, also deleted ones, in their order. */
  readonly versions = new Map<string, readonly StoredWorkflow[]>();
  /** By id, in the order of creation. */
  readonly schedules = new Map<string, ScheduleRow>();
  readonly credentials = new Map<string, StoredCredential>();
  /** By id, in the order of creation. */
  readonly runs = new Map<string, StoredRun>();
  /** By schedule: its next unchecked tick in milliseconds since 1970, computed after its last change. */
  readonly nextTicks = new Map<string, { readonly modifiedAt: string; readonly time: number }>();
  readonly #idPrefix = String(randomInt(100_000_000, 1_000_000_000));
  #lastId = 0;
  #lastMicroseconds = 0;

  constructor(now: () => Date) {
    this.now = now;
    this.organizationId = this.newId("o");
  }

  /** A new unique id in Skyvern's form, such as `wfs_599834796281881942`. */
  newId(kind: IdKind): string {
    this.#lastId += 1;
    return `${kind}_${this.#idPrefix}${String(this.#lastId).padStart(9, "0")}`;
  }

  /**
   * The current time as `2026-11-22T10:25:21.303305`. Each is later than the one before, even if the clock stands
   * still, because every write to the real server changes `modified_at`.
   */
  timestamp(): string {
    this.#lastMicroseconds = Math.max(this.now().getTime() * 1000, this.#lastMicroseconds + 1);
    return naiveTime(this.#lastMicroseconds / 1000);
  }

  /** Stores a version as the newest of its workflow. */
  addVersion(workflow: StoredWorkflow): void {
    const { workflowId } = workflow;
    // Deleted first to keep the map in the order of the newest versions, as the list route shows them.
    this.workflows.delete(workflowId);
    this.workflows.set(workflowId, workflow);
    this.versions.set(workflowId, [...(this.versions.get(workflowId) ?? []), workflow]);
  }

  /** Deletes a workflow and its schedules. Ignores an unknown id, as the server does. */
  deleteWorkflow(workflowId: string): void {
    this.workflows.delete(workflowId);
    const [deletedAt, modifiedAt] = [this.timestamp(), this.timestamp()];
    const versions = this.versions.get(workflowId) ?? [];
    const marked = versions.map((one) => (one.deletedAt === null ? { ...one, deletedAt, modifiedAt } : one));
    if (marked.length > 0) this.versions.set(workflowId, marked);
    for (const row of this.schedules.values()) {
      if (row.workflow_permanent_id === workflowId) this.schedules.delete(row.workflow_schedule_id);
    }
  }
}

/**
 * Formats milliseconds since 1970 as the server's own times, in UTC: `2026-11-22T10:25:21.303305`. A whole second has no
 * fraction, as in Python's `isoformat`.
 */
export function naiveTime(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const microseconds = String(Math.round((milliseconds - whole) * 1000)).padStart(3, "0");
  return new Date(whole).toISOString().replace("Z", microseconds).replace(".000000", "");
}
