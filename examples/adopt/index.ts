import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();
const workflowId = config.require("workflowId");

// Adopts a schedule of the account by its id. `pulumi up` changes what differs from these inputs.
const invoices = new skyvern.WorkflowSchedule("nightly-invoices", {
  workflowId,
  cronExpression: "0 4 * * *",
  timezone: "America/New_York",
  adopt: config.require("scheduleId"),
});

// Adopts the schedule named "weekly-report" of this workflow, or creates it if it does not exist.
const report = new skyvern.WorkflowSchedule("weekly-report", {
  workflowId,
  cronExpression: "0 7 * * MON",
  timezone: "Europe/Berlin",
  adopt: true,
});

export const adopted = [invoices.scheduleId, report.scheduleId];
