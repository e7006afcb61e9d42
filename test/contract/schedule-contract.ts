import { describeBodyContract } from "./body-contract";
import { ContractAccount, type ContractTarget } from "./contract-account";
import { describeCreateContract } from "./create-contract";
import { describeListContract } from "./list-contract";
import { describeOneTimeContract } from "./one-time-contract";
import { describeParameterContract } from "./parameter-contract";
import { describeRoutingContract } from "./routing-contract";
import { describeUpdateContract } from "./update-contract";
import { describeWorkflowContract } from "./workflow-contract";

/**
 * What a client of Skyvern's schedules relies on, as sentences. Run against the sandbox always and against
 * the real server end to end: that both pass is what lets the sandbox be believed.
 */
export function describeScheduleContract(target: () => ContractTarget): void {
  describe("the schedules API", () => {
    const account = new ContractAccount(target);
    afterAll(() => account.removeAll());
    describeRoutingContract(account);
    describeCreateContract(account);
    describeBodyContract(account);
    describeParameterContract(account);
    describeUpdateContract(account);
    describeListContract(account);
    describeOneTimeContract(account);
    describeWorkflowContract(account);
  });
}
