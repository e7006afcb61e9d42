import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();

// Runs once for each commit. A failed run fails the deployment, and the next deployment starts a new run.
const smoke = new skyvern.WorkflowRun("smoke", {
  workflowId: config.require("smokeWorkflowId"),
  triggers: { commit: process.env.GITHUB_SHA ?? "none" },
  timeout: "15m",
});

// Created, and later updated, only after the smoke test has passed.
const nightly = new skyvern.WorkflowSchedule(
  "nightly-invoices",
  {
    workflowId: config.require("workflowId"),
    cronExpression: "0 4 * * *",
    timezone: "America/New_York",
  },
  { dependsOn: smoke },
);

export const smokeOutput = smoke.output;
export const smokeUrl = smoke.appUrl;
export const scheduleId = nightly.scheduleId;
