import { findBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { runJest } from "./jest.mjs";
import { runStage } from "./results.mjs";

/** `npm run test:browser`: test/browser alone, without the engine and the server of `test:real`; arguments go to jest. */
await runStage("test-browser", async () => {
  await build();
  await findBrowser();
  return await runJest(["--roots=<rootDir>/test/browser", ...process.argv.slice(2)], { env: process.env });
});
