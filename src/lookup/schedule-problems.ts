import { isSkyvernError } from "../errors";
import { isPlainObject } from "../plain-object";
import { propertyPath } from "../property-path";
import { unknownValue } from "../provider/unknown";
import { missingWorkflow, parameterFailures } from "../provider/workflow/check";
import { WorkflowReader } from "../provider/workflow/reader";
import type { SkyvernClient } from "../skyvern/client";
import type { Json } from "../skyvern/wire";

/** A schedule whose parameters are compared with its workflow. */
interface ParameterSubject {
  readonly schedule: string;
  /** `wpid_…`. */
  readonly workflowId: string;
  /** Outputs and promises count as right: the provider checks them once they are known. */
  readonly parameters: { readonly [key: string]: unknown };
}

interface ScheduleProblem {
  readonly schedule: string;
  /** `workflow`: the account does not have it. */
  readonly about: "workflow" | "parameters";
  /** The key, if the schedule has it. */
  readonly parameter: string | undefined;
  readonly message: string;
}

/**
 * Compares all schedules with their workflows at once.
 *
 * @throws SkyvernError
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function scheduleProblems(
  client: SkyvernClient,
  subjects: readonly ParameterSubject[],
): Promise<readonly ScheduleProblem[]> {
  const reader = new WorkflowReader(client);
  // If the server lacks this route, the other problems are still reported.
  const credentialExists = (id: string) => reader.credentialExists(id).catch(() => true);
  const found = subjects.map(async ({ schedule, workflowId, parameters }): Promise<ScheduleProblem[]> => {
    const workflow = await reader.readAlone(workflowId).catch((error: unknown) => {
      if (isSkyvernError(error, "not-found")) return undefined;
      throw error;
    });
    if (workflow === undefined) {
      const message = missingWorkflow(workflowId, client.baseUrl);
      return [{ schedule, about: "workflow", parameter: undefined, message }];
    }
    const known = Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [key, knownPart(value)]),
    );
    const failures = await parameterFailures(workflow, known, credentialExists);
    return failures.map(({ property, reason }) => {
      const parameter = Object.keys(known).find((key) => propertyPath("parameters", key) === property);
      const message = parameter === undefined ? `${property}: ${reason}` : reason;
      return { schedule, about: "parameters", parameter, message };
    });
  });
  return (await Promise.all(found)).flat();
}

function knownPart(value: unknown): Json {
  if (Array.isArray(value)) return value.map(knownPart);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as Json;
  if (!isPlainObject(value)) return unknownValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, knownPart(inner)]));
}
