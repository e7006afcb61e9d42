import { build } from "./build.mjs";
import { runJest } from "./jest.mjs";
import { runStage } from "./results.mjs";

/** `npm test`: everything but test/e2e and test/faults, with the coverage gate; further arguments go to jest. */
const args = process.argv.slice(2);

/** No test may use the account or the stack of the person who runs it. */
const ownSettings = /^(SKYVERN|PULUMI)_/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownSettings.test(name)));

await runStage("test", async () => {
  await build();
  // A subset of the tests cannot reach the coverage gate.
  const gate = args.length === 0 ? ["--coverage"] : [];
  const folders = ["/node_modules/", "<rootDir>/test/e2e/", "<rootDir>/test/faults/"];
  const ignored = folders.map((folder) => `--testPathIgnorePatterns=${folder}`);
  // Patterns come first, because jest reads a pattern after a multi-value option as one more value.
  return await runJest([...args, ...gate, ...ignored], { env });
});
