import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import { largestPage } from "../../skyvern/lists/pages";
import {
  listSchedulePage,
  listWorkflowSchedules,
  readSchedule,
  type SchedulePage,
} from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import type { SchedulePlace } from "./id";

/** How long a list answers further reads, in milliseconds. */
const freshMilliseconds = 60_000;
/** How long the first read waits for others that can share its list, in milliseconds. */
const gatherMilliseconds = 10;

/** An organisation with at most this many schedules is listed at once. */
const smallOrganisation = 5 * largestPage;

type SchedulesById = ReadonlyMap<string, WireSchedule>;

/** The recent lists. A write makes them stale. */
interface Lists {
  readonly until: number;
  readonly ofWorkflow: Map<string, Promise<SchedulesById>>;
  /** The workflows whose schedules were requested, with or without a list yet. */
  readonly asked: Set<string>;
  /** Resolves to undefined if the list lacked rows. */
  ofOrganisation?: Promise<SchedulesById | undefined>;
  /** The first page of the organisation's list. Undefined if the server has no such list. */
  firstPage?: Promise<SchedulePage | undefined>;
}

/**
 * Reads many schedules with few requests. Simultaneous reads share one list for each workflow, or the pages of the
 * organisation's list if those are fewer. Its pages shift while others create and delete, and a gateway may ignore
 * `page`. If rows are missing, the lists of the workflows answer instead, which have no pages. A schedule that is missing
 * in a list is read by itself before it counts as gone.
 */
export class ScheduleReader {
  readonly #client: SkyvernClient;
  #lists: Lists = newLists();
  readonly #atFirst = new Map<string, Promise<readonly WireSchedule[]>>();
  #smallOrganisation: Promise<readonly WireSchedule[] | undefined> | undefined;
  #gathering: { readonly workflowIds: Set<string>; readonly end: Promise<void> } | undefined;

  constructor(client: SkyvernClient) {
    this.#client = client;
  }

  /** The schedule. Undefined if it or its workflow is gone. @throws SkyvernError */
  async read(place: SchedulePlace): Promise<WireSchedule | undefined> {
    await this.#gather(place.workflowId);
    const lists = this.#fresh();
    const listed = (await this.#chosenList(lists, place.workflowId))?.get(place.scheduleId);
    return listed?.workflow_permanent_id === place.workflowId ? listed : this.readAlone(place);
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

  /** All schedules of one workflow, from a list of the last minute. Empty if the workflow is gone. @throws SkyvernError */
  async listWorkflow(workflowId: string): Promise<readonly WireSchedule[]> {
    return [...(await this.#listOf(this.#fresh(), workflowId)).values()];
  }

  /**
   * The schedules that a workflow had when this process first looked, without those that this process creates since.
   * Empty if the workflow is gone. The engine checks one resource after the other, so a small organisation is listed
   * at once instead of each workflow by itself. @throws SkyvernError
   */
  listAtFirst(workflowId: string): Promise<readonly WireSchedule[]> {
    const first = this.#atFirst.get(workflowId) ?? this.#lookFirst(workflowId);
    this.#atFirst.set(workflowId, first);
    first.catch(() => this.#atFirst.delete(workflowId));
    return first;
  }

  /** The schedule from {@link listAtFirst}, else from a request of its own. Undefined if it is gone. @throws SkyvernError */
  async readAtFirst(place: SchedulePlace): Promise<WireSchedule | undefined> {
    const listed = await this.listAtFirst(place.workflowId);
    return (
      listed.find((one) => one.workflow_schedule_id === place.scheduleId) ?? (await this.readAlone(place))
    );
  }

  async #lookFirst(workflowId: string): Promise<readonly WireSchedule[]> {
    // A refresh comes first, and has listed everything.
    const listed = await this.#chosenList(this.#fresh(), workflowId);
    if (listed !== undefined) {
      return [...listed.values()].filter((one) => one.workflow_permanent_id === workflowId);
    }
    this.#smallOrganisation ??= this.#listSmallOrganisation();
    this.#smallOrganisation.catch(() => {
      this.#smallOrganisation = undefined;
    });
    const few = await this.#smallOrganisation;
    return few?.filter((one) => one.workflow_permanent_id === workflowId) ?? this.listNow(workflowId);
  }

  /** All schedules of a small organisation. Undefined for a large one, or if the server has no such list, or not all of it. */
  async #listSmallOrganisation(): Promise<readonly WireSchedule[] | undefined> {
    const first = await this.#readFirstPage();
    if (first === undefined || first.totalCount > smallOrganisation) return undefined;
    return this.#listOrganisation(first);
  }

  /** All schedules of one workflow, from a new request. Empty if the workflow is gone. @throws SkyvernError */
  async listNow(workflowId: string): Promise<readonly WireSchedule[]> {
    try {
      return await listWorkflowSchedules(this.#client, workflowId);
    } catch (error) {
      if (isSkyvernError(error, "not-found")) return [];
      throw error;
    }
  }

  /** Forgets all lists after a write. */
  forget(): void {
    this.#lists = newLists();
  }

  #fresh(): Lists {
    if (Date.now() > this.#lists.until) this.forget();
    return this.#lists;
  }

  /** Waits a moment for other reads, then chooses the lists that answer all of them. */
  async #gather(workflowId: string): Promise<void> {
    const { ofWorkflow, ofOrganisation } = this.#fresh();
    if (ofOrganisation !== undefined || ofWorkflow.has(workflowId)) return;
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
    // Keeps these lists even if a write comes in between: a later read uses the new ones.
    const lists = this.#fresh();
    for (const workflowId of workflowIds) lists.asked.add(workflowId);
    if (lists.asked.size > 1) {
      lists.firstPage ??= this.#readFirstPage();
      const first = await lists.firstPage;
      // More workflows may have been requested meanwhile.
      if (first !== undefined && Math.ceil(first.totalCount / largestPage) <= lists.asked.size) {
        lists.ofOrganisation ??= this.#keep(this.#listOrganisation(first));
        return;
      }
    }
    for (const workflowId of workflowIds) this.#listOf(lists, workflowId);
  }

  /** The list that has the schedules of a workflow. Undefined if none was read. */
  async #chosenList(lists: Lists, workflowId: string): Promise<SchedulesById | undefined> {
    if (lists.ofOrganisation === undefined) return lists.ofWorkflow.get(workflowId);
    return (await lists.ofOrganisation) ?? this.#listOf(lists, workflowId);
  }

  #listOf(lists: Lists, workflowId: string): Promise<SchedulesById> {
    const list = lists.ofWorkflow.get(workflowId) ?? this.#keep(this.listNow(workflowId));
    lists.ofWorkflow.set(workflowId, list);
    return list;
  }

  async #readFirstPage(): Promise<SchedulePage | undefined> {
    try {
      return await listSchedulePage(this.#client, 1);
    } catch (error) {
      if (isSkyvernError(error, "unsupported")) return undefined;
      this.forget();
      throw error;
    }
  }

  /** All schedules of the organisation. Undefined if the pages lack rows. */
  async #listOrganisation(first: SchedulePage): Promise<readonly WireSchedule[] | undefined> {
    const further = Math.ceil(first.totalCount / largestPage) - 1;
    const numbers = Array.from({ length: further }, (_, index) => index + 2);
    const rest = await Promise.all(numbers.map((page) => listSchedulePage(this.#client, page)));
    const read = [first, ...rest].flatMap((page) => page.schedules);
    const ids = new Set(read.map((one) => one.workflow_schedule_id));
    return ids.size < (rest.at(-1) ?? first).totalCount ? undefined : read;
  }

  #keep<List extends readonly WireSchedule[] | undefined>(schedules: Promise<List>) {
    const byId = schedules.then(
      (list) => list && new Map(list.map((item) => [item.workflow_schedule_id, item])),
    );
    // Every waiting read fails, and later reads list again.
    byId.catch(() => this.forget());
    return byId;
  }
}

function newLists(): Lists {
  return { until: Date.now() + freshMilliseconds, ofWorkflow: new Map(), asked: new Set() };
}
