/**
 * Whether a value is a mapping of keys and values, also one without a prototype, as some parsers make it. Outputs,
 * promises and the like are none, and are left as they are.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
