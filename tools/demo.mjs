import { build } from "./build.mjs";
import { fail, heading, say } from "./demo/narrate.mjs";
import { openPlace } from "./demo/place.mjs";
import { Stack } from "./demo/stack.mjs";
import { Story } from "./demo/story.mjs";
import { findEngine } from "./engine.mjs";
import { duration } from "./progress.mjs";

/** `npm run demo`, or `npm run demo -- --real` on the account of SKYVERN_API_KEY. */
const usage = "Usage: npm run demo [-- --real]";
const args = process.argv.slice(2);
const started = Date.now();

/** @returns {Promise<number>} The exit code. */
async function main() {
  heading("pulumi-skyvern: Skyvern schedules and runs as code, on the real Pulumi engine");
  await build();
  const engine = await findEngine(say);
  const place = await openPlace(args.includes("--real"));
  const stack = new Stack(engine, place.account.environment());
  const story = new Story(place, stack);
  let interrupted = false;
  const stop = () => {
    if (!interrupted) fail("Interrupted: cleaning up first, a moment please.");
    if (!interrupted) story.interrupt();
    interrupted = true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  let code = 0;
  try {
    for (const line of [`Engine: Pulumi ${engine.version}, ${engine.source}`, ...place.about]) say(line);
    say("Program: examples/demo/index.ts");
    await story.tell();
  } catch (error) {
    code = 1;
    if (!interrupted) fail(error instanceof Error ? error.message : String(error));
  }
  const leftovers = await story.cleanUp();
  for (const leftover of leftovers) fail(leftover);
  if (interrupted && leftovers.length === 0) say("Done; nothing is left of it.");
  if (leftovers.length > 0) code = 1;
  await place.close();
  if (code === 0 && story.page !== undefined) say(`The calendar of step 7 is still in ${story.page}.`);
  return interrupted ? 130 : code;
}

if (args.some((argument) => argument !== "--real")) {
  console.error(usage);
  process.exit(2);
}
try {
  const code = await main();
  if (code === 0) heading(`Every step did what it says, in ${duration(Date.now() - started)}.\n`);
  process.exitCode = code;
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
