import { RunAccount } from "../contract/run-account";
import { describeRunContract } from "../contract/runs/run-contract";
import { describeMaxStepsContract } from "../contract/runs/run-request-contract";
import { realServer } from "../support/servers/real-server";

const target = realServer();

describe(`the real server at ${target.url}`, () => {
  describeRunContract(() => target);
  describeMaxStepsContract(new RunAccount(() => target));
});
