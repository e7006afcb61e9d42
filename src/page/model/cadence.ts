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
  const [, minute, hours, days = ""] = SIMPLE.exec(expression.trim().replace(/\s+/g, " ")) ?? [];
  if (minute === undefined || hours === undefined) return undefined;
  const list = hours.split(",").map(Number);
  const weekdays = weekdaysOf(days.toLowerCase());
  if (list.length > MOST_TIMES || weekdays === undefined || weekdays.length === 0) return undefined;
  const times = list.sort((a, b) => a - b).map((hour) => clockText(hour * 60 + Number(minute)));
  return `${weekdaysText(weekdays)} ${times.join(", ")}`;
}

/** Ascending; Monday is 0. Undefined if a part is not a weekday or a range of them. */
function weekdaysOf(field: string): readonly number[] | undefined {
  if (field === "*" || field === "?") return [0, 1, 2, 3, 4, 5, 6];
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [first, last = first, ...others] = part.split("-").map(dayNumber);
    if (first === undefined || last === undefined || others.length > 0 || last < first) return undefined;
    for (let day = first; day <= last; day++) found.add((day + 6) % 7);
  }
  return [...found].sort((a, b) => a - b);
}

/** Sunday is 0, and 7 too. */
function dayNumber(text: string): number | undefined {
  if (/^[0-7]$/.test(text)) return Number(text);
  const index = (names as readonly string[]).indexOf(text);
  return index < 0 ? undefined : index;
}
