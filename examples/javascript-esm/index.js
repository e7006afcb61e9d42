import * as pulumi from "@pulumi/pulumi";
import { WorkflowSchedule } from "pulumi-skyvern";

const workflowId = new pulumi.Config().require("workflowId");

const offices = { berlin: "Europe/Berlin", tokyo: "Asia/Tokyo" };

const mornings = Object.entries(offices).map(
  ([office, timezone]) =>
    new WorkflowSchedule(`morning-${office}`, {
      workflowId,
      cronExpression: "30 8 * * MON-FRI",
      timezone,
      description: `Before the day begins in ${timezone}`,
    }),
);

export const scheduleIds = mornings.map((schedule) => schedule.scheduleId);
