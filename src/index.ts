export { Provider, type ProviderArgs } from "./resources/provider";
export { WorkflowSchedule, type WorkflowScheduleArgs } from "./resources/workflow-schedule";
