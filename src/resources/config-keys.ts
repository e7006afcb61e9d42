import * as pulumi from "@pulumi/pulumi";
import { editDistance } from "../nearest";
import { runError } from "./run-error";

const namespace = "skyvern:";
const known = ["apiKey", "apiKeyEnv", "baseUrl", "allowInsecure", "checkWorkflows", "paused"];

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

/** The known key that `key` misspells: the same letters, or one typo in each six of them. */
function intendedKey(key: string): string | undefined {
  // A program may use a name like `apiKey2` for the key of a second account.
  if (known.includes(key) || /\d$/.test(key)) return undefined;
  const letters = key.toLowerCase().replaceAll(/[-_.]/g, "");
  const distances = known.map((one) => [one, editDistance(letters, one.toLowerCase())] as const);
  const [nearest] = distances.sort(([, one], [, other]) => one - other);
  if (nearest === undefined) return undefined;
  const [meant, distance] = nearest;
  return distance <= Math.floor(meant.length / 6) ? meant : undefined;
}
