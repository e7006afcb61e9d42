import { createHmac } from "node:crypto";
import type { Store, StoredRun } from "../server/store";
import { runAnswer } from "./answer";
import { readRunParameters } from "./parameters";
import { runStateAt } from "./state";

/** How often it looks whether runs are over, in milliseconds. Any clock of the sandbox works, as it needs no timer per run. */
const lookMilliseconds = 50;
const longestMilliseconds = 10_000;

/** Sends each run's webhook once, at its end, signed as the server signs it. */
export class WebhookSender {
  readonly #store: Store;
  readonly #apiKey: string;
  readonly #waiting = new Set<string>();
  readonly #closing = new AbortController();
  #looking: NodeJS.Timeout | undefined;

  constructor(store: Store, apiKey: string) {
    this.#store = store;
    this.#apiKey = apiKey;
  }

  /** Waits for the end of the run if it has a webhook. */
  watch({ runId, request }: StoredRun): void {
    if (!request.webhook_url || this.#closing.signal.aborted) return;
    this.#waiting.add(runId);
    this.#looking ??= setInterval(() => this.#look(), lookMilliseconds).unref();
  }

  /** Sends nothing from now on. */
  close(): void {
    clearInterval(this.#looking);
    this.#closing.abort();
  }

  #look(): void {
    const now = this.#store.now().getTime();
    for (const runId of this.#waiting) {
      const run = this.#store.runs.get(runId);
      if (run !== undefined && !runStateAt(run, now).isOver) continue;
      this.#waiting.delete(runId);
      if (run !== undefined && this.#store.workflows.has(run.workflow.workflowId)) void this.#send(run);
    }
    if (this.#waiting.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  async #send(run: StoredRun): Promise<void> {
    const body = JSON.stringify(webhookBody(this.#store, run));
    const signature = createHmac("sha256", this.#apiKey).update(body).digest("hex");
    const seconds = String(Math.floor(this.#store.now().getTime() / 1000));
    try {
      await fetch(String(run.request.webhook_url), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-skyvern-timestamp": seconds,
          "x-skyvern-signature": signature,
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(longestMilliseconds)]),
      });
    } catch {
      // As on the server, a run does not depend on its webhook.
    }
  }
}

/** The answer of `GET /v1/runs/{id}`, and the names of an older API beside it. */
function webhookBody(store: Store, run: StoredRun): object {
  const answer = runAnswer(store, run);
  const parameters = readRunParameters(run.parameters);
  return {
    ...answer,
    workflow_id: run.workflow.workflowId,
    workflow_run_id: run.runId,
    workflow_title: run.workflow.title,
    outputs: answer.output,
    parameters: "values" in parameters ? parameters.values : {},
    webhook_callback_url: run.request.webhook_url,
    total_steps: 0,
  };
}
