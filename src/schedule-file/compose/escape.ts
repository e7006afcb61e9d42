import { isPlainObject } from "../../plain-object";

/** The value with `${` in its texts written so that a file does not read it as a reference. */
export function escaped<Value>(value: Value): Value {
  return escapedValue(value) as Value;
}

function escapedValue(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(escapedValue);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapedValue(item)]));
}
