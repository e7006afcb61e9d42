import { createHash } from "node:crypto";
import type { ICalDayJsStub, ICalEventData } from "ical-generator";
import { readCronExpression } from "../../../calendar/cron/expression";
import { formatInterval } from "../../../calendar/interval-length";
import { zoneClock } from "../../../calendar/zone/zone-clock";
import { printable } from "../../schedules/printable";
import { CommandFailure } from "../../usage";
import type { CalendarData, CalendarSchedule } from "../calendar-data";
import { cronRules } from "./rules";
import { timezoneText } from "./time-zone";

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Shown for a run whose usual duration is not known. */
const shownMinutes = 15;
/** A calendar program must still be able to import it. */
const mostEvents = 5000;

/** One event of the feed, or a repeated one. Instants are in milliseconds. */
interface FeedEvent {
  /** Unique within the schedule, and the same in each feed. */
  readonly part: string;
  readonly start: number;
  readonly rule?: string;
}

/**
 * The runs of a calendar as iCalendar (RFC 5545). Paused schedules are left out.
 *
 * An expression becomes rules in its own timezone if calendar programs read them alike; each rule ends with the last run of
 * the calendar. A rule with a run in an hour that a clock skips or repeats becomes single events, and so do intervals and
 * other expressions. Single events are in UTC, so that no program can move them.
 *
 * @throws CommandFailure if it would have too many events
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function icsFeed(data: CalendarData): string {
  // The only place that uses ical-generator.
  const { default: ical } = require("ical-generator") as typeof import("ical-generator");
  const feed = ical({
    name: printable(`Skyvern: ${data.title}`).replace(/[\\;,]/g, "\\$&"),
    prodId: { company: "pulumi-skyvern", product: "calendar", language: "EN" },
    timezone: {
      name: null,
      generator: (timezone) => timezoneText(timezone, 1000 * data.from, 1000 * data.to),
    },
  });
  let count = 0;
  for (const schedule of data.schedules) {
    if (schedule.state !== "active") continue;
    for (const event of eventsOf(schedule, data)) {
      count += 1;
      if (count > mostEvents)
        throw new CommandFailure(
          `The feed would have more than ${mostEvents} events, which calendar programs refuse or show slowly. Choose fewer runs with --weeks, --environment or --only.`,
        );
      feed.createEvent(eventData(event, schedule, data));
    }
  }
  return `${feed.toString().replace(/(?:\r\n)*$/, "")}\r\n`;
}

function eventsOf(schedule: CalendarSchedule, { from, to }: CalendarData): readonly FeedEvent[] {
  const { cronExpression, timezone = "UTC", fires } = schedule;
  const reading = cronExpression === undefined ? undefined : readCronExpression(cronExpression);
  const rules = reading === undefined || "problem" in reading ? undefined : cronRules(reading.expression);
  if (rules === undefined) return fires.map((fire) => single(1000 * fire));
  const clock = zoneClock(timezone);
  const changes = clock.changesBetween(1000 * from - DAY, 1000 * to + DAY);
  /** Not in an hour that a change skips or repeats. */
  const isPlain = (wall: number): boolean =>
    changes.every(
      ({ at, before, after }) => wall < at + Math.min(before, after) || wall >= at + Math.max(before, after),
    );
  return rules.flatMap(({ rule, walls }): readonly FeedEvent[] => {
    const found = [...walls(clock.wallAt(1000 * from) - DAY, clock.wallAt(1000 * to) + DAY)].filter(
      (wall) => {
        const instant = clock.instantOf(wall);
        return instant >= 1000 * from && instant < 1000 * to;
      },
    );
    const instants = found.map(clock.instantOf);
    const [start, last] = [instants[0], instants.at(-1)];
    if (start === undefined || last === undefined || start === last || !found.every(isPlain))
      return instants.map(single);
    const until = new Date(last).toISOString().slice(0, 19).replace(/[-:]/g, "");
    const time = String((found[0] ?? 0) % DAY);
    return [{ part: `${rule} ${time}`, start, rule: `${rule};UNTIL=${until}Z` }];
  });
}

function single(start: number): FeedEvent {
  return { part: String(start), start };
}

function eventData(
  { part, start, rule }: FeedEvent,
  schedule: CalendarSchedule,
  { made }: CalendarData,
): ICalEventData {
  const { id, name, environment, workflow, usualMinutes = shownMinutes, timezone = "UTC" } = schedule;
  const minutes = Math.max(1, Math.ceil(usualMinutes));
  const identity = [id, workflow?.id ?? workflow?.title, part];
  return {
    id: `${createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32)}@pulumi-skyvern`,
    stamp: new Date(1000 * made),
    start: moment(start),
    end: moment(start + minutes * MINUTE),
    summary: printable(environment === undefined ? name : `${name} (${environment})`),
    description: aboutOf(schedule),
    ...(rule === undefined
      ? {}
      : { repeating: `RRULE:${rule}`, timezone: isUtc(timezone) ? null : timezone }),
  };
}

function aboutOf({ id, workflow, words = [], timezone, ...times }: CalendarSchedule): string {
  const { cronExpression, intervalSeconds, runAt, usualMinutes } = times;
  const title = workflow?.title ?? workflow?.id;
  return [
    ...(title === undefined ? [] : [`Workflow: ${title}`]),
    ...(cronExpression === undefined ? [] : [`${cronExpression}, ${timezone}`]),
    ...(intervalSeconds === undefined ? [] : [`Every ${formatInterval(intervalSeconds)}`]),
    ...(runAt === undefined ? [] : [`Once, at ${runAt}`]),
    ...words,
    ...(usualMinutes === undefined ? [] : [`Usually ${Math.max(1, Math.ceil(usualMinutes))} min`]),
    id,
  ]
    .map(printable)
    .join("\n");
}

function isUtc(timezone: string): boolean {
  return /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/.test(timezone);
}

/** A moment as the library takes it, on our own clocks: its own need another library, or the timezone of this machine. */
function moment(instant: number): ICalDayJsStub {
  const onClock = (wall: number): ICalDayJsStub => ({
    format: (pattern) => {
      const [date = "", time = ""] = new Date(wall).toISOString().slice(0, 19).split("T");
      return pattern === "YYYYMMDD" ? date.replaceAll("-", "") : time.replaceAll(":", "");
    },
    isValid: () => true,
    toDate: () => new Date(instant),
    toJSON: () => new Date(instant).toJSON(),
    tz: (timezone = "UTC") => onClock(zoneClock(timezone).wallAt(instant)),
    utc: () => onClock(instant),
  });
  return onClock(instant);
}
