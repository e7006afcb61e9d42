import { z } from "zod";

/** What a parameter value may be on the wire. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const nullish = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

/**
 * A schedule as the API returns it, inside `{"schedule": …}` of the item routes and in the lists of
 * `GET /api/v1/workflows/{wpid}/schedules` and `GET /api/v1/schedules`. Times without a zone are UTC.
 */
const wireSchedule = z.object({
  workflow_schedule_id: z.string(),
  workflow_permanent_id: z.string(),
  organization_id: nullish(z.string()),
  cron_expression: nullish(z.string()),
  interval_seconds: nullish(z.number()),
  run_at: nullish(z.string()),
  timezone: z.string(),
  enabled: z.boolean(),
  parameters: nullish(z.record(z.string(), z.json())),
  name: nullish(z.string()),
  description: nullish(z.string()),
  created_at: z.string(),
});
export type WireSchedule = z.output<typeof wireSchedule>;

/** Answer of create, read, update, enable and disable. */
export const wireScheduleAnswer = z.object({
  schedule: wireSchedule,
  next_runs: nullish(z.array(z.string())),
});

/** Answer of `GET /api/v1/workflows/{wpid}/schedules`: all of them, never paged. */
export const wireWorkflowSchedules = z.object({ schedules: z.array(wireSchedule) });

/** Answer of `GET /api/v1/schedules?page=&page_size=`: newest first, page_size at most 100. */
export const wireSchedulePage = z.object({ schedules: z.array(wireSchedule), total_count: z.number() });

/** Body of `POST …/schedules` and `PUT …/schedules/{id}`; the PUT keeps the stored `enabled` where it is left out. */
export interface WireScheduleBody {
  readonly cron_expression: string;
  readonly timezone: string;
  readonly name: string;
  readonly description: string | null;
  readonly parameters: { readonly [key: string]: Json } | null;
  readonly enabled?: boolean;
}

const wireParameter = z.object({
  parameter_type: z.string(),
  key: z.string(),
  workflow_parameter_type: nullish(z.string()),
  default_value: z.json().nullish(),
});

/** Answer of `GET /v1/workflows/{wpid}`; input parameters are those of `parameter_type` "workflow". */
export const wireWorkflow = z.object({
  workflow_permanent_id: z.string(),
  title: z.string(),
  workflow_definition: z.object({ parameters: z.array(wireParameter) }),
});
export type WireWorkflow = z.output<typeof wireWorkflow>;

/** Answer of `GET /api/v1/organizations`: the organisations of the API key. */
export const wireOrganizations = z.object({
  organizations: z.array(z.object({ organization_id: z.string() })),
});
