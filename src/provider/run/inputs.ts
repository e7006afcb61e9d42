import { z } from "zod";
import { parseDuration } from "../../duration";
import type { Json, WireRunBody } from "../../skyvern/wire";
import { checkInputs, type InputRules } from "../check-inputs";
import type { CheckFailure, CheckResult, Properties } from "../lifecycle";
import { isUnknown } from "../unknown";
import { parametersRule, workflowIdRule } from "../workflow/inputs";

/** The statuses with which a run ends (`WorkflowRunStatus` in Skyvern's `workflow/models/workflow.py`). */
export const finalStatuses = ["completed", "failed", "terminated", "canceled", "timed_out"] as const;
type FinalStatus = (typeof finalStatuses)[number];

/** What a run is asked to do. It cannot change once the run has started: another value is another run. */
export interface RunRequest {
  /** `wpid_…`. */
  readonly workflowId: string;
  readonly parameters?: { readonly [key: string]: Json };
  readonly title?: string;
  readonly proxyLocation?: Json;
  readonly webhookUrl?: string;
  readonly totpUrl?: string;
  readonly totpIdentifier?: string;
  readonly browserSessionId?: string;
  readonly browserProfileId?: string;
  readonly browserAddress?: string;
  readonly extraHttpHeaders?: { readonly [name: string]: string };
  readonly maxScreenshotScrolls?: number;
  readonly maxElapsedTimeMinutes?: number;
  readonly maxStepsOverride?: number;
  readonly runWith?: string;
  readonly aiFallback?: boolean;
  readonly runMetadata?: { readonly [key: string]: string };
  readonly startFreshBrowser?: boolean;
  /** A changed value means a new run. */
  readonly triggers?: { readonly [key: string]: Json };
}

/** A run as the program wants it, with every value resolved. */
export interface WorkflowRunInputs extends RunRequest {
  readonly waitForCompletion: boolean;
  /** As {@link parseDuration} reads it. */
  readonly timeout: string;
  readonly pollInterval: string;
  readonly failOn: readonly FinalStatus[];
  readonly cancelOnDelete: boolean;
  readonly cancelOnTimeout: boolean;
  /** The resource's URN, from which its key is made; set by the resource class. */
  readonly origin: string;
}

const text = z.string({ error: "It must be a string." }).regex(/\S/, "It is empty. Leave it out instead.");
const flag = z.boolean({ error: "It must be true or false." });
const whole = z.int({ error: "It must be a whole number." });
const httpUrl = text.refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  "It must be a URL that starts with https:// or http://.",
);
const durationRule = text.refine(
  (value) => (parseDuration(value) ?? 0) > 0,
  'It must be a duration such as "30m", "90s" or "1h30m".',
);
const idRule = (prefix: string) =>
  text.regex(new RegExp(`^${prefix}_\\w+$`), `It must be an id that starts with ${prefix}_.`);

/** `RESIDENTIAL`, one country's, a state's, or none (`ProxyLocation` in Skyvern's `schemas/proxy_location.py`). */
const namedLocation = /^(RESIDENTIAL(_ISP|_[A-Z]{2})?|US-[A-Z]{2}|NONE)$/;
const geoTarget = z.strictObject(
  {
    country: z
      .string({ error: "It must be a string." })
      .regex(/^[A-Za-z]{2}$/, 'It must be two letters, such as "US".'),
    subdivision: z
      .string({ error: "It must be a string." })
      .max(10, "It is longer than 10 characters.")
      .optional(),
    city: z
      .string({ error: "It must be a string." })
      .max(100, "It is longer than 100 characters.")
      .optional(),
  },
  { error: "It has keys other than country, subdivision and city." },
);
const locationRule = z.unknown().superRefine((value, context) => {
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
});

/** Tags of our own and of the server take two of the 20 places of `run_metadata`'s rules (`normalize_run_metadata`). */
const mostMetadata = 19;
const metadataKey = /^(?!skyvern\.|pulumi-run$)[A-Za-z0-9_.-]{1,64}$/;
const metadataRule = z
  .record(
    z.string(),
    z.string({ error: "It must be a string." }).max(256, "It is longer than 256 characters."),
    { error: "It must be an object of strings." },
  )
  .superRefine((value, context) => {
    const keys = Object.keys(value);
    if (keys.length > mostMetadata) context.addIssue(`It has more than ${mostMetadata} keys.`);
    for (const key of keys.filter((one) => !metadataKey.test(one))) {
      const message =
        "Its key must have 1 to 64 of the characters A-Z, a-z, 0-9, _, . and -; those that start with skyvern. and pulumi-run are taken.";
      context.addIssue({ code: "custom", path: [key], message });
    }
  });

const runRules: InputRules = {
  resource: "WorkflowRun",
  internal: ["origin"],
  required: ["workflowId"],
  defaults: {
    waitForCompletion: true,
    timeout: "1h",
    pollInterval: "5s",
    failOn: finalStatuses.filter((status) => status !== "completed"),
    cancelOnDelete: true,
    cancelOnTimeout: false,
  },
  rules: {
    workflowId: workflowIdRule,
    parameters: parametersRule,
    title: text,
    proxyLocation: locationRule,
    webhookUrl: httpUrl,
    totpUrl: httpUrl,
    totpIdentifier: text,
    browserSessionId: idRule("pbs"),
    browserProfileId: idRule("bp"),
    browserAddress: text.refine(
      (value) => URL.canParse(value) && /^(https?|wss?):$/.test(new URL(value).protocol),
      "It must be a URL that starts with https://, http://, wss:// or ws://.",
    ),
    extraHttpHeaders: z.record(z.string(), z.string({ error: "A header's value must be a string." }), {
      error: "It must be an object of strings.",
    }),
    maxScreenshotScrolls: whole.min(0, "It must not be negative."),
    maxElapsedTimeMinutes: whole.min(1, "It must be 1 to 480.").max(480, "It must be 1 to 480."),
    maxStepsOverride: whole.min(1, "It must be at least 1."),
    runWith: z.enum(["agent", "code"], { error: 'It must be "agent" or "code".' }),
    aiFallback: flag,
    runMetadata: metadataRule,
    startFreshBrowser: flag,
    triggers: parametersRule,
    waitForCompletion: flag,
    timeout: durationRule,
    pollInterval: durationRule,
    failOn: z.array(z.enum(finalStatuses, { error: `It must be one of ${finalStatuses.join(", ")}.` }), {
      error: "It must be a list of statuses.",
    }),
    cancelOnDelete: flag,
    cancelOnTimeout: flag,
    origin: z.string(),
  } satisfies Record<keyof WorkflowRunInputs, z.ZodType>,
};

/** Inputs that say how to wait and what to do at the end; changing them starts nothing. */
const waitingKeys: ReadonlySet<string> = new Set([
  "waitForCompletion",
  "timeout",
  "pollInterval",
  "failOn",
  "cancelOnDelete",
  "cancelOnTimeout",
  "origin",
]);

/** The inputs whose change means a new run. */
export const requestKeys = Object.keys(runRules.rules).filter((key) => !waitingKeys.has(key));
/** The inputs whose change is only remembered. */
export const optionKeys = Object.keys(runRules.defaults);

/** Checks the inputs of a run by themselves, without a server; see {@link checkInputs}. */
export function checkRunInputs(before: Properties | undefined, inputs: Properties): CheckResult {
  const checked = checkInputs(runRules, before, inputs);
  return { ...checked, failures: [...checked.failures, ...exclusions(checked.inputs)] };
}

/** A fresh browser excludes one that exists (the `_reject_start_fresh_with_…` rules of `schemas/runs.py`). */
function exclusions(inputs: Properties): readonly CheckFailure[] {
  if (inputs.startFreshBrowser !== true) return [];
  return ["browserSessionId", "browserProfileId", "browserAddress"]
    .filter((key) => inputs[key] !== undefined && !isUnknown(inputs[key]))
    .map((key) => ({ property: "startFreshBrowser", reason: `It excludes ${key}: leave one of them out.` }));
}

/** The body for `POST /v1/run/workflows`, with the tag that finds the run again. */
export function runBody(
  inputs: RunRequest,
  tag: { readonly key: string; readonly value: string },
): WireRunBody {
  const body = {
    workflow_id: inputs.workflowId,
    parameters: inputs.parameters,
    title: inputs.title,
    proxy_location: inputs.proxyLocation,
    webhook_url: inputs.webhookUrl,
    totp_url: inputs.totpUrl,
    totp_identifier: inputs.totpIdentifier,
    browser_session_id: inputs.browserSessionId,
    browser_profile_id: inputs.browserProfileId,
    browser_address: inputs.browserAddress,
    extra_http_headers: inputs.extraHttpHeaders,
    max_screenshot_scrolls: inputs.maxScreenshotScrolls,
    max_elapsed_time_minutes: inputs.maxElapsedTimeMinutes,
    run_with: inputs.runWith,
    ai_fallback: inputs.aiFallback,
    run_metadata: { ...inputs.runMetadata, [tag.key]: tag.value },
    start_fresh_browser: inputs.startFreshBrowser,
  };
  return JSON.parse(JSON.stringify(body)) as WireRunBody;
}
