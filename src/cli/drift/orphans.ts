import { kindOf, providerTypes } from "../../plugin/tokens";
import { nameOf } from "../engine/changes";
import type { StoredResource } from "../engine/stack-engine";

/** A schedule that an account has and no stack. */
export interface Orphan {
  /** `wfs_…`. */
  readonly scheduleId: string;
  /** `wpid_…`. */
  readonly workflowId: string;
  readonly workflowTitle?: string;
  /** Left out for a schedule without a name. */
  readonly name?: string;
  /** When it fires, in words: `0 2 * * *, UTC`. */
  readonly times: string;
  /** False while it is paused. */
  readonly enabled: boolean;
}

/** What was found in one account. */
export interface AccountOrphans {
  /** The stacks of the command that use this account. */
  readonly stacks: readonly string[];
  readonly baseUrl: string;
  /** Sorted by workflow, name and id. */
  readonly schedules: readonly Orphan[];
  /** How many more orphans `ignore` and `--ignore` leave out. */
  readonly ignored: number;
  /** The command that brings them into the first of these stacks; left out without orphans. */
  readonly command?: string;
}

/** The search for orphans. `--json` writes it as `orphans`. */
export interface OrphanSearch {
  readonly accounts: readonly AccountOrphans[];
  /** What could not be searched or compared, in sentences. The exit code is then 1. */
  readonly failures: readonly string[];
  /** What was not searched for a good reason, in sentences. */
  readonly notes: readonly string[];
}

/** Which schedules stacks have, by their states. */
export class KeptSchedules {
  readonly #ids = new Set<string>();
  /** Creations of which it is unknown whether they happened: by workflow and name. */
  readonly #unconfirmed = new Set<string>();

  /** Adds those of a stack. */
  add(state: readonly StoredResource[]): void {
    for (const { type, id = "", inputs, outputs } of state) {
      if (kindOf(type) !== "WorkflowSchedule") continue;
      const [workflowId = "", scheduleId = ""] = id.split("/");
      if (scheduleId !== "unconfirmed") this.#ids.add(scheduleId);
      else this.#unconfirmed.add(nameKey(workflowId, outputs?.name ?? inputs?.name));
    }
  }

  has({ scheduleId, workflowId, name }: Pick<Orphan, "scheduleId" | "workflowId" | "name">): boolean {
    return this.#ids.has(scheduleId) || this.#unconfirmed.has(nameKey(workflowId, name));
  }
}

function nameKey(workflowId: string, name: unknown): string {
  return JSON.stringify([workflowId, name ?? ""]);
}

/** Whether a resource of the stack uses the account of the stack's configuration. */
export function usesOwnAccount(state: readonly StoredResource[]): boolean {
  return state.some(({ type, provider = "" }) => kindOf(type) !== undefined && !isExplicit(provider));
}

/** The names of the `Provider` resources in a state. Each of them may be another account. */
export function explicitProviders(state: readonly StoredResource[]): readonly string[] {
  const used = new Set(
    state.flatMap(({ type, provider = "" }) =>
      kindOf(type) !== undefined && isExplicit(provider) ? [withoutId(provider)] : [],
    ),
  );
  return state
    .filter(({ type, urn }) => providerTypes.includes(type) && used.has(urn))
    .map(({ urn }) => nameOf(urn));
}

/** A reference is the URN of the provider, `::` and an id. Pulumi names its own providers `default` and a version. */
function isExplicit(provider: string): boolean {
  return provider !== "" && !nameOf(withoutId(provider)).startsWith("default");
}

function withoutId(provider: string): string {
  return provider.slice(0, provider.lastIndexOf("::"));
}

/** Sorts by workflow, name and id. */
export function inOrder(orphans: readonly Orphan[]): readonly Orphan[] {
  const keyOf = ({ workflowTitle, workflowId, name = "", scheduleId }: Orphan): readonly string[] => [
    workflowTitle ?? workflowId,
    name,
    scheduleId,
  ];
  return [...orphans].sort((one, other) => compare(keyOf(one), keyOf(other)));
}

function compare(one: readonly string[], other: readonly string[]): number {
  const index = one.findIndex((part, at) => part !== other[at]);
  return index < 0 ? 0 : (one[index] ?? "") < (other[index] ?? "") ? -1 : 1;
}
