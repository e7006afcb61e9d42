import { quote } from "../cron/field-problem";
import { nearestTimezone } from "./nearest-timezone";
import { TIMEZONE_NAMES } from "./timezone-names";

/**
 * Why Skyvern would refuse the timezone `name`, or undefined. The server takes the exact spelling of the IANA
 * database (`ZoneInfo(name)` in `validate_timezone_name`), upper and lower case included; JavaScript's Intl is
 * laxer. A name that our list does not have yet is taken when this Node.js lists it in that very spelling.
 */
export function timezoneProblem(name: string): string | undefined {
  if (TIMEZONE_NAMES.has(name) || isListedByIntl(name)) return undefined;
  if (name.trim() === "") return 'the timezone is empty; write an IANA name such as "UTC" or "Europe/Berlin"';
  return `${quote(name)} is no IANA timezone name${advice(name)}`;
}

let namesOfIntl: ReadonlySet<string> | undefined;

function isListedByIntl(name: string): boolean {
  namesOfIntl ??= new Set(Intl.supportedValuesOf("timeZone"));
  return namesOfIntl.has(name);
}

function advice(name: string): string {
  const offset = /^(?:UTC|GMT|Etc\/GMT|Etc\/UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name.trim());
  if (offset !== null)
    return offsetAdvice(offset[1] === "+" ? "-" : "+", Number(offset[2]), Number(offset[3] ?? 0));
  if (/^(?:localtime|local|posixrules|Factory)$/i.test(name))
    return ': it means something else on each machine; name a place, such as "Europe/Berlin"';
  const nearest = nearestTimezone(name);
  return nearest === undefined
    ? '; write one such as "UTC" or "America/New_York"'
    : `; did you mean "${nearest}"?`;
}

/** `reversed` is the sign as the Etc zones write it: Etc/GMT-1 is one hour ahead of UTC. */
function offsetAdvice(reversed: "+" | "-", hours: number, minutes: number): string {
  const place = ': write a place, such as "Europe/Berlin", which also knows daylight saving';
  const zone = hours === 0 ? "UTC" : `Etc/GMT${reversed}${hours}`;
  if (minutes !== 0 || !TIMEZONE_NAMES.has(zone)) return place;
  return `${place}; the fixed offset is "${zone}"${zone === "UTC" ? "" : " (its sign is reversed)"}`;
}
