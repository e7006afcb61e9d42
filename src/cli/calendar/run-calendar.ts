import { changesInSeconds } from "../../calendar/zone/zone-clock";
import { choose, chosen } from "../schedules/choice";
import { isLive, type SourceOptions } from "../schedules/source-options";
import { clockOf } from "../schedules/start-times";
import type { Terminal } from "../terminal";
import { CommandFailure } from "../usage";
import { accountSource, stackSource } from "./account-source";
import type { CalendarClockChange, CalendarData } from "./calendar-data";
import { compareCalendars } from "./compare";
import { type CalendarEntry, calendarSchedule, runsPerDay } from "./entry";
import { fileSource } from "./file-source";
import { fileOfRevision } from "./git-file";
import type { CalendarSource } from "./source";
import { forPage, readSpan, type Span, type SpanOptions } from "./span";

const DAY = 86_400_000;
/** A page with more would not open in a browser. */
const mostRuns = 500_000;

/** The options of the command line that decide what a calendar has. */
export interface CalendarOptions extends SourceOptions, SpanOptions {
  /** A git revision. */
  readonly compare?: string;
  /** Whether a page shows it. */
  readonly isForPage?: boolean;
}

/**
 * The calendar that the command line asks for.
 *
 * @param file the argument; undefined if it is left out
 * @throws CommandFailure
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function runCalendar(
  file: string | undefined,
  options: CalendarOptions,
  terminal: Terminal,
  now = new Date(),
): Promise<CalendarData> {
  const days = readSpan(options, now);
  const span = options.isForPage === true ? forPage(days) : days;
  const source = await findSource(file, options, span, terminal);
  if (options.compare === undefined) return dataOf(source, options, span, now);
  return compared(source, file ?? "schedules.yaml", { ...options, compare: options.compare }, span, now);
}

/** The calendar of a file, compared with the same file in a git revision. */
async function compared(
  source: CalendarSource,
  file: string,
  options: CalendarOptions & { readonly compare: string },
  span: Span,
  now: Date,
): Promise<CalendarData> {
  const { compare, environment } = options;
  const content = await fileOfRevision(file, compare);
  const whole = fileSource(`${compare}:${file}`, undefined, span, content);
  const wanted = (name = ""): boolean => environment === undefined || environment.includes(name);
  const base = { ...whole, entries: whole.entries.filter(({ given }) => wanted(given.about.environment)) };
  const isEmpty = chosenEntries(source, options).length + chosenEntries(base, options).length === 0;
  if (isEmpty) chosen([], options.only);
  const former = new Map(source.entries.map(({ id, formerIds = [] }) => [id, formerIds]));
  const environments = base.environments.filter(wanted);
  const before = { ...dataOf(base, options, span, now, true), environments };
  return compareCalendars(dataOf(source, options, span, now, true), before, compare, former);
}

function chosenEntries(
  { entries }: CalendarSource,
  { only }: Pick<CalendarOptions, "only">,
): readonly CalendarEntry[] {
  const found = new Set(
    choose(
      entries.map(({ given }) => given),
      only,
    ),
  );
  return entries.filter(({ given }) => found.has(given));
}

/**
 * The calendar of a source.
 *
 * @param isPart of a comparison, which may have no schedules
 * @throws CommandFailure if there are no schedules, or too many runs
 */
function dataOf(
  from: CalendarSource,
  options: Pick<CalendarOptions, "only">,
  span: Span,
  now: Date,
  isPart = false,
): CalendarData {
  const { title, source, environments, entries } = from;
  if (!isPart)
    chosen(
      entries.map(({ given }) => given),
      options.only,
    );
  const found = chosenEntries(from, options);
  const days = (span.until - span.from) / DAY;
  const runs = found.reduce((sum, { given }) => sum + runsPerDay(given) * days, 0);
  if (runs > mostRuns)
    throw new CommandFailure(
      `The schedules start about ${Math.round(runs / 1000)},000 runs in this time; a calendar shows at most ${mostRuns / 1000},000. Choose fewer with --weeks, --environment or --only.`,
    );
  const schedules = found.map((entry) => calendarSchedule(entry, span));
  return {
    title,
    source,
    made: Math.floor(now.getTime() / 1000),
    from: span.from / 1000,
    to: span.until / 1000,
    timezone: span.timezone,
    environments,
    schedules,
    clockChanges: clockChanges([span.timezone, ...schedules.map(({ timezone }) => timezone)], span),
  };
}

async function findSource(
  file: string | undefined,
  options: CalendarOptions,
  span: Span,
  terminal: Terminal,
): Promise<CalendarSource> {
  const { account, stack, cwd, environment, compare } = options;
  const live = isLive(file, options);
  if (environment !== undefined && live)
    throw new CommandFailure("--environment is only for a schedule file.");
  if (compare !== undefined && live)
    throw new CommandFailure(
      "--compare needs a schedule file, which has revisions in git. Leave out --compare, or --account and --stack.",
    );
  if (stack !== undefined) return stackSource(stack, cwd, span, terminal);
  if (account === true) return accountSource(span, terminal);
  return fileSource(file ?? "schedules.yaml", environment, span);
}

/** Of each timezone that this Node.js knows, in the order in which they happen. */
function clockChanges(
  timezones: readonly (string | undefined)[],
  { from, until }: Span,
): readonly CalendarClockChange[] {
  const changes = [...new Set(timezones)].flatMap((timezone = "UTC") => {
    const clock = clockOf(timezone);
    return clock === undefined ? [] : changesInSeconds(clock, timezone, from, until);
  });
  const inSpan = changes.filter(({ at }) => at * 1000 >= from && at * 1000 < until);
  return inSpan.sort((one, other) => one.at - other.at);
}
