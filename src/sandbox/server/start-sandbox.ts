import { randomUUID } from "node:crypto";
import { SkyvernError } from "../../errors";
import { saveCredential } from "../credentials/routes";
import { resumePausedRun, stopRun } from "../runs/actions";
import { type FinalRunStatus, type RunBehaviour, usualRunMilliseconds } from "../runs/behaviour";
import { type RunRow, runListRow } from "../runs/rows";
import { WebhookSender } from "../runs/webhooks";
import { fireDueSchedules } from "../schedules/firing";
import { checkWorkflowArguments } from "../workflows/check-arguments";
import {
  type ReadyMadeWorkflows,
  type SandboxParameter,
  type SandboxWorkflow,
  storeReadyMadeWorkflows,
  storeWorkflow,
} from "../workflows/ready-made";
import { createApp } from "./app";
import { listen } from "./listen";
import { RequestLog } from "./request-log";
import { type ScheduleRow, Store } from "./store";

/**
 * Options of {@link startSandbox}. All are optional.
 *
 * @example
 * import { type SandboxOptions, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const options: SandboxOptions = { runMilliseconds: 10, now: () => new Date("2026-11-29T02:00:00Z") };
 * export const sandbox = startSandbox(options);
 */
export interface SandboxOptions {
  /** Port on 127.0.0.1. @default `0`, any free port */
  readonly port?: number;
  /** The key that requests need in `x-api-key`. @default a random key */
  readonly apiKey?: string;
  /** Delay of each response, in milliseconds. @default `0` */
  readonly latencyMilliseconds?: number;
  /** Duration of a run, in milliseconds of the sandbox's clock. @default `1000` */
  readonly runMilliseconds?: number;
  /**
   * The sandbox's clock. It sets time stamps, next runs, due schedules, the interval check and the progress of
   * runs. @default the real time
   */
  readonly now?: () => Date;
}

/**
 * A running sandbox. To change something outside of Pulumi, as a person does in the web UI, call its API
 * (`POST {url}/api/v1/workflows/{workflowId}/schedules/{scheduleId}/disable` with the header `x-api-key`).
 *
 * @example
 * import { type Sandbox, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const pause = ({ url, apiKey }: Sandbox, workflowId: string, scheduleId: string) =>
 *   fetch(`${url}/api/v1/workflows/${workflowId}/schedules/${scheduleId}/disable`, {
 *     method: "POST",
 *     headers: { "x-api-key": apiKey },
 *   });
 * export const paused = startSandbox().then((sandbox) => pause(sandbox, "wpid_123", "wfs_456"));
 */
export interface Sandbox {
  /** Base URL without a path, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The key that requests need. Put it into `skyvern:apiKey` or SKYVERN_API_KEY. */
  readonly apiKey: string;
  /** Workflows that exist from the start. */
  readonly workflows: ReadyMadeWorkflows;
  /** The id of an existing credential, for the parameter of `workflows.credential`. */
  readonly credentialId: string;
  /** The requests so far. */
  readonly requests: RequestLog;
  /**
   * Adds a workflow with these input parameters. Its runs complete, unless `run` says otherwise.
   *
   * @throws SkyvernError of kind "configuration" for an unknown key, or a value of another shape
   *
   * @example
   * import { startSandbox } from "pulumi-skyvern/sandbox";
   *
   * export const id = startSandbox().then((sandbox) => {
   *   return sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]).workflowId;
   * });
   */
  addWorkflow(title: string, parameters?: readonly SandboxParameter[], run?: RunBehaviour): SandboxWorkflow;
  /** Deletes a workflow and its schedules, as the API does. */
  deleteWorkflow(workflowId: string): void;
  /** All existing schedules as the API shows them, oldest first. */
  schedules(): readonly ScheduleRow[];
  /** All existing runs as `GET /v1/runs` lists them, oldest first. They include the runs of due schedules. */
  runs(): readonly RunRow[];
  /** Removes a run, as a clean-up of the history does. Ignores unknown ids. */
  forgetRun(runId: string): void;
  /** Resumes a paused run. @throws SkyvernError of kind "not-found" if no paused run has that id */
  resumeRun(runId: string): void;
  /** Ends an active run with the output or the failure reason of its workflow. */
  finishRun(runId: string, status: FinalRunStatus): void;
  /** Closes open connections and frees the port. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Starts a Skyvern-compatible API server in this process, on loopback. It stores nothing on disk. It answers
 * requests for schedules, runs, workflows and credentials as the open-source server 1.0.56 does.
 *
 * A run with a `webhook_url` sends one signed webhook at its end. Runs only move through their statuses, as their
 * workflow defines: a `wait` block waits, an `http_request` block fails, and ready-made workflows do what their names
 * say. Each read fires the enabled schedules that are
 * due, without the server's polling delay. The sandbox accepts cron expressions with five fields and aliases such
 * as `@daily`.
 *
 * @param options port, key, clock and delays
 * @throws SkyvernError of kind "configuration" if the port is not available.
 *
 * @example
 * import { startSandbox } from "pulumi-skyvern/sandbox";
 *
 * export async function withSandbox(test: () => Promise<void>): Promise<void> {
 *   const sandbox = await startSandbox();
 *   process.env["SKYVERN_BASE_URL"] = sandbox.url;
 *   process.env["SKYVERN_API_KEY"] = sandbox.apiKey;
 *   await test().finally(() => sandbox.close());
 * }
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, apiKey = `sandbox-${randomUUID()}`, latencyMilliseconds = 0 } = options;
  const { runMilliseconds = usualRunMilliseconds } = options;
  const store = new Store(options.now ?? (() => new Date()));
  const requests = new RequestLog();
  const webhooks = new WebhookSender(store, apiKey);
  const app = createApp({ store, apiKey, latencyMilliseconds, log: requests, webhooks });
  const workflows = storeReadyMadeWorkflows(store, runMilliseconds);
  const { credentialId } = saveCredential(store, "Sandbox login", "somebody");
  const server = await listen(app.fetch, port);
  return {
    url: server.url,
    apiKey,
    workflows,
    credentialId,
    requests,
    addWorkflow(title, parameters = [], run = {}) {
      checkWorkflowArguments(title, parameters, run);
      return storeWorkflow(store, title, parameters, { milliseconds: runMilliseconds, ...run });
    },
    deleteWorkflow: (workflowId) => store.deleteWorkflow(workflowId),
    schedules() {
      fireDueSchedules(store);
      return [...store.schedules.values()];
    },
    runs() {
      fireDueSchedules(store);
      return [...store.runs.values()].map((run) => runListRow(store, run));
    },
    forgetRun: (runId) => void store.runs.delete(runId),
    resumeRun(runId) {
      const run = store.runs.get(runId);
      if (run !== undefined && resumePausedRun(store, run)) return;
      throw new SkyvernError("not-found", `The sandbox has no paused run ${runId}. Check its id and status.`);
    },
    finishRun(runId, status) {
      const run = store.runs.get(runId);
      if (run !== undefined) return stopRun(store, run, status);
      throw new SkyvernError("not-found", `The sandbox has no run ${runId}. Check the id.`);
    },
    close() {
      webhooks.close();
      return server.close();
    },
  };
}
