import type { SkyvernClient } from "../../skyvern/client";
import type { WireWorkflow } from "../../skyvern/wire";
import { credentialExists, listWorkflowPage, readWorkflow } from "../../skyvern/workflows";

/** After this many reads that a check has to wait for, a page of the list is read. */
const readsForPage = 3;
/** The workflows of a page. Each comes with its whole definition, which may take 100 kB. */
const pageSize = 25;

/** Reads each workflow and each credential at most once in a process. */
export class WorkflowReader {
  readonly #client: SkyvernClient;
  readonly #alone = new Map<string, Promise<WireWorkflow>>();
  readonly #listed = new Map<string, WireWorkflow>();
  /** The workflows that {@link read} returned from the list. */
  readonly #readInList = new Set<string>();
  readonly #credentials = new Map<string, Promise<boolean>>();
  /** How many reads a check had to wait for. */
  #waits = 0;
  /** The next page of the list. Undefined if there is none, or the list cannot be read. */
  #nextPage: number | undefined = 1;

  constructor(client: SkyvernClient) {
    this.#client = client;
  }

  /**
   * The workflow, perhaps from the list, as it was at some time since the process started. The engine checks one resource
   * after the other, so that each request would be waited for. For many workflows, pages of the list arrive meanwhile,
   * and the request goes out in the background. Before anything is refused or written, {@link readAlone} must confirm
   * what was listed.
   *
   * @throws SkyvernError, `not-found` if the workflow does not exist
   */
  async read(workflowId: string): Promise<WireWorkflow> {
    const isKnown = this.#alone.has(workflowId);
    const alone = this.readAlone(workflowId);
    const listed = this.#listed.get(workflowId);
    if (listed !== undefined) {
      this.#readInList.add(workflowId);
      alone.then(
        (workflow) => this.#listed.set(workflowId, workflow),
        () => this.#listed.delete(workflowId),
      );
      return listed;
    }
    if (isKnown) return alone;
    this.#waits += 1;
    if (this.#waits % readsForPage === 0) void this.#readPage();
    return alone;
  }

  /** As {@link read}, always from a request of its own. */
  readAlone(workflowId: string): Promise<WireWorkflow> {
    return once(this.#alone, workflowId, () => readWorkflow(this.#client, workflowId));
  }

  /** Whether {@link read} has ever used the list for this workflow. */
  isReadInList(workflowId: string): boolean {
    return this.#readInList.has(workflowId);
  }

  /** @throws SkyvernError */
  credentialExists(credentialId: string): Promise<boolean> {
    return once(this.#credentials, credentialId, () => credentialExists(this.#client, credentialId));
  }

  /** Reads a page of the list. A workflow that no page has is read alone, so this may fail. */
  async #readPage(): Promise<void> {
    const page = this.#nextPage;
    this.#nextPage = undefined;
    if (page === undefined) return;
    const rows = await listWorkflowPage(this.#client, page, pageSize).catch(() => []);
    for (const row of rows) {
      // The list may be older than a single read, which needs no confirmation.
      if (!this.#alone.has(row.workflow_permanent_id)) this.#listed.set(row.workflow_permanent_id, row);
    }
    if (rows.length >= pageSize) this.#nextPage = page + 1;
  }
}

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  const promise = known.get(key) ?? read();
  known.set(key, promise);
  return promise;
}
