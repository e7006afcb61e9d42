import { randomInt } from "node:crypto";
import type { Json } from "../skyvern/wire";

/** A JSON object as the API stores it. */
export type JsonObject = { readonly [key: string]: Json };

/** A schedule as `GET …/workflows/{id}/schedules` shows it: all eighteen fields, in the server's order. */
export interface ScheduleRow {
  readonly workflow_schedule_id: string;
  readonly organization_id: string;
  readonly workflow_permanent_id: string;
  readonly cron_expression: string | null;
  readonly interval_seconds: number | null;
  readonly first_fire_at: string | null;
  readonly run_at: string | null;
  readonly dispatch_status: "pending" | "canceled" | null;
  readonly workflow_run_id: string | null;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly parameters: JsonObject | null;
  readonly temporal_schedule_id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** UTC with microseconds and without a zone, as the server writes its own times. */
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
  readonly blocks: readonly Json[];
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** A password credential without its password, which the sandbox does not keep. */
export interface StoredCredential {
  readonly credentialId: string;
  readonly name: string;
  readonly username: string;
}

/** Everything that one sandbox knows. Deleted things are simply gone: no route ever shows them again. */
export class Store {
  readonly now: () => Date;
  readonly organizationId: string;
  readonly workflows = new Map<string, StoredWorkflow>();
  /** By id, in the order of creation. */
  readonly schedules = new Map<string, ScheduleRow>();
  readonly credentials = new Map<string, StoredCredential>();
  readonly #idPrefix = String(randomInt(100_000_000, 1_000_000_000));
  #lastId = 0;
  #lastMicroseconds = 0;

  constructor(now: () => Date) {
    this.now = now;
    this.organizationId = this.newId("o");
  }

  /** An id in Skyvern's form, such as `wfs_599834796281881942`; no two are equal, deleted ones included. */
  newId(kind: "o" | "w" | "wpid" | "wp" | "op" | "wfs" | "cred"): string {
    this.#lastId += 1;
    return `${kind}_${this.#idPrefix}${String(this.#lastId).padStart(9, "0")}`;
  }

  /**
   * The time now as `2026-11-22T10:25:21.303305`. Each is later than the one before, even when the clock
   * stands still, because every write to the real server moves `modified_at`.
   */
  timestamp(): string {
    this.#lastMicroseconds = Math.max(this.now().getTime() * 1000, this.#lastMicroseconds + 1);
    const milliseconds = Math.floor(this.#lastMicroseconds / 1000);
    const rest = this.#lastMicroseconds - milliseconds * 1000;
    return new Date(milliseconds).toISOString().replace("Z", String(rest).padStart(3, "0"));
  }

  /** Removes a workflow with its schedules, as the server's cascade does; unknown ones are no error there. */
  deleteWorkflow(workflowId: string): void {
    this.workflows.delete(workflowId);
    for (const row of this.schedules.values()) {
      if (row.workflow_permanent_id === workflowId) this.schedules.delete(row.workflow_schedule_id);
    }
  }
}
