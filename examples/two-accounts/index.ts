import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();

// The account of the stack's configuration, or of SKYVERN_API_KEY.
const staging = new skyvern.WorkflowSchedule("invoices-staging", {
  workflowId: config.require("stagingWorkflowId"),
  cronExpression: "0 2 * * MON",
  enabled: false,
});

// Another account. State holds only the variable's name, so a new key is used as soon as it is set.
const provider = new skyvern.Provider("production", {
  apiKeyEnv: "SKYVERN_API_KEY_PRODUCTION",
  baseUrl: config.get("productionUrl") ?? "https://api.skyvern.com",
});

const production = new skyvern.WorkflowSchedule(
  "invoices-production",
  { workflowId: config.require("productionWorkflowId"), cronExpression: "0 2 * * *" },
  { provider },
);

export const scheduleIds = { staging: staging.scheduleId, production: production.scheduleId };
