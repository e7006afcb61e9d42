import { setTimeout as sleep } from "node:timers/promises";
import { isSkyvernError, SkyvernError } from "../../errors";
import { isAnswerLost, looksAfterLostAnswer, type SkyvernClient } from "../../skyvern/client";
import { hasTag, keepsTags, startRun } from "../../skyvern/runs";
import type { WireRun, WireRunRow } from "../../skyvern/wire";
import { confirmCheck } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { runOfRow, runsOfKey } from "./find";
import { type RunRequest, runBody, type WorkflowRunInputs } from "./inputs";
import { runTagKey } from "./key";

/** What the caller does next if it is unknown whether a run was started: the last sentences of the error. */
export interface NextStep {
  /** The tag shows whether the run exists. */
  readonly withTag: string;
  /** The server has no tags. */
  readonly withoutTag: string;
}

const nextUp: NextStep = {
  withTag:
    "The next `pulumi up` searches for it by its tag. It waits for the run if it exists, and starts one if not.",
  withoutTag: "The next `pulumi up` starts another one in any case.",
};

/**
 * Sends one POST. It is repeated only if it cannot have started a run, which costs money and acts on a web site.
 *
 * @param earlier the runs of this key that already existed
 */
export async function startRunOnce(
  context: ProviderContext,
  inputs: WorkflowRunInputs,
  key: string,
  earlier: readonly WireRunRow[],
): Promise<WireRun> {
  await confirmCheck(context, inputs, "start a run");
  const { client } = context.account();
  const { run, isAnswered } = await sendStart(client, inputs, { key, earlier, next: nextUp });
  if (isAnswered) await noteMissingTag(context, run.run_id, key);
  return run;
}

/** How a run is started. */
export interface Start {
  /** The value of its tag. */
  readonly key: string;
  /** The runs of this key that already existed. */
  readonly earlier: readonly WireRunRow[];
  readonly next: NextStep;
}

/**
 * Sends one POST, as {@link startRunOnce} does. After a lost answer it searches for the run by its tag.
 *
 * @returns the run; `isAnswered` is false if the search found it
 * @throws SkyvernError also if it is unknown whether a run was started
 */
export async function sendStart(
  client: SkyvernClient,
  request: RunRequest,
  { key, earlier, next }: Start,
): Promise<{ readonly run: WireRun; readonly isAnswered: boolean }> {
  const body = runBody(request, { key: runTagKey, value: key });
  try {
    return { run: await startRun(client, body, request.maxStepsOverride), isAnswered: true };
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    let looked: SkyvernError | undefined;
    for (const delay of looksAfterLostAnswer) {
      await sleep(delay);
      try {
        const rows = await runsOfKey(client, request.workflowId, key);
        looked = undefined;
        const started = rows.find((row) => earlier.every((one) => one.run_id !== row.run_id));
        if (started !== undefined) return { run: await runOfRow(client, started), isAnswered: false };
      } catch (failure) {
        if (!isSkyvernError(failure)) throw failure;
        looked = failure;
      }
    }
    const unknown = await unknownStart(client, request.workflowId, key, looked, next);
    throw new SkyvernError(error.kind, `${error.finding} ${unknown}`, { cause: error });
  }
}

async function unknownStart(
  client: SkyvernClient,
  workflowId: string,
  key: string,
  failure: SkyvernError | undefined,
  { withTag, withoutTag }: NextStep,
): Promise<string> {
  const where = `Look at the runs of workflow ${workflowId} in Skyvern.`;
  if (!(await keepsTags(client).catch(() => true))) {
    return `It is unknown whether a run was started, and this server has no tags to find it. ${where} ${withoutTag}`;
  }
  const seen =
    failure === undefined
      ? `none with the tag ${runTagKey}:${key} was found`
      : `the search for the tag ${runTagKey}:${key} failed too (${failure.finding})`;
  return `It is unknown whether a run was started: ${seen}. ${where} ${withTag}`;
}

async function noteMissingTag(context: ProviderContext, runId: string, key: string): Promise<void> {
  // A failure to read the tags must not lose the run.
  const isTagged = await hasTag(context.account().client, runId, runTagKey, key).catch(
    (error) => !isSkyvernError(error, "unsupported"),
  );
  if (isTagged) return;
  await context.notes.print(
    "untagged",
    `This server keeps no tags of runs (${runTagKey}). If \`pulumi up\` is killed while it waits, the next one cannot find the run, and starts another.`,
  );
}
