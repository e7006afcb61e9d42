import { isSkyvernError } from "../errors";
import type { SkyvernClient } from "../skyvern/client";
import { lookUpSchedules } from "./schedule-lookup";
import { workflowOfTitle } from "./workflow-lookup";

/** The workflow of a title, or the problem with it. */
type TitleAnswer = { readonly workflowId: string } | { readonly problem: string };

/** The id of each workflow by its title, or the problem. @throws SkyvernError if the account cannot be asked */
export async function lookUpTitles(
  client: SkyvernClient,
  titles: readonly string[],
): Promise<ReadonlyMap<string, TitleAnswer>> {
  const found = titles.map(async (title): Promise<readonly [string, TitleAnswer]> => {
    try {
      const advice = "Write the id of the right one instead of the title.";
      const workflow = await workflowOfTitle(client, title, advice);
      return [title, { workflowId: workflow.workflow_permanent_id }];
    } catch (error) {
      if (!isSkyvernError(error, "not-found", "invalid")) throw error;
      return [title, { problem: error.message }];
    }
  });
  return new Map(await Promise.all(found));
}

/** A schedule that a set wants. */
export interface WantedSchedule {
  /** `wpid_…`. */
  readonly workflowId: string;
  /** Empty for a schedule without a name. */
  readonly name: string;
}

/**
 * How many schedules the account has, and how many of these it does not have yet, by workflow and name. Those are added
 * at most: one that the set has under another name is among them.
 */
export async function countSchedules(
  client: SkyvernClient,
  wanted: readonly WantedSchedule[],
): Promise<{ readonly existing: number; readonly added: number }> {
  const live = await lookUpSchedules(client, {});
  const known = new Set(live.map(({ workflowId, name = "" }) => JSON.stringify([workflowId, name])));
  const added = wanted.filter(({ workflowId, name }) => !known.has(JSON.stringify([workflowId, name])));
  return { existing: live.length, added: added.length };
}
