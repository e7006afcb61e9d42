import type { Json } from "../../skyvern/wire";
import { refusal } from "../server/api-error";
import { isJsonObject, type JsonObject } from "../server/json";
import type { Store, StoredWorkflow } from "../server/store";

/** The value of one input parameter of a workflow. */
export interface InputValue {
  readonly key: string;
  readonly type: string;
  readonly value: Json;
}

/**
 * The values of a workflow's input parameters, with defaults, and the sorted keys of missing ones. A credential
 * without a default is optional.
 */
export function inputValues(
  workflow: StoredWorkflow,
  given: JsonObject | null,
): { readonly values: readonly InputValue[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const values: InputValue[] = [];
  for (const parameter of inputsOf(workflow)) {
    const key = String(parameter.key);
    const type = String(parameter.workflow_parameter_type);
    const fallback = parameter.default_value ?? null;
    const value = given?.[key] ?? fallback;
    const isDefault = fallback !== null && (given?.[key] ?? null) === null; // a default may be empty
    if (isDefault || !countsAsMissing(type, value)) values.push({ key, type, value });
    else if (type !== "credential_id" || fallback !== null) missing.push(key);
  }
  return { values, missing: missing.sort() };
}

/** The input parameters of a workflow, without the output parameters of its blocks. */
export function inputsOf(workflow: StoredWorkflow): readonly JsonObject[] {
  return workflow.parameters.filter((parameter) => parameter.parameter_type === "workflow");
}

/** Throws the server's 400 for credentials that do not exist. `otherType` describes an id that is not a string. */
export function refuseCredentials(
  store: Store,
  values: readonly InputValue[],
  otherType: (type: string) => string,
): void {
  const ids = values.filter(({ type }) => type === "credential_id").map(({ value }) => value);
  const other = ids.find((id) => typeof id !== "string");
  const absent = [...new Set(ids.map(String))].filter((id) => !store.credentials.has(id));
  if (other === undefined && absent.length === 0) return;
  const what = other === undefined ? absent.join(", ") : otherType(pythonType(other));
  throw refusal(400, `Invalid credential ID: ${what}. Failed to resolve to a valid credential.`);
}

/** Whether the server treats a value as missing: null, or an empty string unless a string is declared. */
function countsAsMissing(type: string, value: Json): boolean {
  if (value === null) return true;
  if (type === "string") return false;
  if (typeof value === "string") return value.trim() === "";
  if (type !== "file_url" || !isJsonObject(value)) return false;
  return Object.keys(value).length === 0 || ("s3uri" in value && !value.s3uri);
}

// Python's name for the type of a parsed JSON value other than a string or null.
function pythonType(value: Json): string {
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "list" : "dict";
}
