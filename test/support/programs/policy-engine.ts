import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const tool = join(__dirname, "../../../tools/engine-policy.mjs");

/**
 * Folders to put in front of PATH for an engine that runs policy packs; none where the one on PATH does.
 * Where it has to be built first, this takes some minutes, and says so on stderr.
 */
export async function policyEnginePath(): Promise<readonly string[]> {
  const child = spawn(process.execPath, [tool], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new Error("There is no engine that runs policy packs; tools/engine-policy.mjs said why.");
  const { path } = JSON.parse(output) as { readonly path: readonly string[] };
  return path;
}
