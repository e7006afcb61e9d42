import { refusal } from "../server/api-error";
import type { JsonObject } from "../server/json";
import type { Store, StoredWorkflow } from "../server/store";
import { inputsOf, inputValues, refuseCredentials } from "../workflows/inputs";

/**
 * Checks a schedule's parameters against its workflow as the server does: unknown keys, then missing keys, then
 * credentials. Neither checks the types of values.
 */
export function refuseParameters(store: Store, workflow: StoredWorkflow, given: JsonObject | null): void {
  const known = new Set(inputsOf(workflow).map(({ key }) => key));
  const refuseKeys = (what: string, keys: readonly string[]) => {
    if (keys.length === 0) return;
    const place = `schedule parameters for workflow ${workflow.workflowId}`;
    throw refusal(400, `${what} ${place}: ${keys.join(", ")}`);
  };
  const unknown = Object.keys(given ?? {}).filter((key) => !known.has(key));
  refuseKeys("Unknown", unknown.sort());
  const { values, missing } = inputValues(workflow, given);
  refuseKeys("Missing", missing);
  refuseCredentials(store, values, (type) => `Credential ID must be a string, got ${type}`);
}
