import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeFaultMatrix } from "../support/faults/describe-fault-matrix";
import { runScenarios as scenarios } from "../support/faults/scenarios";
import { realServer } from "../support/servers/real-server";

describe("runs on the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  const title = "Runs on the sandbox";
  describeFaultMatrix({ title, target: () => sandbox, scenarios, atOnce: 120, pairs: 50 });
  afterAll(() => sandbox.close());
});

describe("runs on the real server", () => {
  const title = "Runs on the real server";
  // Each takes seconds there, and they slow each other down.
  describeFaultMatrix({ title, target: realServer, scenarios, atOnce: 3, singles: 6, pairs: 2 });
});
