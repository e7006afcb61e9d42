import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();
const workflowId = config.require("workflowId");

// One schedule of the account, by its id. What differs from what stands here is brought in line.
const invoices = new skyvern.WorkflowSchedule("nightly-invoices", {
  workflowId,
  cronExpression: "0 4 * * *",
  timezone: "America/New_York",
  adopt: config.require("scheduleId"),
});

// The one that is named "weekly-report" in this workflow; where there is none, a new one.
const report = new skyvern.WorkflowSchedule("weekly-report", {
  workflowId,
  cronExpression: "0 7 * * MON",
  timezone: "Europe/Berlin",
  adopt: true,
});

export const adopted = [invoices.scheduleId, report.scheduleId];
