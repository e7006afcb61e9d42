import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { checkCron } from "../cron/check-cron";
import { timezoneProblem } from "../cron/timezone";
import { nearest } from "../nearest";
import type { Json } from "../skyvern/wire";
import { plainJsonFailures, storedParameters } from "./json-parameters";
import type { CheckFailure, CheckResult, Properties } from "./lifecycle";
import { isUnknown } from "./unknown";

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
  /** Without nulls at the top, never empty: as the server stores it. */
  readonly parameters?: { readonly [key: string]: Json };
  /** Left out: new schedules run, and a pause made elsewhere is respected. */
  readonly enabled?: boolean;
  /** `wfs_…`, or true to take the schedule of the same name over. */
  readonly adopt?: string | boolean;
}

/** What one property must be; the messages go to the user as they stand. */
const rules = {
  workflowId: z
    .string({ error: "workflowId must be a string, the workflow's permanent id: wpid_…." })
    .superRefine((value, context) => {
      const problem = workflowIdProblem(value);
      if (problem !== undefined) context.addIssue(problem);
    }),
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
  parameters: z.unknown(),
  enabled: z.boolean({
    error: "enabled must be true or false; leave it out to respect a pause made in Skyvern's web page.",
  }),
  adopt: z.union([z.boolean(), z.string().regex(/^wfs_\w+$/)], {
    error: 'adopt must be the id of a schedule ("wfs_…"), or true to take over the one of the same name.',
  }),
} satisfies Record<keyof WorkflowScheduleInputs, z.ZodType>;

type Key = keyof typeof rules;
const keys = Object.keys(rules) as Key[];
const required: readonly Key[] = ["workflowId", "cronExpression"];

/**
 * Checks the inputs of a schedule by themselves, without a server: all failures at once. A value that is
 * unknown, or in state already and unchanged, is not refused.
 */
export function checkScheduleInputs(before: Properties | undefined, inputs: Properties): CheckResult {
  const checked: Record<string, unknown> = {};
  const failures: CheckFailure[] = [];
  const given: Properties = { timezone: "UTC", ...present(inputs) };
  for (const [key, value] of Object.entries(given)) {
    if (!isKey(key)) {
      failures.push({ property: key, reason: unknownKeyReason(key) });
      continue;
    }
    const { value: normal, failures: found } = isUnknown(value)
      ? { value, failures: [] }
      : checkKey(key, value);
    if (normal !== undefined) checked[key] = normal;
    if (!isDeepStrictEqual(value, before?.[key])) failures.push(...found);
  }
  for (const key of required) {
    if (given[key] === undefined) failures.push({ property: key, reason: "It is missing." });
  }
  return { inputs: checked, failures };
}

function checkKey(key: Key, value: unknown): { value: unknown; failures: CheckFailure[] } {
  if (key === "parameters") {
    const failures = plainJsonFailures(value);
    return failures.length > 0 ? { value, failures } : { value: storedParameters(value as Json), failures };
  }
  const result = rules[key].safeParse(value);
  return result.success
    ? { value: result.data, failures: [] }
    : {
        value,
        failures: [{ property: key, reason: result.error.issues[0]?.message ?? `${key} is not valid.` }],
      };
}

function workflowIdProblem(value: string): string | undefined {
  if (/^wpid_\w+$/.test(value)) return undefined;
  return /^w_\w+$/.test(value)
    ? `"${value}" is the id of one version of a workflow. Write the permanent id, wpid_…, which stays the same when the workflow is edited.`
    : `"${value}" is no workflow id. Write the workflow's permanent id, wpid_…, as its address in Skyvern's web page shows it.`;
}

function unknownKeyReason(key: string): string {
  const meant = nearest(key, keys);
  return `WorkflowSchedule has no input "${key}".${meant === undefined ? ` Its inputs are ${keys.join(", ")}.` : ` Did you mean ${meant}?`}`;
}

function isKey(key: string): key is Key {
  return Object.hasOwn(rules, key);
}

/** The properties that have a value; outputs of the resource class arrive here as null. */
function present(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== null && value !== undefined),
  );
}
