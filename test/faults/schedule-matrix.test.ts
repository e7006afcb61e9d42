import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeFaultMatrix } from "../support/faults/describe-fault-matrix";
import { scheduleScenarios as scenarios } from "../support/faults/scenarios";
import { realServer } from "../support/servers/real-server";

describe("schedules on the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  const title = "Schedules on the sandbox";
  describeFaultMatrix({ title, target: () => sandbox, scenarios, atOnce: 120, pairs: 50 });
  afterAll(() => sandbox.close());
});

describe("schedules on the real server", () => {
  const title = "Schedules on the real server";
  // With more at a time the server's database is locked for longer than the server waits.
  describeFaultMatrix({ title, target: realServer, scenarios, atOnce: 3, singles: 12, pairs: 4 });
});
