import { notJson, undefinedItem } from "../../not-json";
import { isPlainObject } from "../../plain-object";
import { type Path, pathText } from "../../property-path";
import { error, type Finding, mostErrors } from "../finding";
import { mostLevels } from "./schema";
import { reservedKey } from "./text-problems";

/** Reports values of a program's object that a file cannot have: functions, dates, circular references and others. */
export function objectFindings(content: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  const look = (value: unknown, path: Path, around: readonly unknown[]): void => {
    // The resource that takes an output or a promise checks its value.
    if (findings.length === mostErrors || isAwaited(value)) return;
    const report = (message: string) => findings.push(error("value", message, { path: pathText(path) }));
    const reason = notJson(value);
    if (reason !== undefined) report(reason);
    else if (around.includes(value)) report("Circular reference: it contains itself.");
    else if (path.length > mostLevels) report(`The value is nested more than ${mostLevels} levels deep.`);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (item === undefined)
          findings.push(error("value", undefinedItem, { path: pathText([...path, index]) }));
        else look(item, [...path, index], [...around, value]);
      }
    } else if (isPlainObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key === "__proto__") report(reservedKey);
        else look(item, [...path, key], [...around, value]);
      }
    }
  };
  look(content, [], []);
  return findings.slice(0, mostErrors);
}

/** By the mark of the SDK's own class (`Output.isInstance`), since this folder does not know Pulumi. */
function isAwaited(value: unknown): boolean {
  if (value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiOutput") === true;
}
