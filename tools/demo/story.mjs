import { isDeepStrictEqual } from "node:util";
import { writeCalendar } from "./calendar.mjs";
import { trimEngineOutput } from "./engine-output.mjs";
import { command, confirm, heading, quote, say, table } from "./narrate.mjs";

/** @import { Schedule } from "./account.mjs" */
/** @import { Place } from "./place.mjs" */
/** @import { Stack } from "./stack.mjs" */

/** The schedules of examples/demo, by name. */
const names = ["nightly-invoices", "working-hours-report", "monthly-statement"];
const paused = "nightly-invoices";
const badCron = "*/2 * * * *";

/** The demo's steps. Each looks at the account afterwards, and throws a sentence where it is not as it says. */
export class Story {
  #place;
  #stack;
  #interrupted = false;
  #changedSomething = false;
  /** @type {ReadonlySet<string>} Ids of the schedules that were there before; not ours to touch. */
  #before = new Set();
  /** @type {string | undefined} The page of the calendar, once it is written. */
  page;

  /**
   * @param {Place} place
   * @param {Stack} stack
   */
  constructor(place, stack) {
    this.#place = place;
    this.#stack = stack;
  }

  /** Lets the engine finish what it is at; nothing further is started. */
  interrupt() {
    this.#interrupted = true;
    this.#stack.interrupt();
  }

  /** Runs all steps but the cleaning up. */
  async tell() {
    await this.#open();
    await this.#preview();
    await this.#create();
    await this.#show();
    await this.#drift();
    await this.#repair();
    await this.#run();
    await this.#refuse();
    heading("7. The calendar: when does what run");
    this.page = await writeCalendar(this.#place.account.environment());
    await this.#destroy();
  }

  /**
   * Deletes what a story that ended early left, and the temporary folder.
   *
   * @returns {Promise<string[]>} A sentence for each thing that could not be removed.
   */
  async cleanUp() {
    /** @type {string[]} */
    const leftovers = [];
    try {
      if (this.#changedSomething) {
        await this.#stack.pulumi("destroy", "--yes", "--skip-preview");
        for (const { name, workflow_schedule_id: id } of await this.#ours()) {
          leftovers.push(`The schedule ${name} (${id}) of ${this.#place.workflowId} could not be deleted.`);
        }
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      leftovers.push(
        `Could not look whether ${names.join(", ")} of ${this.#place.workflowId} are gone: ${why}`,
      );
    }
    try {
      this.#stack.remove();
    } catch {
      leftovers.push(`The temporary folder ${this.#stack.folder} could not be removed.`);
    }
    return leftovers;
  }

  /** @returns {Promise<Schedule[]>} The schedules that this demo made, in the program's order. */
  async #ours() {
    const all = await this.#place.account.schedules(this.#place.workflowId);
    return all
      .filter(({ name, workflow_schedule_id: id }) => names.includes(name) && !this.#before.has(id))
      .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  }

  /** @returns {Promise<Schedule>} */
  async #one() {
    const found = (await this.#ours()).find(({ name }) => name === paused);
    if (found === undefined) throw new Error(`The account no longer has ${paused}.`);
    return found;
  }

  /**
   * Runs the engine, shows what matters of its output, and insists on how it ends.
   *
   * @param {readonly string[]} args
   * @param {{shownAs?: string, fails?: boolean}} [options]
   * @returns {Promise<string[]>} What was shown.
   */
  async #engine(args, { shownAs, fails = false } = {}) {
    command(`pulumi ${shownAs ?? args[0]}`);
    const { code, output } = await this.#stack.pulumi(...args);
    if (this.#interrupted) throw new Error("Interrupted.");
    if ((code !== 0) !== fails) {
      const end = fails ? "did not fail" : `failed with exit code ${code}`;
      throw new Error(`pulumi ${args[0]} ${end}. All of its output:\n\n${output.trim()}`);
    }
    const lines = trimEngineOutput(output);
    quote(lines);
    return lines;
  }

  /**
   * @param {boolean} isSo
   * @param {string} sentence Said when it is so.
   * @param {string} otherwise Thrown when it is not.
   */
  #insist(isSo, sentence, otherwise) {
    if (!isSo) throw new Error(otherwise);
    confirm(sentence);
  }

  async #open() {
    const { account, workflowId, config } = this.#place;
    this.#before = new Set(
      (await account.schedules(workflowId)).map((schedule) => schedule.workflow_schedule_id),
    );
    const { code, output } = await this.#stack.open({ ...config, workflowId });
    if (code !== 0) throw new Error(`The stack could not be made: ${output.trim()}`);
  }

  async #preview() {
    heading("1. Preview: what the program would create");
    const lines = await this.#engine(["preview"]);
    const all = names.every((name) => lines.includes(`+ skyvern:WorkflowSchedule ${name} create`));
    if (!all) throw new Error("The preview does not announce the three schedules.");
    const { length } = await this.#ours();
    this.#insist(length === 0, "Nothing was touched yet", `The preview made ${length} schedules.`);
  }

  async #create() {
    heading("2. Up: the account becomes what the program says");
    this.#changedSomething = true;
    await this.#engine(["up", "--yes", "--skip-preview"]);
  }

  async #show() {
    const { account, workflowId } = this.#place;
    const schedules = await this.#ours();
    const all = schedules.length === names.length;
    this.#insist(
      all,
      `The API now shows ${names.length} schedules`,
      `The API shows ${schedules.length} schedules, not ${names.length}.`,
    );
    const rows = schedules.map(async (schedule) => {
      const [next, later] = await account.nextRuns(workflowId, schedule.workflow_schedule_id);
      if (next === undefined || later === undefined) throw new Error(`${schedule.name} has no next runs.`);
      return [schedule.name, schedule.cron_expression, schedule.timezone, minute(next), minute(later)];
    });
    table(["NAME", "CRON", "TIMEZONE", "NEXT RUN (UTC)", "AND THEN"], await Promise.all(rows));
  }

  async #drift() {
    heading(`3. Somebody pauses ${paused} in the web page; refresh notices`);
    const { account, workflowId } = this.#place;
    command(await account.pause(workflowId, (await this.#one()).workflow_schedule_id));
    const { enabled } = await this.#one();
    this.#insist(!enabled, `The API shows ${paused} paused`, `${paused} is still running.`);
    const lines = await this.#engine(["refresh", "--yes", "--skip-preview", "--diff"]);
    if (!lines.includes("    ~ enabled: true => false"))
      throw new Error("The refresh did not see the pause.");
  }

  async #repair() {
    heading("4. Up again: the program wins");
    await this.#engine(["up", "--yes", "--skip-preview", "--diff"]);
    const { enabled } = await this.#one();
    this.#insist(enabled, `The API shows ${paused} running again`, `${paused} is still paused.`);
  }

  async #run() {
    heading("5. A deployment runs a workflow, and waits for what it gives");
    const { account, runWorkflowId: id } = this.#place;
    if (id === undefined) {
      say("Left out: it would really run. Name a workflow that may in SKYVERN_RUN_WORKFLOW_ID.");
      return;
    }
    const config = `runWorkflowId=${id}`;
    const lines = await this.#engine(["up", "--yes", "--skip-preview", "--config", config], {
      shownAs: `up --config ${config}`,
    });
    const runId = lines.map((line) => /(wr_\d+), /.exec(line)?.[1]).find((found) => found !== undefined);
    if (runId === undefined) throw new Error("The engine showed no progress of a run.");
    const { status, output } = await account.run(runId);
    this.#insist(status === "completed", "The API shows the run completed", `The API shows it ${status}.`);
    command("pulumi stack output collected");
    const { output: text } = await this.#stack.pulumi("stack", "output", "collected", "--json");
    const collected = JSON.parse(text);
    quote([JSON.stringify(collected)]);
    this.#insist(
      isDeepStrictEqual(collected, output),
      "The program has what the run gave",
      `The run gave ${JSON.stringify(output)}.`,
    );
  }

  async #refuse() {
    heading("6. A cron that fires too often is refused in preview");
    const options = { shownAs: `preview --config nightlyCron='${badCron}'`, fails: true };
    const lines = await this.#engine(["preview", "--config", `nightlyCron=${badCron}`], options);
    if (!lines.some((line) => line.includes("cronExpression")))
      throw new Error("The refusal does not name the cron.");
    const { enabled, cron_expression: cron } = await this.#one();
    this.#insist(
      enabled && cron !== badCron,
      "The schedule is as it was",
      "The refused cron reached the account.",
    );
  }

  async #destroy() {
    heading("8. Destroy: nothing is left");
    await this.#engine(["destroy", "--yes", "--skip-preview"]);
    const { length } = await this.#ours();
    this.#insist(
      length === 0,
      "The API shows none of them any more",
      `The API still shows ${length} of them.`,
    );
    this.#changedSomething = false;
  }
}

/** @param {string} time For example `2026-11-22T10:30:00Z`. */
function minute(time) {
  return time.slice(0, 16).replace("T", " ");
}
