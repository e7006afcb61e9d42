const head = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const workflowId = process.env.WORKFLOW_ID;
const fine = { workflowId, cronExpression: "0 2 * * *", enabled: false, description: "Collects invoices" };
`;

/** Breaks each rule of examples/policy in a stack that is no production, and each by a resource of its own. */
export const breakingProgram = `${head}
new skyvern.WorkflowSchedule("in-tokyo", { ...fine, timezone: "Asia/Tokyo" });
new skyvern.WorkflowSchedule("often", { ...fine, cronExpression: "0,20 9 * * MON" });
new skyvern.WorkflowSchedule("enabled", { ...fine, enabled: true });
new skyvern.WorkflowSchedule("left-to-fire", { ...fine, enabled: undefined });
new skyvern.WorkflowSchedule("undescribed", { ...fine, description: " " });
new skyvern.WorkflowRun("unowned", { workflowId });
new skyvern.WorkflowSchedule("plain", {
  ...fine,
  parameters: { password: "plain-text-1", portal: { apiKey: pulumi.secret("hidden"), tokens: ["plain-text-2"] } },
});
new skyvern.WorkflowRun("plain-run", { workflowId, title: "Export", parameters: { password: "plain-text-3" } });
`;

/** Breaks no rule in production. */
export const fineProgram = `${head}
const owned = new skyvern.WorkflowSchedule("owned", {
  ...fine,
  cronExpression: "*/15 9-17 * * MON-FRI",
  enabled: undefined,
  description: undefined,
  parameters: { owner: "billing", vendor: "acme" },
});
const later = pulumi.interpolate\`of \${owned.scheduleId}\`;
new skyvern.WorkflowSchedule("secrets", {
  ...fine,
  enabled: true,
  description: later,
  parameters: pulumi.all({ password: pulumi.secret("hidden"), later }),
});
new skyvern.WorkflowRun("run", {
  workflowId,
  runMetadata: { owner: "billing" },
  parameters: { password: pulumi.secret(later), portal: { token: "cred_123", isPasswordReset: true } },
});
`;

/** Its password and token are known only in `up`, where the password is found to be no secret. */
export const lateProgram = `${head}
const first = new skyvern.WorkflowSchedule("first", { ...fine, enabled: true });
new skyvern.WorkflowSchedule("late", {
  ...fine,
  parameters: { password: first.scheduleId, portal: { token: pulumi.secret(first.scheduleId) } },
});
`;
