export type { FinalRunStatus, RunBehaviour, RunStatus } from "./runs/behaviour";
export type { RunRow } from "./runs/rows";
export type { LoggedRequest, RequestLog } from "./server/request-log";
export { type Sandbox, type SandboxOptions, startSandbox } from "./server/start-sandbox";
export type { ScheduleRow } from "./server/store";
export type { ReadyMadeWorkflows, SandboxParameter, SandboxWorkflow } from "./workflows/ready-made";
