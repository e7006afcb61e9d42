/**
 * A program whose runs stand in runs.json: `{ name: { ...inputs, $options? } }`; `$secret` wraps a value. It exports
 * each run's output. `$lookups` in it looks a workflow, its runs and its schedules up and exports what is found.
 */
export const runProgram = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const { $lookups, ...wanted } = JSON.parse(require("fs").readFileSync("runs.json", "utf8"));
const reveal = (value) => {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  if ("$secret" in value) return pulumi.secret(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
};
for (const [name, { $options, ...inputs }] of Object.entries(wanted)) {
  exports[name] = new skyvern.WorkflowRun(name, reveal(inputs), $options).output;
}
if ($lookups !== undefined) {
  const { title, runId } = $lookups;
  const workflow = skyvern.getWorkflowOutput({ title: pulumi.output(title) });
  exports.found = {
    workflowId: skyvern.getWorkflow({ title }).then(({ workflowId }) => workflowId),
    workflows: skyvern.getWorkflows({ search: title }).then((all) => all.map(({ title }) => title)),
    schedules: skyvern.getSchedulesOutput({ workflowId: workflow.workflowId }).apply((all) => all.length),
    status: skyvern.getRun({ runId }).then(({ status }) => status),
    statusLater: skyvern.getRunOutput({ runId: pulumi.output(runId) }).status,
  };
}
`;
