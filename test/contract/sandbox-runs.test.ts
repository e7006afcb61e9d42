import { type Sandbox, startSandbox } from "../../src/sandbox";
import { describeRunContract } from "./runs/run-contract";

describe("the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  describeRunContract(() => sandbox);
});
