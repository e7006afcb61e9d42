import { runRealTests } from "./real-tests.mjs";

/** `npm run test:e2e`: test/e2e on the real engine and the real Skyvern server; arguments go to jest. */
await runRealTests("test-e2e", ["test/e2e"], process.argv.slice(2));
