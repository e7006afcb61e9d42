import { SkyvernError } from "../errors";
import { createClient, type SkyvernClient } from "../skyvern/client";
import { listOrganizationIds } from "../skyvern/organizations";
import { ScheduleReader } from "./schedule/reader";
import type { Settings } from "./settings";
import { WorkflowReader } from "./workflow/reader";

/** What this process knows of one Skyvern account, shared by all its resources. */
export class Account {
  readonly client: SkyvernClient;
  readonly workflows: WorkflowReader;
  readonly schedules: ScheduleReader;
  /** Set by the first check that could not reach the server, so that no other one waits for it. */
  isUnreachable = false;
  readonly #turns = new Map<string, Promise<unknown>>();
  #organizationIds: Promise<readonly string[] | undefined> | undefined;

  constructor(settings: Settings) {
    this.client = createClient(settings);
    this.workflows = new WorkflowReader(this.client);
    this.schedules = new ScheduleReader(this.client);
  }

  /** Does `work` when all earlier work of the same key has ended. */
  inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work);
    this.#turns.set(key, turn);
    return turn;
  }

  /**
   * With the key of another organisation everything looks gone. So before something in state counts as gone,
   * its organisation must be one of this key's; where either is not known, nothing is refused.
   *
   * @throws SkyvernError `unauthorized` when it is another one's
   */
  async mustOwn(organizationId: string | undefined, what: string): Promise<void> {
    if (organizationId === undefined) return;
    this.#organizationIds ??= listOrganizationIds(this.client);
    // What failed is asked again by whoever comes next.
    this.#organizationIds.catch(() => {
      this.#organizationIds = undefined;
    });
    const own = await this.#organizationIds;
    if (own === undefined || own.includes(organizationId)) return;
    throw new SkyvernError(
      "unauthorized",
      `${what} belongs to the organisation ${organizationId}, and this API key to ${own.join(", ") || "none"}: this is the key of another account or environment. Nothing was changed.`,
    );
  }
}
