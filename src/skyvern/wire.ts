import * as z from "../zod";

/**
 * A JSON value (RFC 8259), such as the value of a workflow's parameter.
 *
 * @example
 * import type { Json } from "pulumi-skyvern";
 *
 * export const value: Json = { vendor: "acme", limits: [100, 200], draft: false };
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const nullish = <T extends z.ZodType>(type: T) =>
  z.pipe(
    z.nullish(type),
    z.transform((value) => value ?? undefined),
  );

const text = z.string();
const optionalText = nullish(text);
const optionalFlag = nullish(z.boolean());
const optionalNumber = nullish(z.number());
const json = z.json();
const optionalList = nullish(z.array(json));

/**
 * A schedule as the API returns it, inside `{"schedule": …}` of the item routes and in the lists of
 * `GET /api/v1/workflows/{wpid}/schedules` and `GET /api/v1/schedules`. Times without a zone are UTC.
 */
const wireSchedule = z.object({
  workflow_schedule_id: text,
  workflow_permanent_id: text,
  organization_id: optionalText,
  cron_expression: optionalText,
  interval_seconds: optionalNumber,
  first_fire_at: optionalText,
  run_at: optionalText,
  dispatch_status: optionalText,
  workflow_run_id: optionalText,
  timezone: text,
  enabled: z.boolean(),
  parameters: nullish(z.record(text, json)),
  name: optionalText,
  description: optionalText,
  created_at: text,
  modified_at: optionalText,
});
export type WireSchedule = z.output<typeof wireSchedule>;

/** Answer of create, read, update, enable and disable. */
const wireScheduleAnswer = z.object({
  schedule: wireSchedule,
  next_runs: nullish(z.array(text)),
});

/** Answer of `GET /api/v1/workflows/{wpid}/schedules`: all of them, never paged. */
const wireWorkflowSchedules = z.object({ schedules: z.array(wireSchedule) });

/** The list of the organisation also names the workflow. */
const wireListedSchedule = z.extend(wireSchedule, { workflow_title: optionalText });
export type WireListedSchedule = z.output<typeof wireListedSchedule>;

/** Answer of `GET /api/v1/schedules?page=&page_size=`: newest first, page_size at most 100. */
const wireSchedulePage = z.object({ schedules: z.array(wireListedSchedule), total_count: z.number() });

/** Answer of `DELETE …/schedules/{wfs}`. */
const wireDeleted = z.object({ ok: z.literal(true) });

/**
 * Body of `POST …/schedules` and `PUT …/schedules/{id}`, with exactly one of `cron_expression`, `interval_seconds` and
 * `run_at`. If they are left out, the PUT keeps the stored `enabled`, and the `first_fire_at` of an interval.
 */
export interface WireScheduleBody {
  readonly cron_expression?: string;
  readonly interval_seconds?: number;
  readonly first_fire_at?: string;
  readonly run_at?: string;
  readonly timezone: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly parameters: { readonly [key: string]: Json } | null;
  readonly enabled?: boolean;
}

const wireParameter = z.object({
  parameter_type: text,
  key: text,
  workflow_parameter_type: optionalText,
  default_value: z.nullish(json),
});

/** Answer of `GET /v1/workflows/{wpid}`; input parameters are those of `parameter_type` "workflow". */
const wireWorkflow = z.object({
  workflow_permanent_id: text,
  title: text,
  description: optionalText,
  workflow_definition: z.object({ parameters: z.array(wireParameter) }),
});
export type WireWorkflow = z.output<typeof wireWorkflow>;

/** Answer of `GET /v1/workflows`: a bare list, newest first, without a total. */
const wireWorkflows = z.array(wireWorkflow);

/** Answer of `GET /api/v1/organizations`: the organisations of the API key. */
const wireOrganizations = z.object({
  organizations: z.array(z.object({ organization_id: text })),
});
/** Answer of `POST /v1/run/workflows` and `GET /v1/runs/{id}`. Times without a zone are UTC. */
const wireRun = z.object({
  run_id: text,
  status: text,
  output: z.optional(json),
  failure_reason: optionalText,
  errors: optionalList,
  app_url: optionalText,
  created_at: text,
  started_at: optionalText,
  finished_at: optionalText,
  downloaded_files: optionalList,
  recording_url: optionalText,
  screenshot_urls: nullish(z.array(text)),
  retry_pending: optionalFlag,
});
export type WireRun = z.output<typeof wireRun>;

/** Answer of `GET /v1/runs`: rows of a run, newest first, with fewer fields than `GET /v1/runs/{id}`. */
const wireRunRows = z.array(
  z.object({
    run_id: text,
    status: text,
    created_at: text,
    workflow_permanent_id: optionalText,
    retry_pending: optionalFlag,
  }),
);
export type WireRunRow = z.output<typeof wireRunRows>[number];

/** Answer of `GET /v1/runs?workflow_permanent_id=&status=completed`: the rows of runs, with their times. */
const wireCompletedRuns = z.array(
  z.object({
    status: text,
    started_at: z.nullish(text),
    finished_at: z.nullish(text),
    workflow_permanent_id: z.nullish(text),
  }),
);
export type CompletedRunRow = z.output<typeof wireCompletedRuns>[number];

/** Answer of `GET /v1/runs?workflow_permanent_id=`. */
const wireRecentRuns = z.array(
  z.object({
    run_id: text,
    status: text,
    started_at: z.nullish(text),
    finished_at: z.nullish(text),
    workflow_permanent_id: z.nullish(text),
  }),
);
export type RecentRunRow = z.output<typeof wireRecentRuns>[number];

/** Answer of `GET /v1/runs/{id}/tags`, and of `DELETE /v1/runs/{id}/tags/{key}`: the tags that are left. */
const wireRunTags = z.object({
  tags: z.array(z.object({ key: optionalText, value: optionalText })),
});

/** Answer of `POST /v1/runs/{id}/cancel`. */
const wireNothing = z.null();

/** An answer of which only the status counts. */
const wireAnything = z.unknown();

/** Body of `POST /v1/run/workflows`; a field that is left out takes the server's default. */
export interface WireRunBody {
  readonly workflow_id: string;
  readonly parameters?: { readonly [key: string]: Json };
  readonly title?: string;
  readonly proxy_location?: Json;
  readonly webhook_url?: string;
  readonly totp_url?: string;
  readonly totp_identifier?: string;
  readonly browser_session_id?: string;
  readonly browser_profile_id?: string;
  readonly browser_address?: string;
  readonly extra_http_headers?: { readonly [name: string]: string };
  readonly max_screenshot_scrolls?: number;
  readonly max_elapsed_time_minutes?: number;
  readonly run_with?: string;
  readonly ai_fallback?: boolean;
  readonly run_metadata?: { readonly [key: string]: string };
  readonly start_fresh_browser?: boolean;
}

/**
 * The forms of all answers.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export const forms = {
  wireScheduleAnswer,
  wireWorkflowSchedules,
  wireSchedulePage,
  wireDeleted,
  wireWorkflow,
  wireWorkflows,
  wireOrganizations,
  wireRun,
  wireRunRows,
  wireCompletedRuns,
  wireRecentRuns,
  wireRunTags,
  wireNothing,
  wireAnything,
};
