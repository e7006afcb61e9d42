import { z } from "zod";
import { checkCron } from "../../calendar/cron/check-cron";
import { timezoneProblem } from "../../calendar/zone/timezone";
import type { Json } from "../../skyvern/wire";
import { checkInputs, type InputRules } from "../check-inputs";
import type { CheckResult, Properties } from "../lifecycle";
import { parametersRule, workflowIdRule } from "../workflow/inputs";

/** A schedule as the program wants it, with every value resolved. */
export interface WorkflowScheduleInputs {
  /** `wpid_…`. */
  readonly workflowId: string;
  /** Five fields, blanks normalised. */
  readonly cronExpression: string;
  /** IANA name. */
  readonly timezone: string;
  readonly name: string;
  readonly description?: string;
  /** As the server stores it: without nulls at the top, never empty. */
  readonly parameters?: { readonly [key: string]: Json };
  /** If left out, a new schedule fires, and a pause by hand is respected. */
  readonly enabled?: boolean;
  /** `wfs_…`, or true to take over the schedule of the same name. */
  readonly adopt?: string | boolean;
  /**
   * The program's `enabled` once `skyvern:paused` ends ("as before" if the program leaves it out). The resource class
   * sets it, beside `enabled: false`, while the stack is held.
   */
  readonly afterHold?: "enabled" | "paused" | "as before";
  /**
   * The resource's URN, which identifies the resource. The resource class sets it. States of earlier versions have
   * none. A changed origin alone is not a difference: an alias changes it.
   */
  readonly origin?: string;
}

const enabledProblem =
  "enabled must be true or false; leave it out to respect a pause made in Skyvern's web page.";

const scheduleRules: InputRules = {
  resource: "WorkflowSchedule",
  internal: ["afterHold", "origin"],
  required: ["workflowId", "cronExpression"],
  defaults: { timezone: "UTC" },
  rules: {
    workflowId: workflowIdRule,
    cronExpression: z
      .string({ error: 'cronExpression must be a string of five fields, such as "0 2 * * *".' })
      .transform((value, context) => {
        const reading = checkCron(value);
        if ("text" in reading) return reading.text;
        context.addIssue(reading.problem);
        return z.NEVER;
      }),
    timezone: z
      .string({ error: 'timezone must be a string, an IANA name such as "America/New_York".' })
      .superRefine((value, context) => {
        const problem = timezoneProblem(value);
        if (problem !== undefined) context.addIssue(problem);
      }),
    name: z
      .string({ error: "name must be a string." })
      .regex(/\S/, "name is empty. Leave it out to use the resource's own name."),
    description: z.string({ error: "description must be a string." }),
    parameters: parametersRule,
    enabled: z.boolean({ error: enabledProblem }),
    adopt: z.custom(
      (value) => typeof value === "boolean" || (typeof value === "string" && /^wfs_\w+$/.test(value)),
      'adopt must be the id of a schedule ("wfs_…"), or true to take over the schedule of the same name.',
    ),
    // An `enabled` that is not a boolean arrives here unchanged.
    afterHold: z.enum(["enabled", "paused", "as before"], { error: enabledProblem }),
    origin: z.string(),
  } satisfies Record<keyof WorkflowScheduleInputs, z.ZodType>,
};

/** Checks the inputs of a schedule without a server; see {@link checkInputs}. */
export function checkScheduleInputs(before: Properties | undefined, inputs: Properties): CheckResult {
  const { inputs: checked, failures } = checkInputs(scheduleRules, before, inputs);
  // The program sets `enabled`, not `afterHold`.
  const shown = failures.map((one) => (one.property === "afterHold" ? { ...one, property: "enabled" } : one));
  return { inputs: checked, failures: shown };
}
