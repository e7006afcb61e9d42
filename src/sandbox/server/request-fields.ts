import type { ValidationFailure } from "./api-error";
import type { JsonObject } from "./store";

const truthy = ["1", "on", "t", "true", "y", "yes"];
const falsy = ["0", "off", "f", "false", "n", "no"];

/** Whether a parsed JSON value is an object, not an array or a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of a JSON body as leniently as the server's Pydantic models do: `"600"` is an integer and
 * `"off"` is false. Collects the errors in the order in which the fields are read.
 */
export class RequestFields {
  readonly failures: ValidationFailure[] = [];
  readonly #body: JsonObject;
  readonly #location: readonly (string | number)[];

  constructor(body: JsonObject, location: readonly (string | number)[] = ["body"]) {
    this.#body = body;
    this.#location = location;
  }

  requiredString(key: string): string {
    const value = this.#body[key];
    if (typeof value === "string") return value;
    if (value === undefined) this.#refuse("missing", key, "Field required", this.#body);
    else this.#refuse("string_type", key, "Input should be a valid string", value);
    return "";
  }

  optionalString(key: string): string | null {
    const value = this.#body[key];
    if (value === undefined || value === null) return null;
    return this.requiredString(key);
  }

  optionalBoolean(key: string): boolean | null {
    const value = this.#body[key];
    if (value === undefined || value === null || typeof value === "boolean") return value ?? null;
    if (typeof value !== "string" && typeof value !== "number") {
      this.#refuse("bool_type", key, "Input should be a valid boolean", value);
      return null;
    }
    const word = String(value).toLowerCase();
    if (truthy.includes(word)) return true;
    if (falsy.includes(word)) return false;
    this.#refuse("bool_parsing", key, "Input should be a valid boolean, unable to interpret input", value);
    return null;
  }

  /** A boolean that may be missing, but not null. */
  booleanOr(key: string, fallback: boolean): boolean {
    if (this.#body[key] === undefined) return fallback;
    if (this.#body[key] === null) this.#refuse("bool_type", key, "Input should be a valid boolean", null);
    return this.optionalBoolean(key) ?? fallback;
  }

  optionalObject(key: string): JsonObject | null {
    const value = this.#body[key];
    if (value === undefined || value === null) return null;
    if (isJsonObject(value)) return value;
    this.#refuse("dict_type", key, "Input should be a valid dictionary", value);
    return null;
  }

  /** An object whose values are all strings. */
  optionalTexts(key: string): Readonly<Record<string, string>> | null {
    const object = this.optionalObject(key);
    if (object === null) return null;
    const fields = new RequestFields(object, [...this.#location, key]);
    const texts = Object.keys(object).map((name) => [name, fields.requiredString(name)] as const);
    this.failures.push(...fields.failures);
    return Object.fromEntries(texts);
  }

  /** A list of at most `most` strings. */
  optionalList(key: string, most: number): readonly string[] | null {
    const value = this.#body[key];
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) {
      this.#refuse("list_type", key, "Input should be a valid list", value);
    } else if (value.length > most) {
      const message = `List should have at most ${most} items after validation, not ${value.length}`;
      const ctx = { field_type: "List", max_length: most, actual_length: value.length };
      this.#refuse("too_long", key, message, value, ctx);
    } else {
      const entries = value.map((entry, index) => [String(index), entry]);
      const fields = new RequestFields(Object.fromEntries(entries));
      const texts = value.map((_, index) => fields.requiredString(String(index)));
      const path = [...this.#location, key];
      this.failures.push(
        ...fields.failures.map((one) => ({ ...one, loc: [...path, Number(one.loc.at(-1))] })),
      );
      return texts;
    }
    return [];
  }

  /** Reports a field that has the right type and breaks a rule of the server. */
  refuseValue(key: string, reason: string): void {
    this.#refuse("value_error", key, `Value error, ${reason}`, this.#body[key], { error: {} });
  }

  requiredObject(key: string): JsonObject | null {
    if (this.#body[key] !== undefined) return this.optionalObject(key);
    this.#refuse("missing", key, "Field required", this.#body);
    return null;
  }

  requiredObjects(key: string): readonly JsonObject[] {
    const value = this.#body[key];
    if (Array.isArray(value)) return value.filter(isJsonObject);
    if (value === undefined) this.#refuse("missing", key, "Field required", this.#body);
    else this.#refuse("list_type", key, "Input should be a valid list", value);
    return [];
  }

  optionalInteger(key: string, least: number, most: number): number | null {
    const value = this.#body[key];
    if (value === undefined || value === null) return null;
    const should = "Input should be";
    if (typeof value === "object") {
      this.#refuse("int_type", key, `${should} a valid integer`, value);
    } else if (typeof value === "string" && !/^\s*[+-]?\d+\s*$/.test(value)) {
      this.#refuse(
        "int_parsing",
        key,
        `${should} a valid integer, unable to parse string as an integer`,
        value,
      );
    } else if (!Number.isInteger(Number(value))) {
      this.#refuse(
        "int_from_float",
        key,
        `${should} a valid integer, got a number with a fractional part`,
        value,
      );
    } else if (Number(value) < least) {
      this.#refuse("greater_than_equal", key, `${should} greater than or equal to ${least}`, value, {
        ge: least,
      });
    } else if (Number(value) > most) {
      this.#refuse("less_than_equal", key, `${should} less than or equal to ${most}`, value, { le: most });
    }
    return Number(value);
  }

  /** A time with a UTC offset, truncated to seconds and converted to UTC: `2030-01-01T00:00:00Z`. */
  optionalInstant(key: string, latest: Date): string | null {
    const value = this.#body[key];
    if (value === undefined || value === null) return null;
    const time = readInstant(value);
    if (typeof value !== "string" && typeof value !== "number") {
      this.#refuse("datetime_type", key, "Input should be a valid datetime", value);
    } else if (Number.isNaN(time)) {
      const reason = "invalid character in year";
      const message = `Input should be a valid datetime or date, ${reason}`;
      this.#refuse("datetime_from_date_parsing", key, message, value, { error: reason });
    } else if (typeof value === "string" && !/(z|[+-]\d\d(:?\d\d)?)$/i.test(value.slice(10))) {
      this.#refuse("timezone_aware", key, "Input should have timezone info", value);
    } else if (time > latest.getTime()) {
      const message = `Value error, ${key} must be no later than ${formatInstant(latest.getTime(), "+00:00")}`;
      this.#refuse("value_error", key, message, value, { error: {} });
    } else {
      return formatInstant(time);
    }
    return null;
  }

  #refuse(type: string, key: string, msg: string, input: unknown, ctx?: object): void {
    this.failures.push({ type, loc: [...this.#location, key], msg, input, ...(ctx && { ctx }) });
  }
}

function readInstant(value: unknown): number {
  if (typeof value === "number") return value * 1000;
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}

/** Formats milliseconds since 1970 as the server does: whole seconds, and `Z` by default. */
export function formatInstant(milliseconds: number, zone = "Z"): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(".000Z", zone);
}
