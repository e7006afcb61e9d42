import { isSkyvernError } from "../errors";
import type { SkyvernClient } from "../skyvern/client";
import { largestPage, listSchedulePage, listWorkflowSchedules, readSchedule } from "../skyvern/schedules";
import type { WireSchedule } from "../skyvern/wire";
import type { SchedulePlace } from "./schedule-id";

/** How long a list may be used for further reads, in milliseconds. */
const freshMilliseconds = 60_000;
/** How long the first read waits for others to share a list with, in milliseconds. */
const gatherMilliseconds = 10;

interface Snapshot {
  readonly takenAt: number;
  readonly schedules: Promise<ReadonlyMap<string, WireSchedule>>;
}

/**
 * Reads many schedules with few requests. Reads that come together are answered from one list for each
 * workflow, or from the pages of the organisation's list where those are fewer. What a list lacks is
 * asked for by itself before it counts as gone: pages shift while others create and delete.
 */
export class ScheduleReader {
  readonly #client: SkyvernClient;
  readonly #ofWorkflow = new Map<string, Snapshot>();
  #ofOrganisation: Snapshot | undefined;
  #gathering: { readonly workflowIds: Set<string>; readonly end: Promise<void> } | undefined;

  constructor(client: SkyvernClient) {
    this.#client = client;
  }

  /** The schedule, or undefined when it, or its workflow, is gone. @throws SkyvernError */
  async read(place: SchedulePlace): Promise<WireSchedule | undefined> {
    await this.#gather(place.workflowId);
    const schedules = await this.#list(place.workflowId);
    const listed = schedules.get(place.scheduleId);
    if (listed?.workflow_permanent_id === place.workflowId) return listed;
    return this.readAlone(place);
  }

  /** As {@link read}, always with a request of its own. */
  async readAlone({ workflowId, scheduleId }: SchedulePlace): Promise<WireSchedule | undefined> {
    try {
      return await readSchedule(this.#client, workflowId, scheduleId);
    } catch (error) {
      if (isSkyvernError(error, "not-found")) return undefined;
      throw error;
    }
  }

  /** All schedules of one workflow; none when it is gone. @throws SkyvernError */
  async listWorkflow(workflowId: string): Promise<readonly WireSchedule[]> {
    const known = this.#ofWorkflow.get(workflowId);
    const found =
      known !== undefined && isFresh(known) ? known : this.#snapshot(this.#workflowList(workflowId));
    this.#ofWorkflow.set(workflowId, found);
    return [...(await found.schedules).values()];
  }

  /** Forgets what was listed: a write has made it old. */
  forget(): void {
    this.#ofWorkflow.clear();
    this.#ofOrganisation = undefined;
  }

  /** Waits a moment for other reads, then chooses the lists that answer all of them. */
  async #gather(workflowId: string): Promise<void> {
    if (isFresh(this.#ofWorkflow.get(workflowId)) || isFresh(this.#ofOrganisation)) return;
    if (this.#gathering === undefined) {
      const workflowIds = new Set<string>();
      const end = new Promise((resolve) => setTimeout(resolve, gatherMilliseconds)).then(() => {
        this.#gathering = undefined;
        return this.#choose(workflowIds);
      });
      this.#gathering = { workflowIds, end };
    }
    this.#gathering.workflowIds.add(workflowId);
    await this.#gathering.end;
  }

  async #choose(workflowIds: ReadonlySet<string>): Promise<void> {
    if (workflowIds.size > 1) {
      const first = await listSchedulePage(this.#client, 1);
      const pages = Math.ceil(first.totalCount / largestPage);
      if (pages <= workflowIds.size) {
        this.#ofOrganisation = this.#snapshot(this.#remainingPages(first.schedules, pages));
        return;
      }
    }
    await Promise.all([...workflowIds].map((workflowId) => this.listWorkflow(workflowId)));
  }

  async #remainingPages(first: readonly WireSchedule[], pages: number): Promise<readonly WireSchedule[]> {
    const rest = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
    const lists = await Promise.all(rest.map((page) => listSchedulePage(this.#client, page)));
    return [...first, ...lists.flatMap((list) => list.schedules)];
  }

  async #workflowList(workflowId: string): Promise<readonly WireSchedule[]> {
    try {
      return (await listWorkflowSchedules(this.#client, workflowId)).value;
    } catch (error) {
      if (isSkyvernError(error, "not-found")) return [];
      throw error;
    }
  }

  async #list(workflowId: string): Promise<ReadonlyMap<string, WireSchedule>> {
    const found = [this.#ofWorkflow.get(workflowId), this.#ofOrganisation].find(isFresh);
    return (await found?.schedules) ?? new Map();
  }

  #snapshot(schedules: Promise<readonly WireSchedule[]>): Snapshot {
    const byId = schedules.then((list) => new Map(list.map((item) => [item.workflow_schedule_id, item])));
    // Whoever reads it meets its failure; later reads list again.
    byId.catch(() => this.forget());
    return { takenAt: Date.now(), schedules: byId };
  }
}

function isFresh(found: Snapshot | undefined): boolean {
  return found !== undefined && Date.now() - found.takenAt < freshMilliseconds;
}
