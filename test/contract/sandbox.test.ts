import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeScheduleContract } from "./schedule-contract";

describe("the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  describeScheduleContract(() => sandbox);
});
