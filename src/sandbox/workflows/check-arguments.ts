import { SkyvernError } from "../../errors";
import { nearest } from "../../nearest";
import { notJson } from "../../not-json";
import type { Json } from "../../skyvern/wire";
import { convertDefault } from "../runs/parameters";
import { ApiError } from "../server/api-error";
import { isIdentifier } from "../server/fields";

const parameterTypes = ["string", "integer", "float", "boolean", "json", "file_url", "credential_id"];
const parameterKeys = ["key", "type", "defaultValue"];
const behaviourKeys = [
  "end",
  "milliseconds",
  "output",
  "failureReason",
  "pauses",
  "retryDelayMilliseconds",
  "leavesFiles",
];
const shape = 'A parameter is { key: "vendor", type: "string" }, with a defaultValue if it is optional.';

interface GivenParameter {
  readonly key?: unknown;
  readonly type?: unknown;
  readonly defaultValue?: Json;
}

/**
 * Refuses wrong arguments of `addWorkflow`. Without this check, an untyped program would test against a workflow that
 * lacks what it declared.
 *
 * @throws SkyvernError of kind "configuration"
 */
export function checkWorkflowArguments(title: unknown, parameters: unknown, run: unknown): void {
  if (typeof title !== "string" || title.trim() === "") refuse("title must be a text that is not empty.");
  if (!Array.isArray(parameters)) refuse(`parameters must be a list. ${shape}`);
  const seen = new Set<unknown>();
  for (const [index, parameter] of parameters.entries()) {
    const at = `parameters[${index}]`;
    checkKeys(at, parameter, parameterKeys, shape);
    const { key, type, defaultValue }: GivenParameter = parameter;
    if (typeof key !== "string" || key === "") refuse(`${at}.key must be a text that is not empty. ${shape}`);
    if (!isIdentifier(key)) {
      refuse(
        `${at}.key may have letters, digits and underscores, and does not begin with a digit: "${key}".`,
      );
    }
    if (seen.has(key)) refuse(`Duplicate key "${key}" in ${at}.`);
    seen.add(key);
    if (typeof type !== "string" || !parameterTypes.includes(type)) {
      refuse(`${at}.type must be one of ${parameterTypes.join(", ")}.`);
    }
    const reason = reasonOf(defaultValue);
    if (reason !== undefined) refuse(`${at}.defaultValue: ${reason}`);
    if (!isDefault(type, defaultValue)) refuse(`${at}.defaultValue is not a value of the type ${type}.`);
  }
  checkKeys("run", run, behaviourKeys, `It may have ${behaviourKeys.join(", ")}.`);
}

/** Why JSON cannot hold a value, or one inside it. */
function reasonOf(value: unknown): string | undefined {
  const reason = notJson(value);
  if (reason !== undefined || typeof value !== "object" || value === null) return reason;
  return Object.values(value)
    .map(reasonOf)
    .find((one) => one !== undefined);
}

function isDefault(type: string, value: Json = null): boolean {
  // The server cuts the fraction off.
  if (type === "integer" && typeof value === "number" && !Number.isInteger(value)) return false;
  try {
    convertDefault(type, value);
    if (type === "json" && typeof value === "string") JSON.parse(value);
    return true;
  } catch (error) {
    if (error instanceof ApiError || error instanceof SyntaxError) return false;
    throw error;
  }
}

function checkKeys(at: string, value: unknown, known: readonly string[], advice: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    refuse(`${at} must be an object. ${advice}`);
  }
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    refuse(`Unknown key "${key}" in ${at}. ${meant === undefined ? advice : `Did you mean "${meant}"?`}`);
  }
}

function refuse(problem: string): never {
  throw new SkyvernError("configuration", `addWorkflow: ${problem}`);
}
