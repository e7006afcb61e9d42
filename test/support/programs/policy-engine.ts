import { toolOutput } from "../engine/tool-output";

/** Folders to put in front of PATH for an engine that runs policy packs; none where the one on PATH does. */
export async function policyEnginePath(): Promise<readonly string[]> {
  const { path } = (await toolOutput("engine-policy.mjs")) as { readonly path: readonly string[] };
  return path;
}
