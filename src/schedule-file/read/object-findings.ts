import { notJson } from "../../not-json";
import { isPlainObject } from "../../plain-object";
import { type Path, pathText } from "../../property-path";
import { type Finding, mostErrors } from "../finding";

const deepest = 50;

/** What keeps an object that a program gave from being looked at like a file, which can hold none of it. */
export function objectFindings(content: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (message: string, path: Path): void => {
    if (findings.length < mostErrors)
      findings.push({ severity: "error", rule: "value", message, place: { path: pathText(path) } });
  };
  const look = (value: unknown, path: Path, around: readonly unknown[]): void => {
    // The resource that takes an output or a promise looks at what it holds.
    if (isAwaited(value)) return;
    const reason = notJson(value);
    if (reason !== undefined) report(reason, path);
    else if (around.includes(value)) report("Circular reference: it contains itself.", path);
    else if (path.length > deepest) report(`The value is nested more than ${deepest} levels deep.`, path);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) look(item, [...path, index], [...around, value]);
    } else if (isPlainObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key === "__proto__") report(`"${key}" cannot be a key. Choose another name.`, path);
        else look(item, [...path, key], [...around, value]);
      }
    }
  };
  look(content, [], []);
  return findings;
}

/** By the mark of the SDK's own class (`Output.isInstance`), since this folder does not know Pulumi. */
function isAwaited(value: unknown): boolean {
  if (value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiOutput") === true;
}
