import { createHash } from "node:crypto";
import { requestKeys, type WorkflowRunInputs } from "./inputs";

/** The tag by which a run is found again. Its value is the run's key. */
export const runTagKey = "pulumi-run";

/**
 * The key of a run: the same for the same resource of the same stack with the same request and triggers. It lets a
 * restarted deployment find the run that it waited for. 32 hexadecimal digits.
 */
export function runKey(inputs: WorkflowRunInputs): string {
  // Inputs that are left out are not part of the key, so a new input of a later release changes no key.
  const request = Object.fromEntries(
    requestKeys.flatMap((key) => {
      const value = inputs[key as keyof WorkflowRunInputs];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return createHash("sha256")
    .update(JSON.stringify(sorted([inputs.origin, request])))
    .digest("hex")
    .slice(0, 32);
}

/** The value with the keys of all objects sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
