import { describeBodyContract } from "./body-contract";
import { ContractAccount, type ContractTarget } from "./contract-account";
import { describeCreateContract } from "./create-contract";
import { describeListContract } from "./list-contract";
import { describeOneTimeContract } from "./one-time-contract";
import { describeParameterContract } from "./parameter-contract";
import { describeRoutingContract } from "./routing-contract";
import { describeUpdateContract } from "./update-contract";
import { describeValueContract } from "./value-contract";
import { describeDefinitionContract } from "./workflows/definition-contract";
import { describeVersionContract } from "./workflows/version-contract";
import { describeWorkflowContract } from "./workflows/workflow-contract";
import { describeWorkflowListContract } from "./workflows/workflow-list-contract";
import { describeYamlContract } from "./workflows/yaml-contract";

/**
 * What a client of Skyvern's schedules relies on, as sentences. Unit tests run it against the sandbox, end-to-end tests
 * against the real server. Both must pass, so the sandbox can be trusted.
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
    describeValueContract(account);
    describeWorkflowContract(account);
    describeWorkflowListContract(account);
    describeVersionContract(account);
    describeDefinitionContract(account);
    describeYamlContract(account);
  });
}
