import { isSkyvernError } from "../errors";
import type { Json } from "../skyvern/wire";
import type { Account } from "./account";
import { changedKeys } from "./changed-keys";
import type { CheckFailure, CheckResult, Properties } from "./lifecycle";
import type { ProviderContext } from "./provider-context";
import { isUnknown } from "./unknown";
import { missingWorkflow, parameterFailures } from "./workflow/check";

interface FurtherChecks {
  ahead(account: Account): void;
  check(account: Account): Promise<readonly CheckFailure[]>;
}

/**
 * The second step of a check: if the first found no failure, compares a new or changed `workflowId` or `parameters`
 * with the live workflow. If the server cannot be reached, prints a note instead, so that a preview works offline.
 *
 * @param further.ahead starts requests of the other checks, whose answers they then find. It cannot fail
 * @param further.check the other checks, once the workflow is read
 * @throws SkyvernError if there is no API key, the server refuses it, or is not Skyvern
 */
export async function checkLive(
  context: ProviderContext,
  before: Properties | undefined,
  local: CheckResult,
  further?: FurtherChecks,
): Promise<CheckResult> {
  const { workflowId, parameters } = local.inputs;
  const changed = changedKeys(before ?? {}, local.inputs, ["workflowId", "parameters"]);
  if (local.failures.length > 0 || changed.length === 0 || isUnknown(workflowId)) return local;
  const note = (why: string): Promise<void> =>
    context.notes.print("unchecked", `Workflows and parameters are not checked against Skyvern: ${why}`);
  const noteCredentials = (why: string): Promise<void> =>
    context.notes.print(
      "unchecked credentials",
      `Credential ids in parameters are not checked against Skyvern: ${why}`,
    );
  if (!context.checksLive()) {
    await note("skyvern:checkWorkflows is false.");
    return local;
  }
  const account = context.account();
  if (account.isUnreachable) return local;
  try {
    const reading = workflowFailures(account, String(workflowId), parameters, noteCredentials);
    further?.ahead(account);
    const failures = await reading;
    return { inputs: local.inputs, failures: [...failures, ...((await further?.check(account)) ?? [])] };
  } catch (error) {
    if (!isSkyvernError(error, "network", "timeout", "unavailable")) throw error;
    account.isUnreachable = error.kind !== "unavailable";
    await note(error.finding);
    return local;
  }
}

async function workflowFailures(
  account: Account,
  workflowId: string,
  parameters: unknown,
  noteCredentials: (why: string) => Promise<void>,
): Promise<readonly CheckFailure[]> {
  /** Only this route may be missing, on a gateway or an older server. That must not stop a preview. */
  const credentialExists = async (id: string): Promise<boolean> => {
    try {
      return await account.workflows.credentialExists(id);
    } catch (error) {
      if (!isSkyvernError(error, "unsupported", "unavailable", "unexpected-response")) throw error;
      await noteCredentials(error.finding);
      return true;
    }
  };
  try {
    const workflow = await account.workflows.read(workflowId);
    if (isUnknown(parameters)) return [];
    const given = (parameters ?? {}) as { readonly [key: string]: Json };
    const failures = await parameterFailures(workflow, given, credentialExists);
    if (failures.length === 0) return failures;
    // A listed workflow may have changed since, perhaps by another resource of the same program.
    return await parameterFailures(await account.workflows.readAlone(workflowId), given, credentialExists);
  } catch (error) {
    if (!isSkyvernError(error, "not-found")) throw error;
    return [{ property: "workflowId", reason: missingWorkflow(workflowId, account.client.baseUrl) }];
  }
}
