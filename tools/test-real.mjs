import { runRealTests } from "./real-tests.mjs";

/** `npm run test:real`: both test/e2e and test/faults, in one run with one server; arguments go to jest. */
await runRealTests("test-real", ["test/e2e", "test/faults"], process.argv.slice(2));
