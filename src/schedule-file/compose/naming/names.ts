import { readCronExpression } from "../../../calendar/cron/expression";
import { DAY_OF_WEEK } from "../../../calendar/cron/fields";
import type { EntryValues } from "../account-schedule";

const longest = 60;

/** A text as a key of the file: `Acme: nightly invoices` is `acme-nightly-invoices`. Empty if nothing of it can stay. */
export function keyFrom(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .slice(0, 10 * longest)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (plain.length <= longest) return plain;
  const cut = plain.slice(0, longest + 1);
  return cut.slice(0, cut.lastIndexOf("-") > 20 ? cut.lastIndexOf("-") : longest);
}

/** A key for the times of a schedule, such as `daily-0200`, `weekdays-0730`, `every-90m`; `times` for others. */
export function timesKey({ cron, every, at }: EntryValues): string {
  if (every !== undefined) return `every-${every}`;
  if (at !== undefined) return `once-${at.slice(0, 10)}`;
  const reading = readCronExpression(cron ?? "");
  if ("problem" in reading) return "times";
  const { minutes, hours, daysOfMonth, daysOfWeek, months, nthWeekdays, lastDayOfMonth } = reading.expression;
  const { everyDayOfMonth, everyDayOfWeek } = reading.expression;
  const [minute, hour] = [minutes[0] ?? 0, hours[0] ?? 0];
  if (months.length < 12 || nthWeekdays.length > 0 || lastDayOfMonth || minutes.length > 1) return "times";
  const two = (number: number): string => String(number).padStart(2, "0");
  if (hours.length === 24 && everyDayOfMonth && everyDayOfWeek) return `hourly-${two(minute)}`;
  if (hours.length > 1) return "times";
  const time = `${two(hour)}${two(minute)}`;
  if (everyDayOfMonth && everyDayOfWeek) return `daily-${time}`;
  if (everyDayOfMonth && daysOfWeek.join() === "1,2,3,4,5") return `weekdays-${time}`;
  const [weekday = 0] = daysOfWeek;
  if (everyDayOfMonth && daysOfWeek.length === 1)
    return `${(DAY_OF_WEEK.names[weekday % 7] ?? "").toLowerCase()}-${time}`;
  return everyDayOfWeek && daysOfMonth.length === 1 ? `monthly-${daysOfMonth[0]}-${time}` : "times";
}

/**
 * A key for each item: the first of its proposals that no other item proposes at the same place, else the last one with a
 * number. Items come in a stable order, and the keys of a file stay.
 *
 * @param proposals for each item, from short to long, none of them empty
 */
export function uniqueKeys(
  proposals: readonly (readonly string[])[],
  taken: ReadonlySet<string>,
): readonly string[] {
  const used = new Set([...taken].map((key) => key.toLowerCase()));
  const counts = proposals.map((_, place) => {
    const count = new Map<string, number>();
    for (const own of proposals) {
      const one = own[place];
      if (one !== undefined) count.set(one, (count.get(one) ?? 0) + 1);
    }
    return count;
  });
  const next = new Map<string, number>();
  return proposals.map((own) => {
    const only = own.find((one, place) => counts[place]?.get(one) === 1 && !used.has(one));
    const key = only ?? numbered(own.at(-1) ?? "schedule", used, next);
    used.add(key);
    return key;
  });
}

function numbered(key: string, used: ReadonlySet<string>, next: Map<string, number>): string {
  if (!used.has(key)) return key;
  for (let number = next.get(key) ?? 2; ; number++) {
    next.set(key, number + 1);
    if (!used.has(`${key}-${number}`)) return `${key}-${number}`;
  }
}
