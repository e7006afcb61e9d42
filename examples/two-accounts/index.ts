import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();

// Uses the account of the stack's configuration, or else of SKYVERN_API_KEY.
const staging = new skyvern.WorkflowSchedule("invoices-staging", {
  workflowId: config.require("stagingWorkflowId"),
  cronExpression: "0 2 * * MON",
  enabled: false,
});

// Uses another account. State contains only the name of the variable, so a new key works as soon as it is set.
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
