/**
 * The constant line that stands in state in place of code: the dynamic-provider host runs it, and it finds
 * the installed package. It never changes, so an upgrade changes no state; see docs/state.md.
 */
export function pointer(name: "workflowSchedule" | "workflowRun"): string {
  return `exports.handler = () => require('pulumi-skyvern/provider').${name};`;
}
