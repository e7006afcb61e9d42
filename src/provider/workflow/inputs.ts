import { plainJsonProblems, storedParameters } from "../../json-parameters";
import type { Json } from "../../skyvern/wire";
import { workflowIdProblem } from "../../skyvern/workflows";
import * as z from "../../zod";

/** The rule for a workflow's permanent id, which schedules and runs share. */
export const workflowIdRule = z
  .string({ error: "workflowId must be a string, the workflow's permanent id: wpid_…." })
  .check(
    z.superRefine((value, context) => {
      const problem = workflowIdProblem(value);
      if (problem !== undefined) context.addIssue(`"${value}" ${problem}.`);
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
