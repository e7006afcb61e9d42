import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { SkyvernError } from "../errors";
import { createApp } from "./app";
import { saveCredential } from "./credential-routes";
import {
  type ReadyMadeWorkflows,
  type SandboxParameter,
  type SandboxWorkflow,
  storeReadyMadeWorkflows,
  storeWorkflow,
} from "./ready-made-workflows";
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
  /** The sandbox's clock: time stamps, next runs and the interval check follow it. @default the real time */
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
  /** Adds a workflow with these input parameters. */
  addWorkflow(title: string, parameters?: readonly SandboxParameter[]): SandboxWorkflow;
  /** Deletes a workflow and with it its schedules, as the API does. */
  deleteWorkflow(workflowId: string): void;
  /** All schedules that exist, oldest first, as the API shows them. */
  schedules(): readonly ScheduleRow[];
  /** Stops answering, breaks open connections and frees the port. Closing twice is no error. */
  close(): Promise<void>;
}

/**
 * Starts a Skyvern-compatible API server inside this process, on loopback, with nothing stored on disk. It
 * answers for schedules, workflows and credentials as the open-source server 1.0.56 does; schedules never
 * fire, and workflows are made from JSON definitions only. Of the cron expressions that the real server takes
 * it knows those of five fields and the aliases such as `@daily`.
 *
 * @throws SkyvernError of kind "configuration" when the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, apiKey = `sandbox-${randomUUID()}`, latencyMilliseconds = 0 } = options;
  const store = new Store(options.now ?? (() => new Date()));
  const requests = new RequestLog();
  const app = createApp({ store, apiKey, latencyMilliseconds, log: requests });
  const workflows = storeReadyMadeWorkflows(store);
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
    addWorkflow: (title, parameters = []) => storeWorkflow(store, title, parameters),
    deleteWorkflow: (workflowId) => store.deleteWorkflow(workflowId),
    schedules: () => [...store.schedules.values()],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Clients keep connections alive, and close() alone waits for them.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
