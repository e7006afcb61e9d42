/**
 * A program with every kind of resource, also under an explicit provider. With each generation, the number in
 * generation.json, two schedules are updated, one is deleted, one is made, and the run is replaced.
 */
export const upgradeProgram = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const generation = JSON.parse(require("fs").readFileSync("generation.json", "utf8"));
const { PLAIN, TYPED, COMPLETING } = process.env;
const account = new skyvern.Provider("account", { apiKey: process.env.SKYVERN_API_KEY });
new skyvern.WorkflowSchedule("nightly", {
  workflowId: TYPED,
  cronExpression: "0 2 * * *",
  timezone: "Europe/Kyiv",
  description: "Collects the invoices of the day",
  parameters: { target: pulumi.secret("marker-secret"), count: generation, options: { deep: [1, null] } },
});
new skyvern.WorkflowSchedule(
  "elsewhere",
  { workflowId: PLAIN, cronExpression: generation + " 3 * * MON-FRI", enabled: false },
  { provider: account },
);
new skyvern.WorkflowSchedule("of-" + generation, { workflowId: PLAIN, cronExpression: "0 4 * * *" });
const run = new skyvern.WorkflowRun("collect", {
  workflowId: COMPLETING,
  triggers: { generation },
  pollInterval: "50ms",
});
exports.output = run.output;
`;
