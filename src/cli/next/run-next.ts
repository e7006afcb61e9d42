import { existsSync } from "node:fs";
import { checkCron } from "../../calendar/cron/check-cron";
import { formatInstant } from "../../calendar/instant";
import { timezoneProblem } from "../../calendar/zone/timezone";
import { nearest } from "../../nearest";
import { accountSchedules, stackSchedules } from "../schedules/account-schedules";
import { chosen, readFrom, timezoneOfMachine } from "../schedules/choice";
import { fileSchedules } from "../schedules/file-schedules";
import type { GivenSchedule } from "../schedules/given-schedule";
import { isLive, type SourceOptions } from "../schedules/source-options";
import { languageOf, languages } from "../schedules/words";
import { CommandFailure } from "../usage";
import type { NextReport } from "./next-report";
import { type NextQuery, nextTimes } from "./next-times";

/** The options of the command line. */
export interface NextOptions extends SourceOptions {
  readonly timezone?: string;
  readonly count: string;
  readonly from?: string;
  readonly language: string;
}

/**
 * Finds the schedules that the command line means, and their next fire times.
 *
 * @param given the arguments: an expression, a file, or nothing
 * @throws CommandFailure
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function runNext(given: readonly string[], options: NextOptions): Promise<NextReport> {
  const query = readQuery(options);
  const schedules = await findSchedules(given, options);
  const { from, yours } = query;
  return {
    from: formatInstant(from.getTime()),
    ...(yours === undefined ? {} : { yours }),
    schedules: schedules.map((one) => nextTimes(one, query)),
  };
}

/** @throws CommandFailure */
function readQuery({ count, from, language }: NextOptions): NextQuery {
  const number = /^\d{1,4}$/.test(count) ? Number(count) : 0;
  if (number < 1 || number > 1000)
    throw new CommandFailure(`--count is "${count}", which is not a whole number from 1 to 1000.`);
  const known = languageOf(language);
  if (known === undefined) {
    const meant = nearest(language, languages);
    throw new CommandFailure(
      `--language is "${language}", which is not a language of the words. ${meant === undefined ? "" : `Did you mean ${meant}? `}The languages are ${languages.join(", ")}.`,
    );
  }
  return {
    count: number,
    from: from === undefined ? new Date() : readFrom(from),
    language: known,
    yours: timezoneOfMachine(),
  };
}

/** @throws CommandFailure */
async function findSchedules(
  given: readonly string[],
  options: NextOptions,
): Promise<readonly GivenSchedule[]> {
  const { account, stack, cwd, environment, timezone } = options;
  const [first, ...others] = given;
  if (others.length > 0)
    throw new CommandFailure(
      "Too many arguments. Put a cron expression in quotes: without them, the shell replaces each * by names of files. Give one file only.",
    );
  const live = isLive(first, options);
  const isCron = first !== undefined && !isFile(first);
  if (timezone !== undefined && !isCron)
    throw new CommandFailure(
      "--timezone is only for a cron expression on the command line: every other schedule has its own timezone.",
    );
  if (environment !== undefined && (live || isCron))
    throw new CommandFailure("--environment is only for a schedule file.");
  if (isCron) {
    if (options.only !== undefined)
      throw new CommandFailure(
        "--only selects schedules of a file, a stack or an account. Leave it out for a single cron expression.",
      );
    return [ofExpression(first, timezone ?? "UTC")];
  }
  if (stack !== undefined) return chosen((await stackSchedules(stack, cwd)).schedules, options.only);
  if (account === true) return chosen((await accountSchedules()).schedules, options.only);
  return chosen(fileSchedules(first ?? "schedules.yaml", environment), options.only);
}

/** No cron expression looks like this. */
function isFile(text: string): boolean {
  return text === "-" || /\.(?:ya?ml|json)$|^\S+\.[a-z]\w*$/i.test(text) || existsSync(text);
}

/** @throws CommandFailure with the sentence of the check of a `WorkflowSchedule` */
function ofExpression(text: string, timezone: string): GivenSchedule {
  const reading = checkCron(text);
  if ("problem" in reading) throw new CommandFailure(reading.problem);
  const problem = timezoneProblem(timezone);
  if (problem !== undefined) throw new CommandFailure(problem);
  return { about: {}, times: { cronExpression: reading.text, timezone }, state: "active" };
}
