import type { Json } from "../../skyvern/wire";

/**
 * A JSON object that the API stores.
 *
 * @example
 * import type { JsonObject } from "pulumi-skyvern/sandbox";
 *
 * export const parameters: JsonObject = { vendor: "acme" };
 */
export type JsonObject = { readonly [key: string]: Json };

/** Whether a parsed JSON value is an object, not an array or a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
