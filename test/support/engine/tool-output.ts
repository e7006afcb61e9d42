import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Runs one of the tools, and returns the JSON that it prints. What it builds takes some minutes at the first time;
 * its progress goes to stderr.
 */
export async function toolOutput(tool: string, ...args: readonly string[]): Promise<unknown> {
  const file = join(__dirname, "../../../tools", tool);
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`tools/${tool} failed. It printed why.`);
  return JSON.parse(output);
}
