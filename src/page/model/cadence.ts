import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockText } from "./clock";
import { weekdaysText } from "./crowding";

const MOST_TIMES = 3;
const SIMPLE = /^(\d{1,2}) (\d{1,2}(?:,\d{1,2})*) \* \* (\*|\?|[a-z\d,-]+)$/i;
const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** "Mon–Fri 04:12, 14:12" if the expression is that simple, else its words, else the expression. */
export function cadence({ cronExpression, words }: CalendarSchedule): string | undefined {
  return (cronExpression && simple(cronExpression)) || (words?.join("; ") ?? cronExpression);
}

function simple(expression: string): string | undefined {
  const found = SIMPLE.exec(expression.trim().replace(/\s+/g, " "));
  if (found === null) return undefined;
  const [minute, hours, days] = found.slice(1) as [string, string, string];
  const list = hours.split(",").map(Number);
  const weekdays = weekdaysOf(days.toLowerCase());
  if (list.length > MOST_TIMES || weekdays === undefined) return undefined;
  const times = list.sort((a, b) => a - b).map((hour) => clockText(hour * 60 + Number(minute)));
  return `${weekdaysText(weekdays)} ${times.join(", ")}`;
}

/** Ascending; Monday is 0. Undefined if a part is not a weekday or a range of them. */
function weekdaysOf(field: string): readonly number[] | undefined {
  if (field === "*" || field === "?") return [0, 1, 2, 3, 4, 5, 6];
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const ends = part.split("-").map(dayNumber);
    const [first, last] = [ends[0], ends.at(-1)] as [number, number];
    if (ends.length > 2 || !(first <= last)) return undefined;
    for (let day = first; day <= last; day++) found.add((day + 6) % 7);
  }
  return [...found].sort((a, b) => a - b);
}

/** Sunday is 0, and 7 too. NaN if the text is not a weekday. */
function dayNumber(text: string): number {
  if (/^[0-7]$/.test(text)) return Number(text);
  const index = (names as readonly string[]).indexOf(text);
  return index < 0 ? Number.NaN : index;
}
