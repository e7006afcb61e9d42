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

const oneEach = ": write a schedule for each expression of the list";
type Check = (value: string) => string | undefined;

/** A text that may have references. Such a text is checked once their values are known. */
const text = (what: string, problemOf: Check = () => undefined, ofList = "") =>
  z.string({ error: ({ input }) => `must be a text, ${what}${Array.isArray(input) ? ofList : ""}` }).check(
    z.superRefine((value, context) => {
      const problem = hasReference(value) ? undefined : problemOf(value);
      if (problem !== undefined) context.addIssue(problem);
    }),
  );

const name = (what: string) =>
  z.string({ error: `must be ${what}` }).check(
    z.regex(/^[A-Za-z0-9][\w.-]*$/, {
      error: `must be ${what}: letters, digits, ".", "_" and "-", beginning with a letter or digit`,
    }),
  );

/** A key that may be left out, with its description in editors. */
const optional = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  z.optional(schema.check(z.describe(description)));

const flag = (what: string) =>
  z.boolean({
    error: ({ input }) =>
      typeof input === "string" && isVerdict(input)
        ? `must be true or false, but is the text "${input}": write ${/^(yes|on|true)$/i.test(input) ? "true" : "false"}`
        : `must be true or false: ${what}`,
  });

const defaults = {
  workflow: optional(
    z.string({ error: "must be a name under workflows, or an id such as wpid_123" }),
    "A name under workflows, or an id, wpid_…",
  ),
  cron: optional(
    text('five fields in quotes, such as "0 2 * * MON-FRI"', cronProblem, oneEach),
    'When it fires: minute, hour, day of month, month, day of week, such as "0 2 * * MON-FRI"; at least 5 minutes apart',
  ),
  every: optional(
    text('an interval with a unit such as "90m" or "36h"', intervalTextProblem),
    "Instead of cron: how often it fires, in elapsed time, such as 90m, 36h or 2d; at least 5m",
  ),
  startingAt: optional(
    text('a date and time such as "2027-01-04T09:00:00+01:00"', instantProblem("firstFireAt")),
    "The first fire time of every, with a UTC offset. Default: one interval after the creation",
  ),
  at: optional(
    text('a date and time such as "2027-01-04T09:00:00+01:00"', instantProblem("runAt")),
    "Instead of cron: the only fire time, with a UTC offset, such as 2027-01-04T09:00:00+01:00",
  ),
  timezone: optional(
    text('an IANA name such as "America/New_York"', timezoneProblem),
    "IANA name of the timezone in which cron is read. Default: UTC",
  ),
  description: z.optional(text("shown in Skyvern's web page")),
  parameters: optional(
    z.record(z.string(), z.unknown(), { error: "must be a mapping, such as { vendor: acme }" }).check(
      z.superRefine((value, context) => {
        for (const { path, reason } of plainJsonProblems(value as Json))
          context.addIssue({ code: "custom", path: [...path], message: reason });
      }),
    ),
    "Values for the workflow's input parameters; merged key by key, null takes one away",
  ),
  enabled: optional(flag("whether it fires"), "Whether it fires. Default: true"),
};

/** The keys of which a schedule has one. */
export const kindKeys = ["cron", "every", "at"] as const;

/** One level must not set two of them; a later level replaces that of an earlier one. */
const oneKind = z.superRefine<{ readonly [Key in (typeof kindKeys)[number]]?: unknown }>(
  (values, context) => {
    const [first, second] = kindKeys.filter((key) => values[key] !== undefined);
    if (second === undefined) return;
    const message = `and ${first} are both set: keep one of cron, every and at`;
    context.addIssue({ code: "custom", path: [second], message });
  },
);

const spread = optional(
  z.string({ error: 'must be a duration such as "30m"' }).check(
    z.refine((value) => spreadMinutes(value) !== undefined, {
      error: 'must be a duration of whole minutes, such as "30m" or "1h30m", at most 12h',
    }),
  ),
  "Each member fires later, by an amount below this that its key decides: 30m, 1h30m; at most 12h",
);

const group = z.strictObject({ ...defaults, spread }).check(oneKind, z.meta({ id: "Group" }));

const adoptable = "must be the id of a schedule (wfs_…), or true to take over the one of the same name";

const aliasProblem = "must be a former key or name";

const entry = z
  .strictObject({
    ...defaults,
    group: optional(z.string({ error: "must be a name under groups" }), "A name under groups"),
    name: optional(
      text("shown in Skyvern's web page", nameProblem),
      'Shown in Skyvern\'s web page; "" for none. Default: its key, or its oldest alias',
    ),
    absent: optional(flag("whether it is left out"), "Left out of this environment. Default: false"),
    adopt: optional(
      z.union([z.boolean(), z.string().check(z.regex(/^wfs_\w+$/, adoptable))], { error: adoptable }),
      "Take over a schedule that exists: its id (wfs_…), or true for the one of the same name",
    ),
    aliases: optional(
      z.readonly(
        z.array(
          z.string({ error: aliasProblem }).check(
            z.minLength(1, aliasProblem),
            z.refine(
              (alias) => !hasReference(alias),
              "must be a former key or name itself: aliases cannot have references",
            ),
          ),
          { error: "must be a list of former keys or names" },
        ),
      ),
      "Keys that it had before, or names that it had as a resource of the program, the oldest first",
    ),
  })
  .check(oneKind, z.meta({ id: "Schedule" }));

const workflowReference = z
  .strictObject({
    id: optional(text("wpid_…", workflowIdProblem), "The permanent id, wpid_…"),
    title: optional(
      text("the exact title of the workflow", emptyProblem),
      "The exact title, which only one workflow may have",
    ),
  })
  .check(
    z.refine(({ id, title }) => (id === undefined) !== (title === undefined), {
      error: "must have either an id (wpid_…) or a title",
    }),
    z.meta({ id: "Workflow" }),
  );

const workflows = optional(
  z.record(
    name("a name").check(
      z.regex(/^(?!wpid_\w+$)/, {
        error: "looks like the id of a workflow, so a schedule would run that workflow: choose another name",
      }),
    ),
    workflowReference,
  ),
  "Logical names of workflows",
);
const groups = optional(z.record(name("a name"), group), "Schedules that have something in common");

const environment = z.nullable(
  z
    .strictObject({
      ...defaults,
      workflows,
      groups,
      schedules: optional(z.record(name("a key"), entry), "What is different here"),
      provider: optional(
        z.string({ error: "must be a name among the providers of the set" }),
        "A name among the providers of the set: the account of this environment",
      ),
      protect: optional(
        z.union([z.boolean(), z.readonly(z.array(z.string()))], {
          error: "must be a list of keys of schedules, or true for all",
        }),
        "Keys of schedules that Pulumi must not delete, or true for all",
      ),
      paused: optional(
        z
          .string({
            error:
              'must give the reason, such as paused: "The portal is moved until Friday"; remove it to end the pause',
          })
          .check(
            z.regex(/\S/, noReason),
            z.refine((value) => !isVerdict(value.trim()), notWhy),
          ),
        "Why none of them fires now. Taking it out gives each its own state back",
      ),
      planLimit: optional(
        z
          .int({ error: "must be a whole number: how many schedules the account's plan allows" })
          .check(z.minimum(1, "must be 1 or more")),
        "How many schedules the account's plan allows; more than that are warned of",
      ),
    })
    .check(oneKind, z.meta({ id: "Environment" })),
);

const ignored = "must be the name of a schedule, a pattern, or an id (wfs_…)";

/** The whole file. */
export const scheduleFileSchema = z.strictObject({
  $schema: optional(z.string(), "Where this schema is, for editors"),
  defaults: optional(
    z.strictObject(defaults).check(oneKind),
    "What all schedules have unless they say otherwise",
  ),
  workflows,
  groups,
  schedules: z.record(name("a key"), entry).check(z.describe("By key, which names the resource")),
  environments: z.record(name("a name"), environment).check(
    z.refine(
      (named) => Object.keys(named).length > 0,
      "must name at least one environment, such as prod: {}",
    ),
    z.describe("What is different in each environment; a set refuses one that is not named here"),
  ),
  ignore: optional(
    z.readonly(
      z.array(z.string({ error: ignored }).check(z.minLength(1, ignored)), {
        error: 'must be a list, such as ["manual *", wfs_123]',
      }),
    ),
    "Schedules of the account that drift does not report: names, patterns with * and ?, ids (wfs_…)",
  ),
});
