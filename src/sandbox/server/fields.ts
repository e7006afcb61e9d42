import { isJsonObject, type JsonObject } from "./json";
import { type Field, type Model, notAnObject, type Read, readFields, refuse, refuseValue } from "./model";

const truthy = ["1", "on", "t", "true", "y", "yes"];
const falsy = ["0", "off", "f", "false", "n", "no"];
/** An integer in quotes. It may have underscores between digits, and zeros after a point. */
const quotedInteger = /^\s*[+-]?\d+(_\d+)*(\.0+)?\s*$/;

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
  if (typeof value !== "string" && !Number.isInteger(value)) {
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

/** A JSON object with these fields. `objection` checks a rule about several of them. */
export function object<M extends Model>(
  model: M,
  objection: (read: Read<M>) => string | undefined = () => undefined,
): Field<Read<M>> {
  return (value) => {
    if (!isJsonObject(value)) refuse("model_attributes_type", notAnObject, value);
    const read = readFields(model, value);
    const reason = objection(read);
    return reason === undefined ? read : refuseValue(reason, value);
  };
}

/** Whether a text is an identifier in Python. */
export function isIdentifier(name: string): boolean {
  return /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u.test(name);
}

/** A name that templates can use: the label of a block, or the key of a parameter. */
export function identifier(of: "label" | "key"): Field<string> {
  const [subject, kind] = of === "label" ? ["Block label", "label"] : ["Key", "parameter name"];
  const plural = of === "label" ? "Block labels" : "Parameter keys";
  return (value) => {
    const name = text(value);
    if (isIdentifier(name)) return name;
    if (of === "label" && name.trim() === "") refuseValue("Block labels cannot be empty.", value);
    if (of === "key" && /[ \t\n\r]/.test(name))
      refuseValue("Key cannot contain whitespace characters", value);
    const rule = "(only letters, digits, and underscores; cannot start with a digit)";
    const why = "are not allowed because they conflict with Jinja2 template syntax.";
    return refuseValue(
      `${subject} '${name}' is not a valid ${kind}. ${plural} must be valid Python identifiers ${rule}. Characters like '/', '-', '.', etc. ${why}`,
      value,
    );
  };
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

export function integer(least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Field<number> {
  const should = "Input should be";
  return (value) => {
    if (typeof value === "object" || value === undefined)
      refuse("int_type", `${should} a valid integer`, value);
    if (typeof value === "string" && !quotedInteger.test(value)) {
      refuse("int_parsing", `${should} a valid integer, unable to parse string as an integer`, value);
    }
    const count = Number(typeof value === "string" ? value.replaceAll("_", "") : value);
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
