import type { Json } from "../../skyvern/wire";
import { refusal } from "../server/api-error";
import { isJsonObject } from "../server/request-fields";
import type { JsonObject, Store, StoredWorkflow } from "../server/store";

/**
 * Checks a schedule's parameters against its workflow as the server does: unknown keys, then missing keys, then
 * credentials. Neither checks the types of values.
 */
export function refuseParameters(store: Store, workflow: StoredWorkflow, given: JsonObject | null): void {
  const inputs = workflow.parameters.filter((parameter) => parameter.parameter_type === "workflow");
  const known = new Set(inputs.map((parameter) => parameter.key));
  const unknown = Object.keys(given ?? {}).filter((key) => !known.has(key));
  if (unknown.length > 0) throw parameterRefusal("Unknown", workflow, unknown);

  const missing: string[] = [];
  const credentials: Json[] = [];
  for (const parameter of inputs) {
    const key = String(parameter.key);
    const type = parameter.workflow_parameter_type;
    const fallback = parameter.default_value ?? null;
    const value = given?.[key] ?? fallback;
    const isDefault = fallback !== null && given?.[key] === undefined; // a default may be empty
    if (isDefault || !countsAsMissing(type, value)) {
      if (type === "credential_id") credentials.push(value);
    } else if (type !== "credential_id" || fallback !== null) {
      // A credential without a default is optional.
      missing.push(key);
    }
  }
  if (missing.length > 0) throw parameterRefusal("Missing", workflow, missing);
  refuseCredentials(store, credentials);
}

/** The stored parameters: without top-level nulls, and null if there are none. */
export function withoutNulls(parameters: JsonObject | null): JsonObject | null {
  const kept = Object.entries(parameters ?? {}).filter(([, value]) => value !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function parameterRefusal(what: "Unknown" | "Missing", workflow: StoredWorkflow, keys: readonly string[]) {
  const list = [...keys].sort().join(", ");
  return refusal(400, `${what} schedule parameters for workflow ${workflow.workflowId}: ${list}`);
}

/** Whether the server treats a value as missing: null, or an empty string unless a string is declared. */
export function countsAsMissing(type: Json | undefined, value: Json): boolean {
  if (value === null) return true;
  if (type === "string") return false;
  if (typeof value === "string") return value.trim() === "";
  if (type !== "file_url" || !isJsonObject(value)) return false;
  return Object.keys(value).length === 0 || ("s3uri" in value && !value.s3uri);
}

function refuseCredentials(store: Store, credentials: readonly Json[]): void {
  for (const value of credentials) {
    if (typeof value !== "string") {
      throw credentialRefusal(`Credential ID must be a string, got ${pythonType(value)}`);
    }
  }
  const absent = new Set(credentials.filter((id) => !store.credentials.has(String(id))));
  if (absent.size > 0) throw credentialRefusal([...absent].join(", "));
}

function credentialRefusal(what: string) {
  return refusal(400, `Invalid credential ID: ${what}. Failed to resolve to a valid credential.`);
}

/** Python's name for the type of a parsed JSON value other than a string or null. */
export function pythonType(value: Json): string {
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "list" : "dict";
}
