import { SkyvernError } from "../../errors";
import { saveCredential } from "../credentials/routes";
import { createSchedule } from "../schedules/actions";
import { readScheduleBody } from "../schedules/body";
import { ApiError } from "../server/api-error";
import type { Store } from "../server/store";
import { type SandboxParameter, type SandboxWorkflow, storeWorkflow } from "../workflows/ready-made";

/** A workflow that exists from the start. */
interface SeedWorkflow {
  /** `wpid_…`; left out for a new id. */
  readonly id?: string;
  readonly title: string;
  readonly parameters: readonly SandboxParameter[];
}

/** A schedule that exists from the start. */
export interface SeedSchedule {
  /** The name in messages. */
  readonly key: string;
  /** The index of its workflow in the list of workflows. */
  readonly workflow: number;
  /** The body of the request that would create it. */
  readonly body: object;
}

/** What a sandbox has from the start. */
export interface Seed {
  readonly workflows: readonly SeedWorkflow[];
  readonly credentialIds: readonly string[];
  readonly schedules: readonly SeedSchedule[];
}

/** What was stored. */
export interface Seeded {
  readonly workflows: readonly SandboxWorkflow[];
  readonly schedules: number;
  /** The schedules that Skyvern would refuse, and why. */
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
}

/**
 * Stores workflows, credentials and schedules.
 *
 * @throws SkyvernError of kind "configuration" for a workflow that Skyvern would refuse
 */
export function plant(
  store: Store,
  { workflows, credentialIds, schedules }: Seed,
  milliseconds: number,
): Seeded {
  for (const id of credentialIds) saveCredential(store, id, "somebody", id);
  const stored = workflows.map(({ id, title, parameters }) => {
    const reason = reasonOf(() => storeWorkflow(store, title, parameters, { milliseconds }, id));
    if (typeof reason !== "string") return reason;
    throw new SkyvernError("configuration", `The sandbox cannot have the workflow "${title}": ${reason}`);
  });
  const refused = schedules.flatMap(({ key, workflow, body }) => {
    const workflowId = stored[workflow]?.workflowId ?? "";
    const reason = reasonOf(() => createSchedule(store, workflowId, readScheduleBody(body)));
    return typeof reason === "string" ? [{ key, reason }] : [];
  });
  return { workflows: stored, schedules: schedules.length - refused.length, refused };
}

/** What `work` returns, or the text of the server's refusal. */
function reasonOf<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { detail }: { readonly detail?: unknown } = Object(error.body);
    if (!Array.isArray(detail)) return String(detail);
    return detail.map(({ loc, msg }) => `${[loc].flat().join(".")}: ${msg}`).join("; ");
  }
}
