import * as z from "../zod";
import type { SkyvernClient } from "./client";

/** A check must not take minutes. */
const attempts = 2;

/** `GET /v1/version`, which needs no API key. @throws SkyvernError, `unsupported` if the server has no such route */
export async function readServerVersion(client: SkyvernClient): Promise<string> {
  const { version } = await client.call({
    attempts,
    operation: "read the version of the server",
    method: "GET",
    path: ["v1", "version"],
    schema: () => z.object({ version: z.string() }),
  });
  return version;
}

/** What one page of `GET /api/v1/schedules` shows about the server. */
export interface ScheduleSample {
  /** How many schedules the account has. */
  readonly count: number;
  /** Whether the server knows intervals and one-time schedules; undefined for an account without schedules. */
  readonly knowsKinds: boolean | undefined;
}

/** The first schedule of the account, to try the API key. @throws SkyvernError */
export async function readScheduleSample(client: SkyvernClient): Promise<ScheduleSample> {
  const { schedules, total_count } = await client.call({
    attempts,
    operation: "list the schedules of the organisation",
    method: "GET",
    path: ["api", "v1", "schedules"],
    query: { page: 1, page_size: 1 },
    schema: () => z.object({ schedules: z.array(z.looseObject({})), total_count: z.number() }),
  });
  const [schedule] = schedules;
  const knowsKinds = schedule === undefined ? undefined : "interval_seconds" in schedule;
  return { count: total_count, knowsKinds };
}
