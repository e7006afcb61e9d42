import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { command, confirm } from "./narrate.mjs";

/**
 * Writes the page of the account's schedules, and leaves it there.
 *
 * @param {NodeJS.ProcessEnv} environment What the command reads.
 * @returns {Promise<string>} The file.
 */
export async function writeCalendar(environment) {
  const file = join(tmpdir(), "pulumi-skyvern-demo-calendar.html");
  command(`npx pulumi-skyvern calendar --account -o ${file}`);
  const program = join(root, "dist", "cli", "main.js");
  const env = { ...process.env, ...environment };
  const options = { quiet: true, env, timeoutMs: 60_000 };
  const { code, output } = await run(
    process.execPath,
    [program, "calendar", "--account", "-o", file],
    options,
  );
  if (code !== 0) throw new Error(`calendar failed with exit code ${code}: ${output.trim()}`);
  confirm(`The page is ${file}: open it in a browser`);
  return file;
}
