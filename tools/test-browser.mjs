import { findBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { runJest } from "./jest.mjs";
import { runStage } from "./results.mjs";

/** `npm run test:browser`: test/browser alone, without the engine and the server of `test:real`; arguments go to jest. */
await runStage("test-browser", async () => {
  await build();
  await findBrowser();
  // Patterns come first, because jest reads a pattern after a multi-value option as one more value.
  return await runJest([...process.argv.slice(2), "--roots=<rootDir>/test/browser"], { env: process.env });
});
