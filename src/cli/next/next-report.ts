import { formatInterval } from "../../calendar/interval-length";
import type { ClockNote } from "../schedules/clock-notes";
import { cutTo, printable, wrapped } from "../schedules/printable";
import type { Paint } from "../terminal";
import type { NextTimes } from "./next-times";

/** The result of the command. `--json` writes it. */
export interface NextReport {
  /** Fire times are later than this; ISO 8601, UTC. */
  readonly from: string;
  /** The timezone of this machine; left out if it is unknown. */
  readonly yours?: string;
  readonly schedules: readonly NextTimes[];
}

/**
 * The report of the command `next`, in lines of at most 80 columns.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function nextReport(report: NextReport, paint: Paint): string {
  return report.schedules.map((one) => scheduleText(one, report.yours, paint)).join("\n\n");
}

function scheduleText(one: NextTimes, yours: string | undefined, paint: Paint): string {
  const title = titleOf(one);
  const times = timesText(one);
  return [
    ...(title === undefined ? [] : [paint("bold", cutTo(80, printable(title)))]),
    ...(times === undefined ? [] : wrapped(times, 0)).map((line) =>
      title === undefined ? paint("bold", line) : line,
    ),
    ...(one.words ?? []).flatMap((words, index) => wrapped(`${index === 0 ? "" : "or: "}${words}`, 0)),
    ...stateLines(one, paint),
    ...table(one, yours, paint),
    ...clockLines(one),
    ...one.warnings.flatMap((warning) => wrapped(`${paint("yellow", "warning:")} ${warning}`, 2)),
  ].join("\n");
}

/** `prod / nightly`, or `nightly (wfs_1), workflow "Invoices"`; undefined for an expression of the command line. */
function titleOf({ environment, key, resource, scheduleId, name, workflowId, workflowTitle }: NextTimes) {
  if (environment !== undefined) return `${environment} / ${key}`;
  if (scheduleId === undefined) return undefined;
  const workflow = workflowTitle === undefined ? (workflowId ?? "") : `"${workflowTitle}"`;
  const own = resource ?? name ?? "(no name)";
  return `${own} (${scheduleId})${workflow === "" ? "" : `, workflow ${workflow}`}`;
}

/** `0 2 * * *, UTC`. Undefined if nothing is known. */
function timesText({ cronExpression, intervalSeconds, firstFireAt, runAt, timezone = "" }: NextTimes) {
  if (cronExpression !== undefined) return `${printable(cronExpression)}, ${printable(timezone)}`;
  if (runAt !== undefined) return `once, at ${runAt}`;
  if (intervalSeconds === undefined) return undefined;
  const start = firstFireAt === undefined ? "" : ` from ${firstFireAt} on`;
  return `every ${formatInterval(intervalSeconds)}${start}`;
}

const stateWords = {
  active: undefined,
  paused: "paused, so it does not fire.",
  over: "over.",
  unknown: "fire times unknown.",
} as const;

function stateLines({ state, reason = "", fireTimes }: NextTimes, paint: Paint): readonly string[] {
  const words = stateWords[state];
  if (words !== undefined)
    return wrapped(`${paint("yellow", words)}${reason === "" ? "" : ` ${printable(reason)}`}`, 2);
  return fireTimes.length === 0 ? ["It does not fire before the year 9999 ends."] : [];
}

/** Weekdays only where people plan by them. UTC is for logs. */
function table(
  { fireTimes: times, timezone = "" }: NextTimes,
  yours: string | undefined,
  paint: Paint,
): readonly string[] {
  if (times.length === 0) return [];
  const hasSeconds = times.some(({ utc }) => !utc.endsWith(":00Z"));
  const hasYours = times[0]?.yours !== undefined && !isUtc(yours);
  const hasUtc = !isUtc(timezone);
  const columns = [
    [timezone, ...times.map(({ local }) => withWeekday(local, hasSeconds))],
    ...(hasYours
      ? [[yoursHeader(yours, timezone), ...times.map(({ yours = "" }) => withWeekday(yours, hasSeconds))]]
      : []),
    ...(hasUtc ? [["UTC", ...times.map(({ utc }) => dateAndTime(utc, hasSeconds))]] : []),
  ];
  const widths = columns.map((column) => Math.max(...column.map((cell) => cell.length)));
  const rows = ["", ...times].map((_, row) =>
    columns
      .map((column, index) => (column[row] ?? "").padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return rows.map((row, index) => `  ${index === 0 ? paint("dim", row) : row}`);
}

function isUtc(timezone: string | undefined): boolean {
  return timezone !== undefined && /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/.test(timezone);
}

/** Both names together must leave room for UTC. */
function yoursHeader(yours: string | undefined, timezone: string): string {
  const named = `yours (${yours})`;
  return Math.max(timezone.length, 23) + named.length <= 55 ? named : "yours";
}

function dateAndTime(iso: string, hasSeconds: boolean): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, hasSeconds ? 19 : 16)}`;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function withWeekday(iso: string, hasSeconds: boolean): string {
  const weekday = weekdays[new Date(`${iso.slice(0, 10)}T00:00Z`).getUTCDay()];
  return `${weekday} ${dateAndTime(iso, hasSeconds)}`;
}

function clockLines(one: NextTimes): readonly string[] {
  const { fireTimes, daylightSaving, runAt, timezone = "" } = one;
  if (fireTimes.length === 0 || isUtc(timezone)) return [];
  if (runAt !== undefined)
    return wrapped("daylight saving: no effect. A one-time schedule fires at a fixed moment.", 2);
  if (daylightSaving.length === 0)
    return wrapped(`daylight saving: ${timezone} does not change its clock within 400 days.`, 2);
  return ["daylight saving:", ...daylightSaving.flatMap(clockText)];
}

function clockText({ clockFrom, clockTo, effects }: ClockNote): readonly string[] {
  const [day, otherDay] = [clockFrom.slice(0, 10), clockTo.slice(0, 10)];
  const until = `${day === otherDay ? "" : `${otherDay} `}${clockTo.slice(11, 16)}`;
  const title = `${day} ${clockFrom.slice(11, 16)} to ${until} (UTC${clockFrom.slice(19)} to UTC${clockTo.slice(19)})`;
  if (effects.length === 0) return wrapped(`  ${title}: no fire time is skipped or repeated`, 4);
  return [`  ${title}:`, ...effects.flatMap((effect) => wrapped(`  - ${effect}`, 4))];
}
