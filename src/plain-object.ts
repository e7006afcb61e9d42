/**
 * Whether a value is a plain object, with or without a prototype (some parsers make objects without one). Outputs and
 * promises are not plain objects.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
