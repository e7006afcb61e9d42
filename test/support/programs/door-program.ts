import { javascriptProject } from "../engine/pulumi-project";

/** A Pulumi.yaml for a JavaScript program with the place of the provider plugin. */
export const pluginProject = `${javascriptProject}plugins: { providers: [{ name: skyvern, path: node_modules/.bin }] }\n`;

/**
 * A program of every kind of resource, in each place that a resource can have. The file names.json decides a name:
 * `{ "nightly": "nightly" }`.
 */
export const doorProgram = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const { nightly } = JSON.parse(require("fs").readFileSync("names.json", "utf8"));
const { PLAIN, TYPED, COMPLETING, SLOW } = process.env;
const at = (hour, more) => ({ workflowId: PLAIN, cronExpression: "0 " + hour + " * * *", ...more });

const aliases = nightly === "nightly" ? [] : [{ name: "nightly" }];
const parameters = { target: pulumi.secret("marker-secret"), count: 1 };
new skyvern.WorkflowSchedule(nightly, { ...at(2, { name: "nightly" }), workflowId: TYPED, parameters }, { aliases });
new skyvern.WorkflowSchedule("hourly", { workflowId: PLAIN, interval: "1h", adopt: true });
const provider = new skyvern.Provider("other", { apiKeyEnv: "OTHER_KEY" });
new skyvern.WorkflowSchedule("elsewhere", at(3), { provider });
new skyvern.WorkflowSchedule("kept", at(4), { protect: true });
const team = new pulumi.ComponentResource("e2e:index:Team", "team");
new skyvern.WorkflowSchedule("of-a-team", at(5, { enabled: false }), { parent: team });
new skyvern.ScheduleSet("jobs", {
  content: {
    workflows: { plain: { id: PLAIN } },
    schedules: { first: { workflow: "plain", cron: "0 6 * * *" }, second: { workflow: "plain", cron: "0 7 * * *" } },
    environments: { prod: null },
  },
  environment: "prod",
});
new skyvern.WorkflowRun("completed", { workflowId: COMPLETING });
new skyvern.WorkflowRun("active", { workflowId: SLOW, waitForCompletion: false });
`;

/** Reads one schedule and imports another; the ids are in the environment. */
export const existingProgram = `
const skyvern = require("pulumi-skyvern");
const { WORKFLOW_ID, READ_ID, IMPORT_ID } = process.env;
exports.cron = skyvern.WorkflowSchedule.get("read", READ_ID).cronExpression;
const inputs = { workflowId: WORKFLOW_ID, cronExpression: "0 9 * * *", name: "Imported" };
new skyvern.WorkflowSchedule("imported", inputs, { import: IMPORT_ID });
`;
