import { plainJsonProblems, storedParameters } from "../../json-parameters";
import type { Json } from "../../skyvern/wire";
import * as z from "../../zod";

/** The rule for a workflow's permanent id, which schedules and runs share. */
export const workflowIdRule = z
  .string({ error: "workflowId must be a string, the workflow's permanent id: wpid_…." })
  .check(
    z.superRefine((value, context) => {
      if (/^wpid_\w+$/.test(value)) return;
      context.addIssue(
        /^w_\w+$/.test(value)
          ? `"${value}" is the id of one version of a workflow. Write the permanent id, wpid_…, which stays the same when the workflow is edited.`
          : `"${value}" is not a workflow id. Write the workflow's permanent id, wpid_…, from its address in Skyvern's web page.`,
      );
    }),
  );

/** The rule for values of a workflow's input parameters: plain JSON, normalised as the server stores it. */
export const parametersRule = z.transform((value: unknown, context) => {
  const problems = plainJsonProblems(value);
  for (const { path, reason } of problems) {
    context.issues.push({ code: "custom", path: [...path], message: reason, input: value });
  }
  return problems.length === 0 ? storedParameters(value as Json) : z.NEVER;
});
