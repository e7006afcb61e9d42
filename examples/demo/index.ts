import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();
const workflowId = config.require("workflowId");

const nightly = new skyvern.WorkflowSchedule("nightly-invoices", {
  workflowId,
  cronExpression: config.require("nightlyCron"),
  timezone: "America/New_York",
  description: "Collects the invoices of the day",
  enabled: true,
});

const report = new skyvern.WorkflowSchedule("working-hours-report", {
  workflowId,
  cronExpression: config.require("reportCron"),
  timezone: "Europe/Berlin",
  enabled: true,
});

const monthly = new skyvern.WorkflowSchedule("monthly-statement", {
  workflowId,
  cronExpression: config.require("monthlyCron"),
  timezone: "Asia/Tokyo",
  enabled: true,
});

export const scheduleIds = [nightly.scheduleId, report.scheduleId, monthly.scheduleId];

// Only if a workflow is configured. The deployment waits for the run, and fails if the run fails.
const runWorkflowId = config.get("runWorkflowId");
const collect =
  runWorkflowId === undefined
    ? undefined
    : new skyvern.WorkflowRun("collect-invoices", { workflowId: runWorkflowId, timeout: "2m" });

export const collected = collect?.output;
