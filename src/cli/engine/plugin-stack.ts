/**
 * Whether the resources of a stack are those of the provider plugin. Only a program in TypeScript or JavaScript has a
 * choice.
 *
 * @param runtime as Pulumi.yaml names it
 * @param configuration of the stack
 */
export function usesPlugin(runtime: string, configuration: ReadonlyMap<string, string>): boolean {
  return !hasChoice(runtime) || configuration.get("skyvern:plugin")?.trim() === "true";
}

/** Whether programs of this runtime can use dynamic resources. */
export function hasChoice(runtime: string): boolean {
  return runtime === "nodejs" || runtime === "bun";
}
