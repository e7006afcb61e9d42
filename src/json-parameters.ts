import type { Json } from "./skyvern/wire";

/** Marks assets, archives, resources and the like inside properties (`specialSigKey` in `@pulumi/pulumi/runtime/rpc`). */
const specialSignatureKey = "4dabf18193072939515e22adb298388d";

/** A value that is not plain JSON. */
export interface JsonProblem {
  /** The keys and indices of the value. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** The reasons why a value is not a plain JSON object. */
export function plainJsonProblems(value: unknown): readonly JsonProblem[] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return problemsIn(value, []);
  return [{ path: [], reason: 'It must be an object, such as { vendor: "acme" }.' }];
}

function problemsIn(value: unknown, path: readonly (string | number)[]): readonly JsonProblem[] {
  if (typeof value === "number") {
    const reason = numberProblem(value);
    return reason === undefined ? [] : [{ path, reason }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => problemsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  if (specialSignatureKey in value) {
    const reason =
      "An asset, an archive or a resource is not a JSON value. Pass a string, a number, true or false, a list or an object.";
    return [{ path, reason }];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    key === "__proto__"
      ? [{ path, reason: 'A key named "__proto__" does not reach the server. Use another name.' }]
      : problemsIn(item, [...path, key]),
  );
}

/** The message does not contain the number, which may be secret. */
function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return "It is infinite or not a number, which JSON cannot hold.";
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? `It is an integer that JavaScript cannot hold exactly (at most ${Number.MAX_SAFE_INTEGER}), so another number could arrive. Pass it as a string, if the workflow takes one.`
    : undefined;
}

/**
 * Parameters as the server stores them: without nulls at the top; an empty object counts as none
 * (`_strip_none_parameters` in Skyvern's `routes/workflow_schedules.py`). JSON text cannot hold some values, such as
 * the sign of minus zero.
 */
export function storedParameters(parameters: Json | undefined): { readonly [key: string]: Json } | undefined {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return undefined;
  const kept = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return kept.length === 0 ? undefined : JSON.parse(JSON.stringify(Object.fromEntries(kept)));
}
