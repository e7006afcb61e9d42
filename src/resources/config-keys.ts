import * as pulumi from "@pulumi/pulumi";
import { intendedKey } from "../config-key";
import { runError } from "./run-error";

const namespace = "skyvern:";

/** Each run of a program has its own stack. A unit test has none, and is checked each time. */
const checkedStacks = new WeakSet<object>();

/**
 * Refuses misspelled keys of the stack's configuration such as `skyvern:baseURL`, which would have no effect. Other
 * keys of the namespace belong to the program. @throws RunError
 */
export function checkConfigKeys(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack !== undefined && checkedStacks.has(stack)) return;
  const problems = Object.keys(pulumi.runtime.allConfig()).flatMap((full) => {
    const key = full.startsWith(namespace) ? full.slice(namespace.length) : undefined;
    const meant = key === undefined ? undefined : intendedKey(key);
    return meant === undefined
      ? []
      : [
          `The stack's configuration has the unknown key ${full}. Did you mean ${namespace}${meant}? Rename the key in the stack's settings file.`,
        ];
  });
  if (problems.length > 0) throw runError(problems.join("\n"));
  if (stack !== undefined) checkedStacks.add(stack);
}
