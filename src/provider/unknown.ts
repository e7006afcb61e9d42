/** The sentinel for a value that is unknown during preview (`unknownValue` in `@pulumi/pulumi/runtime/rpc`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value itself is unknown. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** Whether the value, or anything inside it, is unknown. */
export function containsUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return isUnknown(value);
  return Object.values(value).some(containsUnknown);
}
