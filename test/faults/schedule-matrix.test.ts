import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeFaultMatrix } from "../support/describe-fault-matrix";
import { scheduleScenarios } from "../support/fault-scenarios";
import { realServer } from "../support/real-server";

describe("schedules on the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  describeFaultMatrix({ target: () => sandbox, scenarios: scheduleScenarios, atOnce: 120, pairs: 50 });
  afterAll(() => sandbox.close());
});

describe("schedules on the real server", () => {
  describeFaultMatrix({
    target: realServer,
    scenarios: scheduleScenarios,
    atOnce: 10,
    singles: 20,
    pairs: 5,
  });
});
