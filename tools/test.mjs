import { build } from "./build.mjs";
import { runJest } from "./jest.mjs";
import { runStage } from "./results.mjs";

/**
 * `npm test`: everything but test/e2e, test/faults and test/browser. Further arguments go to jest. `--coverage` adds the coverage gate,
 * which costs a third of the time, so that only `.ci/run` and the CI workflow set it.
 */
const args = process.argv.slice(2);

/**
 * No test may use the account or the stack of the person who runs it. Node reads all certificates of NODE_EXTRA_CA_CERTS
 * at each start, and no test needs them.
 */
const ownSettings = /^(SKYVERN|PULUMI)_|^NODE_EXTRA_CA_CERTS$/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownSettings.test(name)));

await runStage("test", async () => {
  await build();
  const folders = [
    "/node_modules/",
    "<rootDir>/test/e2e/",
    "<rootDir>/test/faults/",
    "<rootDir>/test/browser/",
  ];
  const ignored = folders.map((folder) => `--testPathIgnorePatterns=${folder}`);
  // Patterns come first, because jest reads a pattern after a multi-value option as one more value.
  return await runJest([...args, ...ignored], { env });
});
