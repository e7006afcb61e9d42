import type { Sandbox } from "../../../src/sandbox";
import { RunAccount } from "../../contract/run-account";
import { type OldResource, withIds } from "./old-state";

/** When state says that it was made; of an unconfirmed creation the end of the interval. */
export function madeAt({ outputs }: OldResource): Date {
  return new Date(String(outputs.createdAt).replace(/^.*\//, ""));
}

/** Makes the schedule of a resource on the sandbox, and gives the resource its ids. */
export async function restoreSchedule(resource: OldResource, sandbox: Sandbox): Promise<OldResource> {
  const { workflowId, scheduleId, organizationId, ...fields } = resource.outputs;
  const { plain, typed } = sandbox.workflows;
  const workflow = fields.parameters === undefined ? plain : typed;
  const made = await new RunAccount(() => sandbox).createSchedule(workflow.workflowId, {
    ...fields,
    cron_expression: fields.cronExpression,
  });
  return withIds(resource, {
    [String(workflowId)]: workflow.workflowId,
    [String(scheduleId)]: made.workflow_schedule_id,
    [String(organizationId)]: String(made.organization_id),
  });
}

/** Makes the run of a resource on the sandbox, where it completes at once, and gives the resource its ids. */
export async function restoreRun(resource: OldResource, sandbox: Sandbox): Promise<OldResource> {
  const { workflowId } = sandbox.addWorkflow("Old", [
    { key: "target", type: "string", defaultValue: "acme" },
    { key: "count", type: "integer", defaultValue: 1 },
    { key: "options", type: "json", defaultValue: {} },
  ]);
  const run = await new RunAccount(() => sandbox).start(workflowId, {
    parameters: resource.outputs.parameters ?? {},
    run_metadata: { "pulumi-run": "0".repeat(32) },
  });
  return withIds(resource, {
    [String(resource.outputs.workflowId)]: workflowId,
    [resource.id]: run.run_id,
  });
}
