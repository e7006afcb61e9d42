import { describeRunContract } from "../contract/run-contract";
import { realServer } from "../support/servers/real-server";

const target = realServer();

describe(`the real server at ${target.url}`, () => {
  describeRunContract(() => target);
});
