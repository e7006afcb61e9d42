/**
 * `pulumi-skyvern/sandbox` is an API server for tests, in the test's own process. It answers as Skyvern's open-source
 * server does. See docs/sandbox.md.
 *
 * @module sandbox
 */

export type { Json } from "../skyvern/wire";
export type { FinalRunStatus, RunBehaviour, RunStatus } from "./runs/behaviour";
export type { RunRow } from "./runs/rows";
export type { JsonObject } from "./server/json";
export type { LoggedRequest, RequestLog } from "./server/request-log";
export { type Sandbox, type SandboxOptions, startSandbox } from "./server/start-sandbox";
export type { ScheduleRow } from "./server/store";
export type { ReadyMadeWorkflows, SandboxParameter, SandboxWorkflow } from "./workflows/ready-made";
