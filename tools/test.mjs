import { build } from "./build.mjs";
import { runJest } from "./jest.mjs";
import { runStage } from "./results.mjs";

/** `npm test`: everything but test/e2e, with the coverage gate; further arguments go to jest. */
const args = process.argv.slice(2);

await runStage("test", async () => {
  await build();
  const gate = args.length === 0 ? ["--coverage"] : [];
  return await runJest([
    "--testPathIgnorePatterns",
    "/node_modules/",
    "<rootDir>/test/e2e/",
    ...gate,
    ...args,
  ]);
});
