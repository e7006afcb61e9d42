import { timezoneProblem } from "../../calendar/zone/timezone";
import { plainJsonProblems } from "../../json-parameters";
import type { Json } from "../../skyvern/wire";
import * as z from "../../zod";
import { hasReference } from "../resolve/references";
import {
  cronProblem,
  emptyProblem,
  instantProblem,
  intervalTextProblem,
  isVerdict,
  nameProblem,
  noReason,
  notWhy,
  spreadMinutes,
  workflowIdProblem,
} from "./text-problems";

// The one schema of a schedule file. tools/build.mjs makes the JSON Schema for editors from it. A message follows the
// path of the value that it is about.

/** How many levels of mappings and lists a file or an object may have. */
export const mostLevels = 50;

/** A text that may have references. Such a text is checked once their values are known. */
const text = (what: string, problemOf: (value: string) => string | undefined = () => undefined) =>
  z.string({ error: `must be a text, ${what}` }).superRefine((value, context) => {
    const problem = hasReference(value) ? undefined : problemOf(value);
    if (problem !== undefined) context.addIssue(problem);
  });

const name = (what: string) =>
  z.string({ error: `must be ${what}` }).regex(/^[A-Za-z0-9][\w.-]*$/, {
    error: `must be ${what}: letters, digits, ".", "_" and "-", beginning with a letter or digit`,
  });

const flag = (what: string) =>
  z.boolean({
    error: ({ input }) =>
      typeof input === "string" && isVerdict(input)
        ? `must be true or false, but is the text "${input}": write ${/^(yes|on|true)$/i.test(input) ? "true" : "false"}`
        : `must be true or false: ${what}`,
  });

const defaults = {
  workflow: z
    .string({ error: "must be a name under workflows, or an id such as wpid_123" })
    .describe("A name under workflows, or an id, wpid_…")
    .optional(),
  cron: text('five fields in quotes, such as "0 2 * * MON-FRI"', cronProblem)
    .describe(
      'When it fires: minute, hour, day of month, month, day of week, such as "0 2 * * MON-FRI"; at least 5 minutes apart',
    )
    .optional(),
  every: text('an interval with a unit such as "90m" or "36h"', intervalTextProblem)
    .describe("Instead of cron: how often it fires, in elapsed time, such as 90m, 36h or 2d; at least 5m")
    .optional(),
  startingAt: text('a date and time such as "2027-01-04T09:00:00+01:00"', instantProblem("firstFireAt"))
    .describe("The first fire time of every, with a UTC offset. Default: one interval after the creation")
    .optional(),
  at: text('a date and time such as "2027-01-04T09:00:00+01:00"', instantProblem("runAt"))
    .describe("Instead of cron: the only fire time, with a UTC offset, such as 2027-01-04T09:00:00+01:00")
    .optional(),
  timezone: text('an IANA name such as "America/New_York"', timezoneProblem)
    .describe("IANA name of the timezone in which cron is read. Default: UTC")
    .optional(),
  description: text("shown in Skyvern's web page").optional(),
  parameters: z
    .record(z.string(), z.unknown(), { error: "must be a mapping, such as { vendor: acme }" })
    .superRefine((value, context) => {
      for (const { path, reason } of plainJsonProblems(value as Json))
        context.addIssue({ code: "custom", path: [...path], message: reason });
    })
    .describe("Values for the workflow's input parameters; merged key by key, null takes one away")
    .optional(),
  enabled: flag("whether it fires").describe("Whether it fires. Default: true").optional(),
};

/** The keys of which a schedule has one. */
export const kindKeys = ["cron", "every", "at"] as const;

/** One level must not set two of them; a later level replaces that of an earlier one. */
function checkOneKind(
  values: { readonly [Key in (typeof kindKeys)[number]]?: unknown },
  context: z.core.$RefinementCtx,
): void {
  const [first, second] = kindKeys.filter((key) => values[key] !== undefined);
  if (second === undefined) return;
  const message = `and ${first} are both set: keep one of cron, every and at`;
  context.addIssue({ code: "custom", path: [second], message });
}

const spread = z
  .string({ error: 'must be a duration such as "30m"' })
  .refine((value) => spreadMinutes(value) !== undefined, {
    error: 'must be a duration of whole minutes, such as "30m" or "1h30m", at most 12h',
  })
  .describe("Each member fires later, by an amount below this that its key decides: 30m, 1h30m; at most 12h");

const group = z
  .strictObject({ ...defaults, spread: spread.optional() })
  .superRefine(checkOneKind)
  .meta({ id: "Group" });

const adoptable = "must be the id of a schedule (wfs_…), or true to take over the one of the same name";

const entry = z
  .strictObject({
    ...defaults,
    group: z.string({ error: "must be a name under groups" }).describe("A name under groups").optional(),
    name: text("shown in Skyvern's web page", nameProblem)
      .describe('Shown in Skyvern\'s web page; "" for none. Default: its key, or its oldest alias')
      .optional(),
    absent: flag("whether it is left out")
      .describe("Left out of this environment. Default: false")
      .optional(),
    adopt: z
      .union([z.boolean(), z.string().regex(/^wfs_\w+$/, adoptable)], { error: adoptable })
      .describe("Take over a schedule that exists: its id (wfs_…), or true for the one of the same name")
      .optional(),
    aliases: z
      .array(
        z
          .string({ error: "must be a former key or name" })
          .min(1, "must be a former key or name")
          .refine(
            (alias) => !hasReference(alias),
            "must be a former key or name itself: aliases cannot have references",
          ),
        { error: "must be a list of former keys or names" },
      )
      .readonly()
      .describe(
        "Keys that it had before, or names that it had as a resource of the program, the oldest first",
      )
      .optional(),
  })
  .superRefine(checkOneKind)
  .meta({ id: "Schedule" });

const workflowReference = z
  .strictObject({
    id: text("wpid_…", workflowIdProblem).describe("The permanent id, wpid_…").optional(),
    title: text("the exact title of the workflow", emptyProblem)
      .describe("The exact title, which only one workflow may have")
      .optional(),
  })
  .refine(({ id, title }) => (id === undefined) !== (title === undefined), {
    error: "must have either an id (wpid_…) or a title",
  })
  .meta({ id: "Workflow" });

const workflows = z
  .record(
    name("a name").regex(/^(?!wpid_\w+$)/, {
      error: "looks like the id of a workflow, so a schedule would run that workflow: choose another name",
    }),
    workflowReference,
  )
  .describe("Logical names of workflows")
  .optional();
const groups = z.record(name("a name"), group).describe("Schedules that have something in common").optional();

const environment = z
  .strictObject({
    ...defaults,
    workflows,
    groups,
    schedules: z.record(name("a key"), entry).describe("What is different here").optional(),
    provider: z
      .string({ error: "must be a name among the providers of the set" })
      .describe("A name among the providers of the set: the account of this environment")
      .optional(),
    protect: z
      .union([z.boolean(), z.array(z.string()).readonly()], {
        error: "must be a list of keys of schedules, or true for all",
      })
      .describe("Keys of schedules that Pulumi must not delete, or true for all")
      .optional(),
    paused: z
      .string({
        error:
          'must give the reason, such as paused: "The portal is moved until Friday"; remove it to end the pause',
      })
      .regex(/\S/, noReason)
      .refine((value) => !isVerdict(value.trim()), notWhy)
      .describe("Why none of them fires now. Taking it out gives each its own state back")
      .optional(),
    planLimit: z
      .int({ error: "must be a whole number: how many schedules the account's plan allows" })
      .min(1, "must be 1 or more")
      .describe("How many schedules the account's plan allows; more than that are warned of")
      .optional(),
  })
  .superRefine(checkOneKind)
  .meta({ id: "Environment" })
  .nullable();

/** The whole file. */
export const scheduleFileSchema = z.strictObject({
  $schema: z.string().describe("Where this schema is, for editors").optional(),
  defaults: z
    .strictObject(defaults)
    .superRefine(checkOneKind)
    .describe("What all schedules have unless they say otherwise")
    .optional(),
  workflows,
  groups,
  schedules: z.record(name("a key"), entry).describe("By key, which names the resource"),
  environments: z
    .record(name("a name"), environment)
    .refine((named) => Object.keys(named).length > 0, "must name at least one environment, such as prod: {}")
    .describe("What is different in each environment; a set refuses one that is not named here"),
  ignore: z
    .array(
      z
        .string({ error: "must be the name of a schedule, a pattern, or an id (wfs_…)" })
        .min(1, "must be the name of a schedule, a pattern, or an id (wfs_…)"),
      { error: 'must be a list, such as ["manual *", wfs_123]' },
    )
    .readonly()
    .describe(
      "Schedules of the account that drift does not report: names, patterns with * and ?, ids (wfs_…)",
    )
    .optional(),
});
