import * as pulumi from "@pulumi/pulumi";
import { notJson } from "../not-json";
import { propertyPath } from "../property-path";
import { runError } from "./run-error";

/**
 * An input of JSON as it is, with a check of what it holds now and of what its outputs and promises will hold. The SDK
 * stores a `Date`, a `Map` or an instance of a class as something else, without a warning, so that a changed trigger
 * would start no run.
 *
 * @param owner how an error names the resource: `WorkflowRun "smoke"`
 * @param property the input's name
 * @throws RunError with all that is wrong at once; for what is not known yet, when it is
 */
export function plainJson<Value>(owner: string, property: string, value: Value): Value {
  const problems: string[] = [];
  const refuse = (): void => {
    if (problems.length > 0) throw runError(problems.map((problem) => `${owner}: ${problem}`).join("\n"));
  };
  const look = (item: unknown, path: string, around: readonly unknown[]): unknown => {
    // Not with pulumi.output(item): it makes plain objects of everything inside before it can be looked at.
    if (pulumi.Output.isInstance(item)) return item.apply((known) => plainJson(owner, path, known));
    if (item instanceof Promise)
      return pulumi.output(0).apply(() => item.then((known) => plainJson(owner, path, known)));
    const reason = around.includes(item) ? "Circular reference: it contains itself." : notJson(item);
    if (reason !== undefined) problems.push(`${path}: ${reason}`);
    if (reason !== undefined || typeof item !== "object" || item === null) return item;
    const inside = [...around, item];
    if (Array.isArray(item)) return item.map((one, index) => look(one, propertyPath(path, index), inside));
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => [key, look(one, propertyPath(path, key), inside)]),
    );
  };
  const checked = look(value, property, []);
  refuse();
  return checked as Value;
}
