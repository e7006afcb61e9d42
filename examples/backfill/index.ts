import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as skyvern from "pulumi-skyvern";

const config = new pulumi.Config();
const workflowId = config.require("workflowId");
const lanes = config.requireNumber("lanes");

// Each day with the number of its attempt: a raised number runs the day again, and no other one.
const days = JSON.parse(readFileSync("days.json", "utf8")) as Record<string, number>;

const runs: { day: string; run: skyvern.WorkflowRun }[] = [];
for (const [day, attempt] of Object.entries(days)) {
  // Each run waits for the one that has its lane, so no more go on at a time than there are lanes.
  const before = runs.at(-lanes);
  const run = new skyvern.WorkflowRun(
    `export-${day}`,
    // No end of a run fails the deployment: the lane goes on, and `failed` tells.
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
