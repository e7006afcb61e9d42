import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();
const workflowId = config.require("workflowId");
const lanes = config.requireNumber("lanes");

// Each day has the number of its attempt. To run only one day again, raise its number.
const days = JSON.parse(readFileSync("days.json", "utf8")) as Record<string, number>;

const runs: { day: string; run: skyvern.WorkflowRun }[] = [];
for (const [day, attempt] of Object.entries(days)) {
  // Each run waits for the run before it in its lane, so at most `lanes` runs are active at a time.
  const before = runs.at(-lanes);
  const run = new skyvern.WorkflowRun(
    `export-${day}`,
    // A failed run does not fail the deployment: its lane continues, and `failed` lists it.
    { workflowId, parameters: { day }, triggers: { attempt }, failOn: [] },
    { dependsOn: before === undefined ? [] : [before.run] },
  );
  runs.push({ day, run });
}

const ends = pulumi.all(
  runs.map(({ day, run }) => pulumi.all({ day, status: run.status, reason: run.failureReason })),
);
export const completed = ends.apply((all) => all.filter(({ status }) => status === "completed").length);
export const failed = ends.apply((all) => all.filter(({ status }) => status !== "completed"));
