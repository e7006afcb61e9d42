import { isSkyvernError, SkyvernError } from "../errors";
import type { Json, WireWorkflow } from "../skyvern/wire";
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
  if (!context.checksLive()) {
    await note("skyvern:checkWorkflows is false.");
    return local;
  }
  const account = context.account();
  if (account.isUnreachable) return local;
  try {
    const reading = checkAgainstListed(context, String(workflowId), parameters);
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

/**
 * Repeats the check of {@link checkLive} with a request if it used a listed workflow, which may have changed since, perhaps by
 * another resource of the same program. Comes before a write.
 *
 * @param operation the write, in words between "Could not" and "of workflow": `create schedule "nightly"`
 * @throws SkyvernError `invalid` if the parameters no longer fit
 */
export async function confirmCheck(
  context: ProviderContext,
  { workflowId, parameters }: { readonly workflowId: string; readonly parameters?: unknown },
  operation: string,
): Promise<void> {
  const { workflows } = context.account();
  if (!workflows.isReadInList(workflowId)) return;
  const failures = await workflowFailures(context, workflowId, parameters, (id) => workflows.readAlone(id));
  if (failures.length === 0) return;
  const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join(" ");
  throw new SkyvernError(
    "invalid",
    `Could not ${operation} of workflow ${workflowId}: the workflow was changed or deleted after the check, so nothing was sent. ${reasons} Correct the program or the workflow, then run \`pulumi up\` again.`,
  );
}

/** A failure against a listed workflow counts only if a request confirms it. */
async function checkAgainstListed(
  context: ProviderContext,
  workflowId: string,
  parameters: unknown,
): Promise<readonly CheckFailure[]> {
  const { workflows } = context.account();
  const failures = await workflowFailures(context, workflowId, parameters, (id) => workflows.read(id));
  return failures.length > 0 && workflows.isReadInList(workflowId)
    ? workflowFailures(context, workflowId, parameters, (id) => workflows.readAlone(id))
    : failures;
}

async function workflowFailures(
  context: ProviderContext,
  workflowId: string,
  parameters: unknown,
  read: (workflowId: string) => Promise<WireWorkflow>,
): Promise<readonly CheckFailure[]> {
  const account = context.account();
  /** Only this route may be missing, on a gateway or an older server. That must not stop a preview. */
  const credentialExists = async (id: string): Promise<boolean> => {
    try {
      return await account.workflows.credentialExists(id);
    } catch (error) {
      if (!isSkyvernError(error, "unsupported", "unavailable", "unexpected-response")) throw error;
      await context.notes.print(
        "unchecked credentials",
        `Credential ids in parameters are not checked against Skyvern: ${error.finding}`,
      );
      return true;
    }
  };
  try {
    const workflow = await read(workflowId);
    if (isUnknown(parameters)) return [];
    const given = (parameters ?? {}) as { readonly [key: string]: Json };
    return await parameterFailures(workflow, given, credentialExists);
  } catch (error) {
    if (!isSkyvernError(error, "not-found")) throw error;
    return [{ property: "workflowId", reason: missingWorkflow(workflowId, account.client.baseUrl) }];
  }
}
