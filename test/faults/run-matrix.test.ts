import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeFaultMatrix } from "../support/describe-fault-matrix";
import { runScenarios } from "../support/fault-scenarios";
import { realServer } from "../support/real-server";

describe("runs on the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 100 });
  });
  describeFaultMatrix({ target: () => sandbox, scenarios: runScenarios, atOnce: 120, pairs: 50 });
  afterAll(() => sandbox.close());
});

describe("runs on the real server", () => {
  describeFaultMatrix({ target: realServer, scenarios: runScenarios, atOnce: 5, singles: 20, pairs: 5 });
});
