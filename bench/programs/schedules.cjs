// The program of every measured stack. wanted.json lists what it declares.
const { readFileSync } = require("node:fs");

const { kind, count, workflowIds, revision } = JSON.parse(readFileSync("wanted.json", "utf8"));
const { WorkflowSchedule } = require(kind);

for (let index = 0; index < count; index++) {
  const vendor = `vendor-${index}`;
  new WorkflowSchedule(`invoices-of-${vendor}`, {
    workflowId: workflowIds[index % workflowIds.length],
    cronExpression: `${index % 60} ${Math.floor(index / 60) % 24} * * *`,
    timezone: "America/New_York",
    description: `Collects the invoices of ${vendor}, revision ${revision}`,
    parameters: { vendor },
  });
}
