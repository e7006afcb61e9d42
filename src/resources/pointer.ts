/**
 * The line that state stores instead of code. The dynamic-provider host runs it to load the installed package. It
 * never changes, so an upgrade changes no state: see docs/state.md.
 */
export function pointer(name: "workflowSchedule" | "workflowRun"): string {
  return `exports.handler = () => require('pulumi-skyvern/provider').${name};`;
}
