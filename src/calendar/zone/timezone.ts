import { quote } from "../cron/field-problem";
import { placesAt } from "./fixed-zone";
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
  return `${quote(name)} is not an IANA timezone name${advice(name)}`;
}

let namesOfIntl: ReadonlySet<string> | undefined;

function isListedByIntl(name: string): boolean {
  namesOfIntl ??= new Set(Intl.supportedValuesOf("timeZone"));
  return namesOfIntl.has(name);
}

function advice(name: string): string {
  const [offset, sign, hours, minutes = 0] =
    /^(?:UTC|GMT|Etc\/GMT|Etc\/UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name.trim()) ?? [];
  if (offset !== undefined) return offsetAdvice(Number(`${sign}1`) * (Number(hours) + Number(minutes) / 60));
  if (/^(?:localtime|local|posixrules|Factory)$/i.test(name))
    return ': it means something else on each machine; name a place, such as "Europe/Berlin"';
  const nearest = nearestTimezone(name);
  return nearest === undefined ? anyName : `; did you mean "${nearest}"?`;
}

function offsetAdvice(hours: number): string {
  if (hours === 0) return ': write "UTC"';
  const places = placesAt(hours);
  return places === undefined ? anyName : `: write a place, such as ${places}`;
}

const anyName = '; write one such as "UTC" or "America/New_York"';
