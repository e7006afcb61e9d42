import type { SkyvernClient } from "../../skyvern/client";
import type { WireWorkflow } from "../../skyvern/wire";
import { credentialExists, readWorkflow } from "../../skyvern/workflows";

/** Reads each workflow and each credential at most once in a process. */
export class WorkflowReader {
  readonly #client: SkyvernClient;
  readonly #workflows = new Map<string, Promise<WireWorkflow>>();
  readonly #credentials = new Map<string, Promise<boolean>>();

  constructor(client: SkyvernClient) {
    this.#client = client;
  }

  /** @throws SkyvernError, `not-found` if the workflow does not exist */
  read(workflowId: string): Promise<WireWorkflow> {
    return once(this.#workflows, workflowId, () => readWorkflow(this.#client, workflowId));
  }

  /** @throws SkyvernError */
  credentialExists(credentialId: string): Promise<boolean> {
    return once(this.#credentials, credentialId, () => credentialExists(this.#client, credentialId));
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
