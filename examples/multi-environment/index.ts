import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();

const set = new skyvern.ScheduleSet("schedules", { file: "schedules.yaml", environment: pulumi.getStack() });

// Leaves out secrets, because a hash of a short secret can be guessed. List every key that holds a `${secret:…}` here.
const plan = pulumi
  .unsecret(set.resolved)
  .apply((all) => JSON.stringify(all, (key, value) => (key === "password" ? undefined : value)));

// Runs after each change of the schedules. A failed run fails the deployment, so the promotion stops here.
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
