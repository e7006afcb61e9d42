import { formatInstant } from "../../calendar/instant";
import { type Field, refuse, refuseValue } from "./model";

const day = 86_400_000;
const numeric = /^[+-]?\d{1,18}(\.\d*)?$/;
/** A number above this is in milliseconds, not in seconds. */
const mostSeconds = 20_000_000_000;
const latestTime = Date.parse("9999-12-31T23:59:59.999Z");
const earliestTime = Date.parse("0000-01-01T00:00:00Z");
const dateParts = [
  [0, "year"],
  [5, "month"],
  [8, "day"],
] as const;
const timeOfDay = /^[Tt _]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(.*)$/;
const offset = /^([+−-])([01]\d|2[0-3]):?([0-5]\d)$/;

/** A time in milliseconds since 1970, without fractions of a second. */
interface DateTime {
  readonly time: number;
  /** False for a text without a UTC offset. */
  readonly isAware: boolean;
}

/** A time or a date, read as Pydantic reads it. A number, also one in quotes, counts seconds since 1970. */
export function dateTime(value: unknown): DateTime {
  if (typeof value !== "string" && typeof value !== "number") {
    refuse("datetime_type", "Input should be a valid datetime", value);
  }
  if (typeof value === "number" || numeric.test(value)) return readTimestamp(value);
  const date = readDate(value);
  const rest = value.slice(10);
  if (rest === "") return { time: date, isAware: false };
  const [, hours, minutes, seconds = "0", zone = ""] = timeOfDay.exec(rest) ?? refuseExtra(value);
  const time = date + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  if (zone === "") return { time, isAware: false };
  if (/^z$/i.test(zone)) return { time, isAware: true };
  const [, sign, zoneHours, zoneMinutes] = offset.exec(zone) ?? refuseExtra(value);
  const shift = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return { time: sign === "+" ? time - shift : time + shift, isAware: true };
}

/** A time with a UTC offset, truncated to seconds and converted to UTC: `2030-01-01T00:00:00Z`. */
export function instant(key: string, latest: Date): Field<string> {
  return (value) => {
    const { time, isAware } = dateTime(value);
    if (!isAware) refuse("timezone_aware", "Input should have timezone info", value);
    // The limit applies to the truncated time.
    if (time > latest.getTime()) {
      refuseValue(`${key} must be no later than ${withOffset(formatInstant(latest.getTime()))}`, value);
    }
    return formatInstant(time);
  };
}

/** `2030-01-01T00:00:00+00:00`: an instant as Python's `isoformat` writes it. */
export function withOffset(instant: string): string {
  return instant.replace("Z", "+00:00");
}

function readTimestamp(value: string | number): DateTime {
  const count = Number(value);
  const time = Math.abs(count) > mostSeconds ? count : count * 1000;
  const outside = time > latestTime ? "after 9999" : time < earliestTime ? "before 0000" : undefined;
  if (outside !== undefined) {
    const error = `dates ${outside} are not supported as unix timestamps`;
    if (typeof value === "string") refuseDate(value, error);
    refuse("datetime_parsing", `Input should be a valid datetime, ${error}`, value, { error });
  }
  return { time: Math.floor(time / 1000) * 1000, isAware: true };
}

/** Midnight of the date with which the text begins. */
function readDate(text: string): number {
  if (text.length < 10) refuseDate(text, "input is too short");
  for (const [start, name] of dateParts) {
    const length = name === "year" ? 4 : 2;
    if (start > 0 && text[start - 1] !== "-") refuseDate(text, "invalid date separator, expected `-`");
    if (!/^\d+$/.test(text.slice(start, start + length))) refuseDate(text, `invalid character in ${name}`);
  }
  const month = Number(text.slice(5, 7));
  if (month < 1 || month > 12) refuseDate(text, "month value is outside expected range of 1-12");
  const days = Number(text.slice(8, 10));
  const time = Date.parse(`${text.slice(0, 7)}-01T00:00:00Z`) + (days - 1) * day;
  const isInMonth = days > 0 && new Date(time).getUTCMonth() === month - 1;
  return isInMonth ? time : refuseDate(text, "day value is outside expected range");
}

function refuseExtra(text: string): never {
  return refuseDate(text, "unexpected extra characters at the end of the input");
}

function refuseDate(text: string, error: string): never {
  const msg = `Input should be a valid datetime or date, ${error}`;
  return refuse("datetime_from_date_parsing", msg, text, { error });
}
