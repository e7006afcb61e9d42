import { readCronExpression } from "../../../src/calendar/cron/expression";
import { fireTimes } from "../../../src/calendar/fire-times";
import { zoneClock } from "../../../src/calendar/zone/zone-clock";
import type { CalendarData, CalendarSchedule } from "../../../src/cli/calendar/calendar-data";

/** Seconds since 1970 of a day in UTC. */
export const instant = (text: string): number =>
  Date.parse(text.includes("T") ? text : `${text}T00:00:00Z`) / 1000;

/** A calendar of two weeks in UTC from Monday, 30 November 2026, unless `parts` say otherwise. */
export function calendarData(parts: Partial<CalendarData> = {}): CalendarData {
  return {
    title: "schedules.yaml",
    source: "file",
    made: instant("2026-11-30T06:00:00Z"),
    from: instant("2026-11-30"),
    to: instant("2026-12-14"),
    timezone: "UTC",
    environments: [],
    schedules: [],
    clockChanges: [],
    ...parts,
  };
}

/** A schedule that fires at `fires`; the rest is plain. */
export function calendarSchedule(
  name: string,
  fires: readonly number[],
  parts: Partial<CalendarSchedule> = {},
): CalendarSchedule {
  return {
    id: name,
    name,
    workflow: { title: "Collect invoices" },
    kind: "cron",
    state: "active",
    fires: [...fires],
    clockNotes: [],
    warnings: [],
    ...parts,
  };
}

/** The fire times of an expression in a timezone within a span. */
export function cronFires(cron: string, timezone: string, from: number, to: number): number[] {
  const reading = readCronExpression(cron);
  if (!("expression" in reading)) throw new Error(`${cron} is not a cron expression`);
  const clock = zoneClock(timezone);
  const walls = fireTimes(reading.expression, clock.wallAt(from * 1000), clock.wallAt(to * 1000));
  const found = [...walls].map((wall) => clock.instantOf(wall) / 1000);
  return found.filter((fire) => fire >= from && fire < to).sort((a, b) => a - b);
}

/** A schedule with an expression, and its fire times in the span of `data`. */
export function cronSchedule(
  name: string,
  cron: string,
  data: Pick<CalendarData, "from" | "to" | "timezone">,
  parts: Partial<CalendarSchedule> = {},
): CalendarSchedule {
  const timezone = parts.timezone ?? data.timezone;
  const fires = cronFires(cron, timezone, data.from, data.to);
  return calendarSchedule(name, fires, { cronExpression: cron, timezone, ...parts });
}
