import { nearest } from "../../nearest";
import { propertyPath } from "../../property-path";
import type { Json, WireWorkflow } from "../../skyvern/wire";
import type { CheckFailure } from "../lifecycle";
import { containsUnknown } from "../unknown";

/** Why a workflow cannot be used: the account does not have it. */
export function missingWorkflow(workflowId: string, baseUrl: string): string {
  return `There is no workflow ${workflowId} at ${baseUrl} in the account of this API key. Compare the id with the workflow's address in Skyvern's web page. If it is right, the workflow was deleted, or belongs to another account.`;
}

/** An input parameter that a workflow declares. */
type Parameter = WireWorkflow["workflow_definition"]["parameters"][number];

/**
 * Checks parameters against their workflow. When the server stores a schedule, it checks the keys and the credentials
 * (`validate_schedule_parameters` in `workflow/service.py`), but not the types of values: a wrong one fails, or
 * hangs, only when the schedule fires.
 *
 * @param parameters without nulls; unknown values are accepted
 */
export async function parameterFailures(
  workflow: WireWorkflow,
  parameters: { readonly [key: string]: Json },
  credentialExists: (credentialId: string) => Promise<boolean>,
): Promise<CheckFailure[]> {
  const declared = workflow.workflow_definition.parameters.filter(
    (parameter) => parameter.parameter_type === "workflow",
  );
  const failures = unknownKeys(workflow, declared, parameters);
  for (const { key, workflow_parameter_type: type } of declared.filter(isRequired)) {
    if (Object.hasOwn(parameters, key)) continue;
    failures.push({
      property: propertyPath("parameters", key),
      reason: `The workflow "${workflow.title}" requires this parameter (${type ?? "any type"}), and it is missing.`,
    });
  }
  const ofValues = declared.map((parameter) => valueFailure(parameter, parameters, credentialExists));
  return [...failures, ...(await Promise.all(ofValues)).flat()];
}

function unknownKeys(
  workflow: WireWorkflow,
  declared: readonly Parameter[],
  parameters: { readonly [key: string]: Json },
): CheckFailure[] {
  const known = declared.map((parameter) => parameter.key);
  return Object.keys(parameters)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known);
      const takes = known.length === 0 ? "It has no parameters." : `Its parameters are ${known.join(", ")}.`;
      return {
        property: propertyPath("parameters", key),
        reason: `The workflow "${workflow.title}" has no parameter "${key}". ${meant === undefined ? takes : `Did you mean ${meant}?`}`,
      };
    });
}

/** A credential without a default is optional (`_is_optional_credential_parameter`). */
function isRequired(parameter: Parameter): boolean {
  return !hasDefault(parameter) && parameter.workflow_parameter_type !== "credential_id";
}

function hasDefault(parameter: Parameter): boolean {
  return parameter.default_value !== undefined && parameter.default_value !== null;
}

async function valueFailure(
  parameter: Parameter,
  parameters: { readonly [key: string]: Json },
  credentialExists: (credentialId: string) => Promise<boolean>,
): Promise<CheckFailure[]> {
  const given = Object.hasOwn(parameters, parameter.key) ? parameters[parameter.key] : undefined;
  const value = given ?? parameter.default_value;
  if (value === undefined || value === null || containsUnknown(value)) return [];
  const fail = (reason: string): CheckFailure[] => [
    { property: propertyPath("parameters", parameter.key), reason },
  ];
  const expected = given === undefined ? undefined : expectation(parameter.workflow_parameter_type, value);
  if (expected !== undefined) {
    return fail(`The workflow declares it as ${expected}; this is ${kindOf(value)}.`);
  }
  if (parameter.workflow_parameter_type !== "credential_id" || typeof value !== "string") return [];
  if (await credentialExists(value)) return [];
  // The default is public in the workflow. A given id may be secret.
  return fail(
    given === undefined
      ? `The workflow's default credential, "${value}", does not exist in this account. Set this parameter to one that exists, or correct the workflow in Skyvern.`
      : "The credential does not exist in this account. Write the id of one that does.",
  );
}

/** What the value should be. Undefined if it is right, or its type is unknown here. */
function expectation(type: string | undefined, value: Json): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? undefined : "a string";
    case "integer":
      return Number.isInteger(value) || isText(value, /^-?(0|[1-9]\d*)$/) ? undefined : "a whole number";
    case "float":
      return typeof value === "number" || isText(value, /^-?(0|[1-9]\d*)(\.\d+)?$/) ? undefined : "a number";
    case "boolean":
      return typeof value === "boolean" || isText(value, /^(true|false)$/i) ? undefined : "true or false";
    case "json":
      return typeof value === "object" || isJsonText(value)
        ? undefined
        : "an object, a list, or a string of JSON";
    case "file_url":
      return isFileReference(value) ? undefined : "the URL of a file";
    case "credential_id":
      return typeof value === "string" && value.trim() !== "" ? undefined : "the id of a credential, cred_…";
    default:
      return undefined;
  }
}

/** References of a schedule file are texts. Skyvern converts them (`convert_value` in `workflow/models/parameter.py`). */
function isText(value: Json, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function isJsonText(value: Json): boolean {
  if (typeof value !== "string") return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** A URL, or an uploaded file as `{ s3uri }` (`_is_missing_required_value`). */
function isFileReference(value: Json): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return typeof value === "object" && value !== null && "s3uri" in value && Boolean(value.s3uri);
}

/** The kind of a value. The value itself may be a secret. */
function kindOf(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "number")
    return Number.isInteger(value) ? "a whole number" : "a number with a fraction";
  if (typeof value === "boolean") return "true or false";
  return value === "" ? "an empty string" : "a string";
}
