import { randomInt } from "node:crypto";
import type { Json } from "../../skyvern/wire";
import type { RunBehaviour } from "../runs/behaviour";
import type { RunCourse } from "../runs/state";

/** A JSON object that the API stores. */
export type JsonObject = { readonly [key: string]: Json };

/** A schedule with the eighteen fields of `GET …/workflows/{id}/schedules`, in the server's order. */
export interface ScheduleRow {
  readonly workflow_schedule_id: string;
  readonly organization_id: string;
  readonly workflow_permanent_id: string;
  readonly cron_expression: string | null;
  readonly interval_seconds: number | null;
  readonly first_fire_at: string | null;
  readonly run_at: string | null;
  readonly dispatch_status: "pending" | "fired" | "failed" | "canceled" | null;
  readonly workflow_run_id: string | null;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly parameters: JsonObject | null;
  readonly temporal_schedule_id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** UTC with microseconds and without an offset, the server's format for its own times. */
  readonly created_at: string;
  readonly modified_at: string;
  readonly deleted_at: null;
}

/** The newest version of a workflow. */
export interface StoredWorkflow {
  readonly workflowId: string;
  readonly versionId: string;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly parameters: readonly JsonObject[];
  readonly blocks: readonly JsonObject[];
  readonly retryPolicy: JsonObject | null;
  /** What its runs do, if not what the blocks define. */
  readonly run: RunBehaviour;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** A password credential. The sandbox does not store the password. */
export interface StoredCredential {
  readonly credentialId: string;
  readonly name: string;
  readonly username: string;
}

/** The value of one parameter as the server keeps it: as text, made back into its declared type at each read. */
export interface StoredParameter {
  readonly key: string;
  readonly type: string;
  readonly text: string;
}

/** A tag of a run; one without a key is a label. */
export interface StoredTag {
  readonly key: string | null;
  readonly value: string;
  readonly source: "manual" | "system";
  readonly setAt: string;
  readonly setBy: string;
}

/** A run, with what its state at any time follows from. */
export interface StoredRun extends RunCourse {
  readonly runId: string;
  /** Of the list of runs; null when the run failed before it was listed, and then no route but lists shows it. */
  readonly taskRunId: string | null;
  /** The workflow as it was at the start. */
  readonly workflow: StoredWorkflow;
  readonly request: RunRequest;
  readonly parameters: readonly StoredParameter[];
  readonly trigger: "api" | "manual" | "mcp" | "scheduled";
  readonly scheduleId: string | null;
  readonly createdAt: string;
  readonly queuedAt: string;
  readonly tags: readonly StoredTag[];
}

/** The request of a run as the answer to it echoes it: all fields, in the server's order. */
export interface RunRequest {
  readonly workflow_id: string;
  readonly parameters: JsonObject | null;
  readonly title: string | null;
  readonly proxy_location: string | JsonObject | null;
  readonly webhook_url: string | null;
  readonly totp_url: string | null;
  readonly totp_identifier: string | null;
  readonly browser_session_id: string | null;
  readonly reuse_browser_session: boolean | null;
  readonly browser_profile_id: string | null;
  readonly start_fresh_browser: boolean;
  readonly max_screenshot_scrolls: number | null;
  readonly max_elapsed_time_minutes: number | null;
  readonly extra_http_headers: JsonObject | null;
  readonly cdp_connect_headers: JsonObject | null;
  readonly browser_address: string | null;
  readonly ai_fallback: boolean | null;
  readonly run_with: string | null;
  readonly browser_type: string | null;
  readonly run_metadata: Readonly<Record<string, string>> | null;
  readonly file_ids: readonly string[] | null;
}

/** Everything that one sandbox knows. Deleted things are simply gone: no route ever shows them again. */
export class Store {
  readonly now: () => Date;
  readonly organizationId: string;
  readonly workflows = new Map<string, StoredWorkflow>();
  /** By id, in the order of creation. */
  readonly schedules = new Map<string, ScheduleRow>();
  readonly credentials = new Map<string, StoredCredential>();
  /** By id, in the order of creation. */
  readonly runs = new Map<string, StoredRun>();
  /** By schedule: the first tick that has not been looked at, in milliseconds since 1970, as of its last change. */
  readonly nextTicks = new Map<string, { readonly modifiedAt: string; readonly time: number }>();
  readonly #idPrefix = String(randomInt(100_000_000, 1_000_000_000));
  #lastId = 0;
  #lastMicroseconds = 0;

  constructor(now: () => Date) {
    this.now = now;
    this.organizationId = this.newId("o");
  }

  /** An id in Skyvern's form, such as `wfs_599834796281881942`; no two are equal, deleted ones included. */
  newId(kind: "o" | "w" | "wpid" | "wp" | "op" | "wfs" | "cred" | "wr" | "tr"): string {
    this.#lastId += 1;
    return `${kind}_${this.#idPrefix}${String(this.#lastId).padStart(9, "0")}`;
  }

  /**
   * The time now as `2026-11-22T10:25:21.303305`. Each is later than the one before, even when the clock
   * stands still, because every write to the real server moves `modified_at`.
   */
  timestamp(): string {
    this.#lastMicroseconds = Math.max(this.now().getTime() * 1000, this.#lastMicroseconds + 1);
    return naiveTime(this.#lastMicroseconds / 1000);
  }

  /** Removes a workflow with its schedules, as the server's cascade does; unknown ones are no error there. */
  deleteWorkflow(workflowId: string): void {
    this.workflows.delete(workflowId);
    for (const row of this.schedules.values()) {
      if (row.workflow_permanent_id === workflowId) this.schedules.delete(row.workflow_schedule_id);
    }
  }
}

/** Milliseconds since 1970 as the server writes its own times: `2026-11-22T10:25:21.303305`, in UTC. */
export function naiveTime(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const microseconds = String(Math.round((milliseconds - whole) * 1000)).padStart(3, "0");
  return new Date(whole).toISOString().replace("Z", microseconds);
}
