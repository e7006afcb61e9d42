import { startSandbox } from "../../../src/sandbox";
import type { ContractTarget } from "../../contract/contract-account";
import { fromRunner } from "../engine/pulumi-project";

/**
 * Describes the same on the sandbox and on the real server. Contract and unit tests hold the sandbox to the real server:
 * a run that is short of time (`PULUMI_SKYVERN_LIFECYCLES=real`) leaves the sandbox out.
 */
export function describeOnBothServers(
  subject: string,
  describeThere: (target: () => ContractTarget) => void,
): void {
  if (process.env.PULUMI_SKYVERN_LIFECYCLES !== "real") {
    describe(`${subject}, on the sandbox`, () => {
      let target: ContractTarget & { close(): Promise<void> };
      beforeAll(async () => {
        target = await startSandbox();
      });
      describeThere(() => target);
      // After the one of the tests, which removes what they made.
      afterAll(() => target.close());
    });
  }
  describe(`${subject}, on the real server`, () => {
    describeThere(() => ({ url: fromRunner("SKYVERN_BASE_URL"), apiKey: fromRunner("SKYVERN_API_KEY") }));
  });
}
