import { formatInstant } from "../../calendar/instant";
import { isJsonObject, type JsonObject } from "./json";
import { type Field, type Model, type Read, readFields, refuse, refuseValue } from "./model";

const truthy = ["1", "on", "t", "true", "y", "yes"];
const falsy = ["0", "off", "f", "false", "n", "no"];

/** A field that may be missing or null. */
export function optional<T>(field: Field<T>): Field<T | null> {
  return (value) => (value === undefined || value === null ? null : field(value));
}

/** A field that may be missing, but not null. */
export function withDefault<T>(fallback: T, field: Field<T>): Field<T> {
  return (value) => (value === undefined ? fallback : field(value));
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : refuse("string_type", "Input should be a valid string", value);
}

export function boolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" && typeof value !== "number") {
    refuse("bool_type", "Input should be a valid boolean", value);
  }
  const word = String(value).toLowerCase();
  if (truthy.includes(word)) return true;
  if (falsy.includes(word)) return false;
  return refuse("bool_parsing", "Input should be a valid boolean, unable to interpret input", value);
}

/** Any JSON object. */
export function dictionary(value: unknown): JsonObject {
  return isJsonObject(value) ? value : refuse("dict_type", "Input should be a valid dictionary", value);
}

/** A JSON object with these fields. */
export function object<M extends Model>(model: M): Field<Read<M>> {
  return (value) => readFields(model, dictionary(value));
}

/** A JSON object whose values are all strings. */
export function texts(value: unknown): Readonly<Record<string, string>> {
  const given = dictionary(value);
  return readFields(Object.fromEntries(Object.keys(given).map((key) => [key, text])), given);
}

/** A list. */
export function list<T>(field: Field<T>): Field<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return refuse("list_type", "Input should be a valid list", value);
    const model = Object.fromEntries(value.map((_, index) => [index, field]));
    return Object.values(readFields(model, value)) as T[];
  };
}

export function integer(least: number, most: number): Field<number> {
  const should = "Input should be";
  return (value) => {
    const count = Number(value);
    if (typeof value === "object") refuse("int_type", `${should} a valid integer`, value);
    if (typeof value === "string" && !/^\s*[+-]?\d+\s*$/.test(value)) {
      refuse("int_parsing", `${should} a valid integer, unable to parse string as an integer`, value);
    }
    if (!Number.isInteger(count)) {
      refuse("int_from_float", `${should} a valid integer, got a number with a fractional part`, value);
    }
    if (count < least) {
      refuse("greater_than_equal", `${should} greater than or equal to ${least}`, value, { ge: least });
    }
    if (count > most) {
      refuse("less_than_equal", `${should} less than or equal to ${most}`, value, { le: most });
    }
    return count;
  };
}

/** One of some words. Pydantic's error for a `Literal` differs from the one for an `Enum`. */
export function oneOf(type: "enum" | "literal_error", words: readonly string[]): Field<string> {
  const quoted = words.map((one) => `'${one}'`);
  const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  return (value) =>
    words.find((word) => word === value) ?? refuse(type, `Input should be ${expected}`, value, { expected });
}

/** A time with a UTC offset, truncated to seconds and converted to UTC: `2030-01-01T00:00:00Z`. */
export function instant(key: string, latest: Date): Field<string> {
  return (value) => {
    if (typeof value !== "string" && typeof value !== "number") {
      refuse("datetime_type", "Input should be a valid datetime", value);
    }
    const time = typeof value === "number" ? value * 1000 : Date.parse(value);
    if (Number.isNaN(time)) {
      const error = "invalid character in year";
      const msg = `Input should be a valid datetime or date, ${error}`;
      refuse("datetime_from_date_parsing", msg, value, { error });
    }
    if (typeof value === "string" && !/(z|[+-]\d\d(:?\d\d)?)$/i.test(value.slice(10))) {
      refuse("timezone_aware", "Input should have timezone info", value);
    }
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
