import * as pulumi from "@pulumi/pulumi";
import { notJson, undefinedItem } from "../not-json";
import { propertyPath } from "../property-path";
import { runError } from "./run-error";

/**
 * A copy of a JSON input that checks its plain values now, and its outputs and promises once they resolve. The SDK
 * would store a `Date`, a `Map` or an instance of a class as something else without a warning, so that a changed
 * trigger would start no run.
 *
 * @param owner how an error names the resource: `WorkflowRun "smoke"`
 * @param property the input's name
 * @throws RunError with all problems at once; for outputs and promises, once they resolve
 */
export function plainJson<Value>(owner: string, property: string, value: Value): Value {
  const problems: string[] = [];
  const refuse = (): void => {
    if (problems.length > 0) throw runError(problems.map((problem) => `${owner}: ${problem}`).join("\n"));
  };
  const look = (item: unknown, path: string, around: readonly unknown[]): unknown => {
    // pulumi.output(item) would turn everything inside into plain objects before the check.
    if (pulumi.Output.isInstance(item)) return item.apply((known) => plainJson(owner, path, known));
    if (item instanceof Promise)
      return pulumi.output(0).apply(() => item.then((known) => plainJson(owner, path, known)));
    const reason = around.includes(item) ? "Circular reference: it contains itself." : notJson(item);
    if (reason !== undefined) problems.push(`${path}: ${reason}`);
    if (reason !== undefined || typeof item !== "object" || item === null) return item;
    const inside = [...around, item];
    if (Array.isArray(item)) {
      // Array.from also visits holes.
      return Array.from(item, (one: unknown, index) => {
        const place = propertyPath(path, index);
        if (one === undefined) problems.push(`${place}: ${undefinedItem}`);
        return look(one, place, inside);
      });
    }
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => [key, look(one, propertyPath(path, key), inside)]),
    );
  };
  const checked = look(value, property, []);
  refuse();
  return checked as Value;
}
