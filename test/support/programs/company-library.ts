import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A CommonJS package with a component that makes a schedule. */
const invoices = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
exports.Invoices = class Invoices extends pulumi.ComponentResource {
  constructor(name, { workflowId }, options) {
    super("company:index:Invoices", name, {}, options);
    const inputs = { workflowId, cronExpression: "0 2 * * *", timezone: "Europe/Kyiv" };
    this.schedule = new skyvern.WorkflowSchedule(name, inputs, { parent: this });
    this.registerOutputs({ scheduleId: this.schedule.scheduleId });
  }
};
`;

/** An ESM package with a function that makes a schedule. */
const reports = `
import { WorkflowSchedule } from "pulumi-skyvern";
export function weeklyReport(name, workflowId) {
  return new WorkflowSchedule(name, { workflowId, cronExpression: "0 6 * * MON" });
}
`;

/**
 * Writes two packages such as a company has for its own programs, `@company/invoices` and `@company/reports`,
 * which depend on this one.
 *
 * @param skyvern where this package comes from, as package.json says it
 * @returns what a program writes among its dependencies
 */
export function writeLibraries(folder: string, skyvern: string): Readonly<Record<string, string>> {
  const write = (name: string, type: "commonjs" | "module", code: string): string => {
    const library = join(folder, name);
    mkdirSync(library, { recursive: true });
    const packageJson = {
      name: `@company/${name}`,
      version: "1.0.0",
      type,
      exports: "./index.js",
      dependencies: { "pulumi-skyvern": skyvern },
      peerDependencies: { "@pulumi/pulumi": "^3.216.0" },
    };
    writeFileSync(join(library, "package.json"), JSON.stringify(packageJson));
    writeFileSync(join(library, "index.js"), code);
    return `file:${library}`;
  };
  return {
    "@company/invoices": write("invoices", "commonjs", invoices),
    "@company/reports": write("reports", "module", reports),
  };
}
