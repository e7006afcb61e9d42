import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const nightly = new skyvern.WorkflowSchedule("nightly-invoices", {
  workflowId: new pulumi.Config().require("workflowId"),
  cronExpression: "0 4 * * *",
  timezone: "America/New_York",
  parameters: { vendor: "acme" },
});

export const id = nightly.scheduleId;
