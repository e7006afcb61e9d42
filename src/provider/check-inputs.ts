import { isDeepStrictEqual } from "node:util";
import { unknownKey } from "../nearest";
import { propertyPath } from "../property-path";
import type * as z from "../zod";
import type { CheckFailure, CheckResult, Properties } from "./lifecycle";
import { isUnknown } from "./unknown";

/** The rules for the inputs of one kind of resource. */
export interface InputRules {
  /** `WorkflowSchedule`. */
  readonly resource: string;
  /** Inputs that the resource class sets, not the program. */
  readonly internal?: readonly string[];
  /** Checks and normalises each input. Users see the messages unchanged. */
  readonly rules: Readonly<Record<string, z.ZodType>>;
  readonly required: readonly string[];
  readonly defaults: Properties;
}

/** Checks inputs without a server, and returns all failures at once. Accepts unknown values and unchanged ones in state. */
export function checkInputs(
  kind: InputRules,
  before: Properties | undefined,
  inputs: Properties,
): CheckResult {
  const checked: Record<string, unknown> = {};
  const failures: CheckFailure[] = [];
  const given: Properties = { ...kind.defaults, ...present(inputs) };
  for (const [key, value] of Object.entries(given)) {
    const rule = Object.hasOwn(kind.rules, key) ? kind.rules[key] : undefined;
    if (rule === undefined) {
      failures.push({ property: key, reason: unknownKeyReason(kind, key) });
      continue;
    }
    const result = isUnknown(value) ? undefined : rule.safeParse(value);
    const normal = result?.success ? result.data : value;
    if (normal !== undefined) checked[key] = normal;
    if (result === undefined || result.success || isDeepStrictEqual(value, before?.[key])) continue;
    const issues = result.error.issues.filter(({ path }) => !isUnknown(valueAt(value, path)));
    failures.push(...issues.map(({ path, message }) => ({ property: placeOf(key, path), reason: message })));
  }
  for (const key of kind.required) {
    const wasMissing = before !== undefined && (before[key] ?? undefined) === undefined;
    if (given[key] === undefined && !wasMissing) failures.push({ property: key, reason: "It is missing." });
  }
  return { inputs: checked, failures };
}

function placeOf(key: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, step) => propertyPath(place, step), key);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

function unknownKeyReason({ resource, rules, internal = [] }: InputRules, key: string): string {
  const keys = Object.keys(rules).filter((one) => !internal.includes(one));
  return unknownKey(resource, "input", key, keys);
}

/** The properties that have a value. Outputs of the resource class arrive as null. */
function present(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== null && value !== undefined),
  );
}
