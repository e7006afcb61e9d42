export type { ReadyMadeWorkflows, SandboxParameter, SandboxWorkflow } from "./ready-made-workflows";
export type { LoggedRequest, RequestLog } from "./request-log";
export type { FinalRunStatus, RunBehaviour, RunStatus } from "./run-behaviour";
export type { RunRow } from "./run-rows";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox";
export type { ScheduleRow } from "./store";
