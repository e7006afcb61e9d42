import type { ContractTarget } from "../contract-account";
import { RunAccount } from "../run-account";
import { describeRunLifeContract } from "./run-life-contract";
import { describeRunListContract } from "./run-list-contract";
import { describeRunParameterContract } from "./run-parameter-contract";
import { describeRunRequestContract } from "./run-request-contract";
import { describeRunTagContract } from "./run-tag-contract";
import { describeRunWebhookContract } from "./run-webhook-contract";
import { describeWorkflowRunContract } from "./workflow-run-contract";

/** What a client of Skyvern's runs relies on, as sentences; for the sandbox and for the real server. */
export function describeRunContract(target: () => ContractTarget): void {
  describe("the runs API", () => {
    const account = new RunAccount(target);
    afterAll(() => account.removeAll());
    describeRunRequestContract(account);
    describeRunParameterContract(account);
    describeRunLifeContract(account);
    describeRunListContract(account);
    describeRunTagContract(account);
    describeRunWebhookContract(account);
    describeWorkflowRunContract(account);
  });
}
