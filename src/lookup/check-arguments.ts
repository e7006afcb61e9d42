import { SkyvernError } from "../errors";
import { unknownKeys } from "../nearest";
import { workflowIdProblem } from "../skyvern/workflows";

/** Why a value cannot be an argument, or undefined. */
type Rule = (value: string) => string | undefined;

const anyText: Rule = () => undefined;

/** The arguments of the lookups. Each is a string. */
const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  getRun: {
    runId: (value) => (/^[a-z]+_\w+$/.test(value) ? undefined : "is not the id of a run. Write its id, wr_…"),
  },
  getWorkflow: { workflowId: workflowIdProblem, title: anyText },
  getWorkflows: { search: anyText },
  getSchedules: {
    workflowId: workflowIdProblem,
    status: (value) =>
      value === "active" || value === "paused" ? undefined : "is not a status. Write active or paused",
    search: anyText,
  },
};

/**
 * Checks the arguments of a lookup before its request. A program in JavaScript or YAML can pass anything.
 *
 * @param lookup its name: `getRun`
 * @param args undefined or an object
 * @throws SkyvernError `invalid` with all problems
 */
export function checkArguments(lookup: string, args: unknown): void {
  const known = rules[lookup] ?? {};
  const names = Object.keys(known);
  if (args !== undefined && (typeof args !== "object" || args === null))
    throw new SkyvernError("invalid", `${lookup} takes an object with ${names.join(", ")}.`);
  const given = args ?? {};
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const rule = known[name];
    if (rule === undefined || value === undefined) return [];
    if (typeof value !== "string") return [`${lookup}: ${name} must be a string.`];
    const problem = rule(value);
    return problem === undefined ? [] : [`${lookup}: ${JSON.stringify(value)} ${problem}.`];
  });
  const problems = [...unknownKeys(lookup, "argument", given, names), ...wrong];
  if (problems.length > 0) throw new SkyvernError("invalid", problems.join("\n"));
}
