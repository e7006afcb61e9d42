import { runRealTests } from "./real-tests.mjs";

/** `npm run test:real`: test/e2e, test/faults and test/browser, in one run with one server; arguments go to jest. */
await runRealTests("test-real", ["test/e2e", "test/faults", "test/browser"], process.argv.slice(2));
