import type { Json } from "../skyvern/wire";
import type { CheckFailure } from "./lifecycle";

/** Marks assets, archives, resources and the like inside properties (`specialSigKey` in `@pulumi/pulumi/runtime/rpc`). */
const specialSignatureKey = "4dabf18193072939515e22adb298388d";

/** What keeps `parameters` from being a plain JSON object, each on the place as the user wrote it. */
export function plainJsonFailures(parameters: unknown): CheckFailure[] {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    return [{ property: "parameters", reason: 'parameters must be an object, such as { vendor: "acme" }.' }];
  }
  return failuresAt("parameters", parameters);
}

function failuresAt(path: string, value: unknown): CheckFailure[] {
  if (typeof value === "number") {
    const problem = numberProblem(value);
    return problem === undefined ? [] : [{ property: path, reason: problem }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => failuresAt(`${path}[${index}]`, item));
  if (typeof value !== "object" || value === null) return [];
  if (specialSignatureKey in value) {
    return [
      {
        property: path,
        reason:
          "An asset, an archive or a resource is no JSON value. Pass a string, a number, true or false, a list or an object.",
      },
    ];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    key === "__proto__"
      ? [{ property: path, reason: 'A key named "__proto__" does not reach the server. Name it otherwise.' }]
      : failuresAt(propertyPath(path, key), item),
  );
}

function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return `${value} is no JSON number.`;
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? `${value} is an integer that JavaScript cannot hold exactly (it can up to ${Number.MAX_SAFE_INTEGER}), so another number could arrive. Pass it as a string, if the workflow takes one.`
    : undefined;
}

/** `parameters.count`, or `parameters["two words"]` where the key is no plain name. */
export function propertyPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/**
 * Parameters as the server stores them: nulls at the top are stripped, and an empty object is none
 * (`_strip_none_parameters` in Skyvern's `routes/workflow_schedules.py`). Minus zero, which JSON text loses, is zero.
 */
export function storedParameters(parameters: Json | undefined): { readonly [key: string]: Json } | undefined {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return undefined;
  const kept = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return kept.length === 0
    ? undefined
    : Object.fromEntries(kept.map(([key, value]) => [key, value === 0 ? 0 : value]));
}
