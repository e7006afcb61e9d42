import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();

const set = new skyvern.ScheduleSet("schedules", { file: "schedules.yaml", environment: pulumi.getStack() });

// Everything but secrets: a hash of one hides little. Each key that holds a `${secret:…}` must be left out here.
const plan = pulumi
  .unsecret(set.resolved)
  .apply((all) => JSON.stringify(all, (key, value) => (key === "password" ? undefined : value)));

// Runs after each change of the schedules, and fails the deployment, so that the next environment is not reached.
const smoke = new skyvern.WorkflowRun(
  "smoke",
  {
    workflowId: skyvern.getWorkflowOutput({ title: config.require("smokeWorkflow") }).workflowId,
    triggers: { plan: plan.apply((text) => createHash("sha256").update(text).digest("hex")) },
    timeout: "15m",
  },
  { dependsOn: set },
);

export const resolved = set.resolved;
export const smokeUrl = smoke.appUrl;
