import type { Json } from "../../skyvern/wire";
import { refusal } from "../server/api-error";
import type { JsonObject } from "../server/json";
import type { Store, StoredParameter, StoredWorkflow } from "../server/store";
import { inputValues, refuseCredentials } from "../workflows/inputs";

const integer = /^\s*[+-]?\d+(_\d+)*\s*$/;
const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const notANumber = /^\s*([+-]?inf(inity)?|nan)\s*$/i;
const booleans = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/**
 * The parameters of a run with all defaults, as strings, as the server stores them. Throws the server's 400 for
 * missing values, unknown credentials and values of a wrong type. Drops unknown keys. The error about a missing
 * value names `of`.
 */
export function resolveRunParameters(
  store: Store,
  workflow: StoredWorkflow,
  given: JsonObject | null,
  of = `workflow ${workflow.workflowId}`,
): readonly StoredParameter[] {
  const { values, missing } = inputValues(workflow, given);
  if (missing.length > 0) throw refusal(400, `Missing value for parameter ${missing.join(", ")} in ${of}`);
  refuseCredentials(store, values, (type) => `<non-string value of type ${type}>`);
  return values.map(({ key, type, value }) => {
    const text = asText(value);
    if (!isTaken(type, value, text)) throw refusal(400, typeProblem(type, pythonText(value, text)));
    return { key, type, text };
  });
}

/** The values in their declared types, as `GET /v1/runs/{id}` shows them, or its permanent error. */
export function readRunParameters(
  parameters: readonly StoredParameter[],
): { readonly values: JsonObject } | { readonly problem: string } {
  const values: Record<string, Json> = {};
  for (const { key, type, text } of parameters) {
    const value = converted(type, text);
    if (value === undefined) return { problem: typeProblem(type, text) };
    values[key] = value;
  }
  return { values };
}

/** The default of an input parameter, converted as the server does when a workflow is saved. Throws its 400. */
export function convertDefault(type: string, value: Json): Json {
  if (value === null || !["string", "integer", "float", "boolean"].includes(type)) return value;
  const text = pythonText(value, asText(value));
  if (type === "string") return text;
  const isNumeric = type !== "boolean";
  if (isNumeric && typeof value === "boolean") return Number(value);
  if (isNumeric && typeof value === "number") return type === "integer" ? Math.trunc(value) : value;
  const found = converted(type, text);
  if (found === undefined) throw refusal(400, typeProblem(type, text));
  return found;
}

// The server checks the value as it was sent, so 1.5 passes as an integer: Python truncates it. Later it reads the text
// "1.5", which is not an integer, so the run cannot be read. Both use `convert_value` in
// skyvern/forge/sdk/workflow/models/parameter.py.
function isTaken(type: string, value: Json, text: string): boolean {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (isScalar && (type === "integer" || type === "float")) return true;
  if (isScalar && type === "json") return false;
  return converted(type, text) !== undefined;
}

function converted(type: string, text: string): Json | undefined {
  if (type === "integer") return integer.test(text) ? Number(text.replaceAll("_", "")) : undefined;
  if (type === "float") {
    if (notANumber.test(text)) return null;
    return decimal.test(text) ? Number(text) : undefined;
  }
  if (type === "boolean") return booleans.get(text.toLowerCase());
  if (type !== "json") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function asText(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  return pythonJson(value);
}

// `json.dumps` adds spaces after commas and colons, and escapes everything outside ASCII.
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, one]) => `${pythonJson(key)}: ${pythonJson(one)}`);
    return `{${members.join(", ")}}`;
  }
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

function typeProblem(type: string, shown: string): string {
  return `Invalid workflow parameter. Expected parameter type: ${type}. Value: ${shown}.`;
}

function pythonText(value: Json, text: string): string {
  if (typeof value !== "boolean") return text;
  return value ? "True" : "False";
}
