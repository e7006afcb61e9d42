import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { SkyvernError } from "../../errors";
import { saveCredential } from "../credentials/routes";
import { resumePausedRun, stopRun } from "../runs/actions";
import { type FinalRunStatus, type RunBehaviour, usualRunMilliseconds } from "../runs/behaviour";
import { type RunRow, runListRow } from "../runs/rows";
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
import { RequestLog } from "./request-log";
import { type ScheduleRow, Store } from "./store";

/** How a sandbox is started; everything may be left out. */
export interface SandboxOptions {
  /** Port on 127.0.0.1. @default 0, which takes any free one */
  readonly port?: number;
  /** The key that requests need in `x-api-key`. @default a new random one */
  readonly apiKey?: string;
  /** Pause before each answer, in milliseconds. @default 0 */
  readonly latencyMilliseconds?: number;
  /** How long a run of a ready-made or added workflow takes, in milliseconds of the sandbox's clock. @default 1000 */
  readonly runMilliseconds?: number;
  /**
   * The sandbox's clock: time stamps, next runs, due schedules, the interval check and the progress of runs follow
   * it. @default the real time
   */
  readonly now?: () => Date;
}

/**
 * A running sandbox. To change something behind Pulumi's back, as a person does in the web page, call its API
 * (`POST {url}/api/v1/workflows/{workflowId}/schedules/{scheduleId}/disable` with the header `x-api-key`).
 */
export interface Sandbox {
  /** Base URL without a path, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly apiKey: string;
  readonly workflows: ReadyMadeWorkflows;
  /** A credential that exists, as a value for the parameter of `workflows.credential`. */
  readonly credentialId: string;
  /** What was asked so far. */
  readonly requests: RequestLog;
  /**
   * Adds a workflow with these input parameters, whose runs complete or do what `run` says.
   *
   * @throws SkyvernError of kind "configuration" for an unknown key, or a value of another shape
   * @example sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string", defaultValue: "acme" }])
   */
  addWorkflow(title: string, parameters?: readonly SandboxParameter[], run?: RunBehaviour): SandboxWorkflow;
  /** Deletes a workflow and with it its schedules, as the API does. */
  deleteWorkflow(workflowId: string): void;
  /** All schedules that exist, oldest first, as the API shows them. */
  schedules(): readonly ScheduleRow[];
  /** All runs that exist, oldest first, as `GET /v1/runs` lists them; those of due schedules are among them. */
  runs(): readonly RunRow[];
  /** Removes a run and all that is known of it, as a clean-up of the history does. Unknown ones are no error. */
  forgetRun(runId: string): void;
  /** Lets a paused run go on. @throws SkyvernError of kind "not-found" when no paused run has that id */
  resumeRun(runId: string): void;
  /** Ends a run that is not over, with the output or the failure reason of its workflow; `"timed_out"` when it expired. */
  finishRun(runId: string, status: FinalRunStatus): void;
  /** Stops answering, breaks open connections and frees the port. Closing twice is no error. */
  close(): Promise<void>;
}

/**
 * Starts a Skyvern-compatible API server inside this process, on loopback, with nothing stored on disk. It
 * answers for schedules, runs, workflows and credentials as the open-source server 1.0.56 does; workflows are
 * made from JSON definitions only. Runs do nothing but pass through their statuses, as their workflow says: a
 * `wait` block waits, an `http_request` fails, ready-made workflows do what they are named after. Enabled
 * schedules fire when they are due, which is found out at the next read, all of them and without the delay of
 * the server's polling. Of the cron expressions that the real server takes it knows those of five fields and the
 * aliases such as `@daily`.
 *
 * @throws SkyvernError of kind "configuration" when the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, apiKey = `sandbox-${randomUUID()}`, latencyMilliseconds = 0 } = options;
  const { runMilliseconds = usualRunMilliseconds } = options;
  const store = new Store(options.now ?? (() => new Date()));
  const requests = new RequestLog();
  const app = createApp({ store, apiKey, latencyMilliseconds, log: requests });
  const workflows = storeReadyMadeWorkflows(store, runMilliseconds);
  const { credentialId } = saveCredential(store, "Sandbox login", "somebody");
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `The sandbox could not listen on port ${port} of 127.0.0.1: ${cause.message}. Give another port, or none to take any free one.`;
      reject(new SkyvernError("configuration", message, { cause }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
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
      throw new SkyvernError("not-found", `The sandbox has no paused run ${runId}.`);
    },
    finishRun(runId, status) {
      const run = store.runs.get(runId);
      if (run !== undefined) return stopRun(store, run, status);
      throw new SkyvernError("not-found", `The sandbox has no run ${runId}.`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Clients keep connections alive, and close() alone waits for them.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
