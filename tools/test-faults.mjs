import { runRealTests } from "./real-tests.mjs";

/** `npm run test:faults`: test/faults, the figures of docs/internals/reliability.md; arguments go to jest. */
await runRealTests("test-faults", ["test/faults"], process.argv.slice(2));
