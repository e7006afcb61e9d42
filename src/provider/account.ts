import { SkyvernError } from "../errors";
import { createClient, type SkyvernClient } from "../skyvern/client";
import { listOrganizationIds } from "../skyvern/organizations";
import { ScheduleReader } from "./schedule/reader";
import type { Settings } from "./settings";
import { WorkflowReader } from "./workflow/reader";

/** One Skyvern account, shared by all resources of this process. */
export class Account {
  readonly client: SkyvernClient;
  readonly workflows: WorkflowReader;
  readonly schedules: ScheduleReader;
  /** Set by the first check that could not reach the server, so that no other check waits for it. */
  isUnreachable = false;
  readonly #turns = new Map<string, Promise<unknown>>();
  #organizationIds: Promise<readonly string[] | undefined> | undefined;

  constructor(settings: Settings) {
    this.client = createClient(settings);
    this.workflows = new WorkflowReader(this.client);
    this.schedules = new ScheduleReader(this.client);
  }

  /** Runs `work` after all earlier work with the same key. */
  inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work);
    this.#turns.set(key, turn);
    return turn;
  }

  /**
   * With the key of another organisation, everything looks gone. So before a thing in state counts as gone, its
   * organisation must be one of this key. If either is unknown, nothing is refused.
   *
   * @throws SkyvernError `unauthorized` if the key belongs to another organisation
   */
  async mustOwn(organizationId: string | undefined, what: string): Promise<void> {
    if (organizationId === undefined) return;
    this.#organizationIds ??= listOrganizationIds(this.client);
    // After a failure the next caller asks again.
    this.#organizationIds.catch(() => {
      this.#organizationIds = undefined;
    });
    const own = await this.#organizationIds;
    if (own === undefined || own.includes(organizationId)) return;
    throw new SkyvernError(
      "unauthorized",
      `${what} belongs to the organisation ${organizationId}, but this API key belongs to ${own.join(", ") || "none"}. It is the key of another account or environment. Nothing was changed. Set the key of ${organizationId}.`,
    );
  }
}
