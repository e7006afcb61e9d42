import { parseDuration } from "../../duration";
import { finalRunStatuses } from "../../run-status";
import type { Json, WireRunBody } from "../../skyvern/wire";
import * as z from "../../zod";
import { checkInputs, type InputRules } from "../check-inputs";
import type { CheckFailure, CheckResult, Properties } from "../lifecycle";
import { isUnknown } from "../unknown";
import { parametersRule, workflowIdRule } from "../workflow/inputs";

const text = z
  .string({ error: "It must be a string." })
  .check(z.regex(/\S/, "It is empty. Leave it out instead."));
const flag = z.boolean({ error: "It must be true or false." });
const whole = z.int({ error: "It must be a whole number." });
const httpUrl = text.check(
  z.refine(
    (value) => URL.canParse(value) && /^https?:/.test(new URL(value).protocol),
    "It must be a URL that starts with https:// or http://.",
  ),
);
const durationRule = text.check(
  z.refine(
    (value) => (parseDuration(value) ?? 0) > 0,
    'It must be a duration such as "30m", "90s" or "1h30m".',
  ),
);
const browserUrl = text.check(
  z.refine(
    (value) => URL.canParse(value) && /^(https?|wss?):/.test(new URL(value).protocol),
    "It must be a URL that starts with https://, http://, wss:// or ws://.",
  ),
);
const headersRule = z.record(z.string(), z.string({ error: "A header's value must be a string." }), {
  error: "It must be an object of strings.",
});
const failOnRule = z.readonly(
  z.array(z.enum(finalRunStatuses, { error: `It must be one of ${finalRunStatuses.join(", ")}.` }), {
    error: 'It must be a list of final statuses, such as ["failed", "timed_out"].',
  }),
);
const idRule = (prefix: string) =>
  text.check(z.regex(new RegExp(`^${prefix}_\\w+$`), `It must be an id that starts with ${prefix}_.`));

/** `RESIDENTIAL`, a country, a US state, or `NONE` (`ProxyLocation` in Skyvern's `schemas/proxy_location.py`). */
const namedLocation = /^(RESIDENTIAL(_ISP|_[A-Z]{2})?|US-[A-Z]{2}|NONE)$/;
const geoTarget = z.strictObject(
  {
    country: z
      .string({ error: "It must be a string." })
      .check(z.regex(/^[A-Za-z]{2}$/, 'It must be two letters, such as "US".')),
    subdivision: z.optional(
      z.string({ error: "It must be a string." }).check(z.maxLength(10, "It is longer than 10 characters.")),
    ),
    city: z.optional(
      z
        .string({ error: "It must be a string." })
        .check(z.maxLength(100, "It is longer than 100 characters.")),
    ),
  },
  { error: "It has keys other than country, subdivision and city." },
);
const locationRule = z.custom<Json>().check(
  z.superRefine((value, context) => {
    if (typeof value === "string" && namedLocation.test(value)) return;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      context.addIssue(
        'It must be a name such as "RESIDENTIAL", "RESIDENTIAL_GB", "US-CA" or "NONE", or an object such as { country: "US", subdivision: "CA", city: "San Francisco" }.',
      );
      return;
    }
    for (const { path, message } of geoTarget.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  }),
);

/** Tags of our own and of the server take two of the 20 places of `run_metadata`'s rules (`normalize_run_metadata`). */
const mostMetadata = 19;
const metadataKey = /^(?!skyvern\.|pulumi-run$)[A-Za-z0-9_.-]{1,64}$/;
const metadataRule = z
  .record(
    z.string(),
    z.string({ error: "It must be a string." }).check(z.maxLength(256, "It is longer than 256 characters.")),
    { error: "It must be an object of strings." },
  )
  .check(
    z.superRefine((value, context) => {
      const keys = Object.keys(value);
      if (keys.length > mostMetadata) context.addIssue(`It has more than ${mostMetadata} keys.`);
      for (const key of keys.filter((one) => !metadataKey.test(one))) {
        const message =
          "Its key must have 1 to 64 of the characters A-Z, a-z, 0-9, _, . and -. The key pulumi-run, and keys that start with skyvern., are reserved.";
        context.addIssue({ code: "custom", path: [key], message });
      }
    }),
  );

/** An input of a run. */
interface RunInput {
  readonly rule: z.ZodType;
  /** Whether its value is never secret, so that the engine may print it. */
  readonly isPublic?: true;
}

/** The inputs whose change starts a new run. `field` is the name in the body of the request, if the input is part of it. */
const requestInputs = {
  workflowId: { rule: workflowIdRule, field: "workflow_id", isPublic: true },
  parameters: { rule: parametersRule, field: "parameters" },
  title: { rule: text, field: "title", isPublic: true },
  proxyLocation: { rule: locationRule, field: "proxy_location", isPublic: true },
  webhookUrl: { rule: httpUrl, field: "webhook_url" },
  totpUrl: { rule: httpUrl, field: "totp_url" },
  totpIdentifier: { rule: text, field: "totp_identifier" },
  browserSessionId: { rule: idRule("pbs"), field: "browser_session_id", isPublic: true },
  browserProfileId: { rule: idRule("bp"), field: "browser_profile_id", isPublic: true },
  browserAddress: { rule: browserUrl, field: "browser_address" },
  extraHttpHeaders: { rule: headersRule, field: "extra_http_headers" },
  maxScreenshotScrolls: {
    rule: whole.check(z.minimum(0, "It must not be negative.")),
    field: "max_screenshot_scrolls",
    isPublic: true,
  },
  maxElapsedTimeMinutes: {
    rule: whole.check(z.minimum(1, "It must be 1 to 480."), z.maximum(480, "It must be 1 to 480.")),
    field: "max_elapsed_time_minutes",
    isPublic: true,
  },
  // Sent as a header.
  maxStepsOverride: { rule: whole.check(z.minimum(1, "It must be at least 1.")), isPublic: true },
  runWith: {
    rule: z.enum(["agent", "code"], { error: 'It must be "agent" or "code".' }),
    field: "run_with",
    isPublic: true,
  },
  aiFallback: { rule: flag, field: "ai_fallback", isPublic: true },
  runMetadata: { rule: metadataRule, field: "run_metadata" },
  startFreshBrowser: { rule: flag, field: "start_fresh_browser", isPublic: true },
  // Not sent.
  triggers: { rule: parametersRule },
} satisfies Record<string, RunInput & { readonly field?: keyof WireRunBody }>;

/** The inputs that say how to wait, and what to do at the end. Their change starts nothing. */
const optionInputs = {
  waitForCompletion: { rule: flag, default: true, isPublic: true },
  timeout: { rule: durationRule, default: "1h", isPublic: true },
  pollInterval: { rule: durationRule, default: "5s", isPublic: true },
  failOn: { rule: failOnRule, default: finalRunStatuses.filter((status) => status !== "completed") },
  cancelOnDelete: { rule: flag, default: true, isPublic: true },
  cancelOnTimeout: { rule: flag, default: false, isPublic: true },
} satisfies Record<string, RunInput & { readonly default: unknown }>;

type Values<Table extends Record<string, RunInput>> = {
  readonly [Key in keyof Table]: z.output<Table[Key]["rule"]>;
};

/** What a run is asked to do. It cannot change after the run has started: another value is another run. */
export type RunRequest = Partial<Values<typeof requestInputs>> & { readonly workflowId: string };

/** A run as the program wants it, with every value resolved. */
export type WorkflowRunInputs = RunRequest &
  Values<typeof optionInputs> & {
    /** The resource's URN, from which its key is made; set by the resource class. */
    readonly origin: string;
  };

const inputTable: Record<string, RunInput> = { ...requestInputs, ...optionInputs };
export const requestKeys = Object.keys(requestInputs);
export const optionKeys = Object.keys(optionInputs);
export const publicRunInputs: ReadonlySet<string> = new Set(
  Object.keys(inputTable).filter((key) => inputTable[key]?.isPublic),
);

const runRules: InputRules = {
  resource: "WorkflowRun",
  internal: ["origin"],
  required: ["workflowId"],
  defaults: Object.fromEntries(Object.entries(optionInputs).map(([key, input]) => [key, input.default])),
  rules: {
    ...Object.fromEntries(Object.entries(inputTable).map(([key, { rule }]) => [key, rule])),
    origin: z.string(),
  },
};

/** Checks the inputs of a run without a server; see {@link checkInputs}. */
export function checkRunInputs(before: Properties | undefined, inputs: Properties): CheckResult {
  const checked = checkInputs(runRules, before, inputs);
  return { ...checked, failures: [...checked.failures, ...exclusions(checked.inputs)] };
}

/** A fresh browser excludes an existing one (the `_reject_start_fresh_with_…` rules of `schemas/runs.py`). */
function exclusions(inputs: Properties): readonly CheckFailure[] {
  if (inputs.startFreshBrowser !== true) return [];
  return ["browserSessionId", "browserProfileId", "browserAddress"]
    .filter((key) => inputs[key] !== undefined && !isUnknown(inputs[key]))
    .map((key) => ({ property: "startFreshBrowser", reason: `It excludes ${key}: leave one of them out.` }));
}

/** The body of `POST /v1/run/workflows`, with the tag by which the run is found again. */
export function runBody(
  inputs: RunRequest,
  tag: { readonly key: string; readonly value: string },
): WireRunBody {
  const given: Properties = { ...inputs };
  const body = Object.entries(requestInputs).flatMap(([key, input]) =>
    "field" in input ? [[input.field, given[key]]] : [],
  );
  const metadata = { ...inputs.runMetadata, [tag.key]: tag.value };
  return JSON.parse(JSON.stringify({ ...Object.fromEntries(body), run_metadata: metadata })) as WireRunBody;
}
