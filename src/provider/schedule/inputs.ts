import { acceptedForm } from "../../calendar/cron/accepted-form";
import { checkCron } from "../../calendar/cron/check-cron";
import { type InstantName, readInstant } from "../../calendar/instant";
import { intervalLengthProblem, readInterval } from "../../calendar/interval-length";
import { timezoneProblem } from "../../calendar/zone/timezone";
import type { Json } from "../../skyvern/wire";
import * as z from "../../zod";
import { checkInputs, type InputRules } from "../check-inputs";
import type { CheckFailure, CheckResult, Properties } from "../lifecycle";
import { isUnknown } from "../unknown";
import { parametersRule, workflowIdRule } from "../workflow/inputs";

/** A schedule as the program wants it, with every value resolved. */
export interface WorkflowScheduleInputs {
  /** `wpid_…`. */
  readonly workflowId: string;
  /** Five fields, blanks normalised. Exactly one of this, `intervalSeconds` and `runAt` is set. */
  readonly cronExpression?: string;
  /** IANA name. Skyvern stores one for every kind, and uses it for cron expressions. */
  readonly timezone: string;
  readonly intervalSeconds?: number;
  /** The first fire time of an interval, in UTC and whole seconds. If left out, Skyvern chooses and keeps it. */
  readonly firstFireAt?: string;
  /** The only fire time, in UTC and whole seconds. */
  readonly runAt?: string;
  /** Left out for a schedule that has none. */
  readonly name?: string;
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

/** Whether a schedule file has the schedule: then advice uses the words of the file. */
export function isOfSet({ origin = "" }: Pick<WorkflowScheduleInputs, "origin">): boolean {
  return origin.includes("skyvern:index:ScheduleSet$");
}

const enabledProblem =
  "enabled must be true or false; leave it out to respect a pause made in Skyvern's web page.";

const scheduleRules: InputRules = {
  resource: "WorkflowSchedule",
  internal: ["afterHold", "origin"],
  required: ["workflowId"],
  defaults: { timezone: "UTC" },
  rules: {
    workflowId: workflowIdRule,
    cronExpression: storedForm(
      'cronExpression must be a string of five fields, such as "0 2 * * *".',
      (value) => {
        const reading = checkCron(value);
        return "text" in reading ? { stored: reading.text } : reading;
      },
    ),
    interval: storedForm('interval must be a string such as "90m" or "36h".', (value) => {
      const reading = readInterval(value);
      return "seconds" in reading ? { stored: reading.seconds } : reading;
    }),
    intervalSeconds: z.number({ error: "intervalSeconds must be a number of seconds, such as 5400." }).check(
      z.superRefine((value, context) => {
        const problem = intervalLengthProblem(value);
        if (problem !== undefined) context.addIssue(problem);
      }),
    ),
    firstFireAt: instantRule("firstFireAt"),
    runAt: instantRule("runAt"),
    timezone: z
      .string({ error: 'timezone must be a string, an IANA name such as "America/New_York".' })
      .check(
        z.superRefine((value, context) => {
          const problem = timezoneProblem(value);
          if (problem !== undefined) context.addIssue(problem);
        }),
      ),
    name: z.pipe(
      z
        .string({ error: "name must be a string." })
        .check(
          z.regex(
            /^$|\S/,
            'name is blank. Leave it out to use the resource\'s own name, or write "" for a schedule without a name.',
          ),
        ),
      z.transform((name) => (name === "" ? undefined : name)),
    ),
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
  } satisfies Record<keyof WorkflowScheduleInputs | "interval", z.ZodType>,
};

/** A moment with a UTC offset, as Skyvern stores it. */
function instantRule(name: InstantName): z.ZodType {
  const error = `${name} must be a string, a date and time such as "2027-01-04T09:00:00+01:00".`;
  return storedForm(error, (value) => {
    const reading = readInstant(value, name);
    return "instant" in reading ? { stored: reading.instant } : reading;
  });
}

/**
 * A text that is stored in another form.
 *
 * @param error if it is not a text
 * @param read what is stored, or why the text is wrong
 */
function storedForm<Stored>(
  error: string,
  read: (value: string) => { readonly stored: Stored } | { readonly problem: string },
): z.ZodType {
  return z.pipe(
    z.string({ error }),
    z.transform((value: string, context) => {
      const reading = read(value);
      if ("stored" in reading) return reading.stored;
      context.issues.push({ code: "custom", message: reading.problem, input: value });
      return z.NEVER;
    }),
  );
}

/**
 * Checks the inputs of a schedule without a server; see {@link checkInputs}. A text in `interval` becomes
 * `intervalSeconds`. A one-time schedule is never held: the caller reports that it still fires.
 */
export function checkScheduleInputs(before: Properties | undefined, inputs: Properties): CheckResult {
  const result = checkInputs(scheduleRules, before, withStoredForm(before, inputs));
  const { interval, ...rest } = result.inputs;
  const checked = interval === undefined ? rest : { ...rest, intervalSeconds: interval };
  // The program sets `enabled`, not `afterHold`.
  const failures = result.failures.map((one) =>
    one.property === "afterHold" ? { ...one, property: "enabled" } : one,
  );
  failures.push(...kindFailures(before, inputs), ...pauseFailures(checked));
  const isOnce = checked.runAt !== undefined && !isUnknown(checked.runAt);
  return { inputs: isOnce ? withoutHold(checked) : checked, failures };
}

/** State has an expression that only the server accepts in its accepted form. A program may keep the other form. */
function withStoredForm(before: Properties | undefined, inputs: Properties): Properties {
  const [stored, given] = [before?.cronExpression, inputs.cronExpression];
  const isOther = typeof stored === "string" && typeof given === "string" && stored !== given;
  return isOther && acceptedForm(given) === stored ? { ...inputs, cronExpression: stored } : inputs;
}

/** The inputs that decide when a schedule fires; a schedule has one of them. */
const kinds = ["cronExpression", "interval", "intervalSeconds", "runAt"] as const;

const choice = "cronExpression, interval (or intervalSeconds) and runAt";

function kindFailures(before: Properties | undefined, inputs: Properties): readonly CheckFailure[] {
  const isGiven = (key: string): boolean => (inputs[key] ?? undefined) !== undefined;
  const [first, second] = kinds.filter(isGiven);
  const failures: CheckFailure[] = [];
  if (first === undefined) {
    const hadNone = before !== undefined && kinds.every((key) => (before[key] ?? undefined) === undefined);
    if (!hadNone)
      failures.push({ property: "", reason: `The schedule has no fire times: set one of ${choice}.` });
  } else if (second !== undefined && !kinds.some((key) => isUnknown(inputs[key]))) {
    failures.push({ property: "", reason: `${first} and ${second} are both set. Keep one of ${choice}.` });
  }
  if (isGiven("firstFireAt") && first !== undefined && first !== "interval" && first !== "intervalSeconds") {
    const reason =
      "It is the first fire time of an interval: set interval or intervalSeconds too, or remove firstFireAt.";
    failures.push({ property: "firstFireAt", reason });
  }
  return failures;
}

function pauseFailures({ runAt, enabled, afterHold }: Properties): readonly CheckFailure[] {
  const isPaused = afterHold === undefined ? enabled === false : afterHold === "paused";
  if (runAt === undefined || isUnknown(runAt) || !isPaused) return [];
  const reason =
    "Skyvern cannot pause a one-time schedule. Leave enabled out. To keep it from firing, remove the resource, and add it again before its time.";
  return [{ property: "enabled", reason }];
}

/** The inputs as without `skyvern:paused`. */
function withoutHold({ enabled, afterHold, ...inputs }: Properties): Properties {
  if (afterHold === undefined) return enabled === undefined ? inputs : { ...inputs, enabled };
  return afterHold === "enabled" ? { ...inputs, enabled: true } : inputs;
}
