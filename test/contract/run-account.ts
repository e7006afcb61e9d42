import { setTimeout as sleep } from "node:timers/promises";
import { ContractAccount, type ContractAnswer, type JsonFields } from "./contract-account";

/** A run as `GET /v1/runs/{id}` shows it, as far as the contract names its fields. */
export interface ShownRun {
  readonly run_id: string;
  readonly status: string;
  readonly [key: string]: unknown;
}

const longestWait = 20_000;
const wait = (seconds: number) => ({ block_type: "wait", label: "pause", wait_sec: seconds });
const call = {
  block_type: "http_request",
  label: "call",
  method: "GET",
  url: "http://127.0.0.1:9/",
  timeout: 2,
};

/** Definitions of workflows that run without a browser and without a model. */
export const runnable = {
  /** Goes on for four minutes. */
  slow: { blocks: [wait(240)] },
  /** Waits a second and fails then. */
  failing: { blocks: [wait(1), call] },
  /** Fails at once, and again after a second. */
  retrying: {
    blocks: [call],
    retry_policy: { max_retries: 1, delay_seconds: 1, retry_on: [{ status: "failed" }] },
  },
  empty: { blocks: [] },
};

/** Starts runs, and cancels what it started before it removes the workflows. */
export class RunAccount extends ContractAccount {
  readonly #runs: string[] = [];

  /** `POST /v1/run/workflows`. */
  async request(workflowId: string, fields: JsonFields = {}): Promise<ContractAnswer> {
    const answer = await this.call("POST", "/v1/run/workflows", { workflow_id: workflowId, ...fields });
    if (answer.status === 200) this.#runs.push((answer.body as ShownRun).run_id);
    return answer;
  }

  /** Starts a run that is accepted; returns the answer. */
  async start(workflowId: string, fields: JsonFields = {}): Promise<ShownRun> {
    const { status, body } = await this.request(workflowId, fields);
    expect({ status, body }).toMatchObject({ status: 200, body: { run_id: expect.any(String) } });
    return body as ShownRun;
  }

  /** `GET /v1/runs/{id}`. */
  async read(runId: string): Promise<ShownRun> {
    const { status, body } = await this.call("GET", `/v1/runs/${runId}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { run_id: runId } });
    return body as ShownRun;
  }

  /** Reads a run until it is as wanted; returns every different state on the way, that one last. */
  async follow(runId: string, isWanted: (run: ShownRun) => boolean): Promise<readonly ShownRun[]> {
    const seen: ShownRun[] = [];
    for (const began = Date.now(); Date.now() - began < longestWait; await sleep(50)) {
      const run = await this.read(runId);
      const last = seen.at(-1);
      if (last?.status !== run.status || last.retry_pending !== run.retry_pending) seen.push(run);
      else seen[seen.length - 1] = run;
      if (isWanted(run)) return seen;
    }
    throw new Error(`The run ${runId} went through ${seen.map(({ status }) => status)} only.`);
  }

  /** Reads a list until it has runs and all have ended. The real server writes the end of a run there a moment after its status. */
  async endedRuns(path: string): Promise<readonly JsonFields[]> {
    let rows: readonly JsonFields[] = [];
    for (const began = Date.now(); Date.now() - began < longestWait; await sleep(50)) {
      rows = rowsOf(await this.call("GET", path));
      if (rows.length > 0 && rows.every(({ finished_at }) => finished_at !== null)) return rows;
    }
    throw new Error(`Not every run of ${path} has ended: ${JSON.stringify(rows)}`);
  }

  override async removeAll(): Promise<void> {
    for (const id of this.#runs) await this.call("POST", `/v1/runs/${id}/cancel`);
    await super.removeAll();
  }
}

/** The rows of a list. */
export function rowsOf({ status, body }: ContractAnswer): readonly JsonFields[] {
  expect({ status, body }).toEqual({ status: 200, body: expect.any(Array) });
  return body as readonly JsonFields[];
}
