import { basename } from "node:path";
import { CommandFailure } from "../usage";

/** The rule of Pulumi for projects and stacks. */
const pulumiName = /^[\w.-]{1,100}$/;
/** A stack is also an environment of the schedule file. */
const stackName = /^[A-Za-z0-9][\w.-]{0,99}$/;
/** npm refuses the first two. A package cannot install another one of its own name. */
const takenPackageNames = [
  "node_modules",
  "favicon.ico",
  "pulumi-skyvern",
  "@pulumi/pulumi",
  "typescript",
  "@types/node",
];

/** The default name of the project in a folder. */
export function projectNameOf(folder: string): string {
  const name = basename(folder)
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, 100);
  return takenPackageNames.includes(packageNameOf(name)) || name === "" ? "schedules" : name;
}

/** @throws CommandFailure if Pulumi or npm refuses the name */
export function readProjectName(name: string): string {
  if (!pulumiName.test(name))
    throw new CommandFailure(
      `Invalid project name "${name}". Use 1 to 100 letters, digits, ".", "_" and "-", without spaces.`,
    );
  const packageName = packageNameOf(name);
  if (packageName === "")
    throw new CommandFailure(
      `Invalid project name "${name}". It needs a letter or a digit, because it is also the name in package.json.`,
    );
  if (takenPackageNames.includes(packageName))
    throw new CommandFailure(
      `Invalid project name "${name}". It is also the name in package.json, where npm does not allow it. Choose another name, such as schedules.`,
    );
  return name;
}

/** The name of the project's package: npm allows no capital letters, and no ".", "_" or "-" at the start. */
export function packageNameOf(projectName: string): string {
  return projectName.toLowerCase().replace(/^[._-]+/, "");
}

/** @throws CommandFailure if Pulumi or the schedule file refuses a name, or a name is a duplicate */
export function readStacks(list: string): readonly string[] {
  const stacks = list.split(",").map((name) => name.trim());
  for (const [index, stack] of stacks.entries()) {
    if (stack === "")
      throw new CommandFailure(
        `Empty stack name in "${list}". Separate the stacks by one comma: dev,staging,prod.`,
      );
    if (stack.includes("/"))
      throw new CommandFailure(
        `Invalid stack name "${stack}". Leave out the organisation and the project: ${stack.split("/").at(-1)}.`,
      );
    if (!stackName.test(stack))
      throw new CommandFailure(
        `Invalid stack name "${stack}". Use 1 to 100 letters, digits, ".", "_" and "-", with a letter or a digit first.`,
      );
    if (stacks.indexOf(stack) < index)
      throw new CommandFailure(`Duplicate stack "${stack}". Give each stack once.`);
  }
  return stacks;
}

/** The environment variable that holds the key of a stack in CI. */
export function keyVariable(stack: string): string {
  return `SKYVERN_API_KEY_${stack.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

/** @throws CommandFailure if two stacks would read their keys from one variable */
export function requireOneKeyPerStack(stacks: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const stack of stacks) {
    const variable = keyVariable(stack);
    const owner = owners.get(variable);
    if (owner !== undefined)
      throw new CommandFailure(
        `The stacks "${owner}" and "${stack}" would both read their key from ${variable}. Rename one of them, or choose the CI system none.`,
      );
    owners.set(variable, stack);
  }
}

/** A name as a YAML text: quoted if YAML reads it as a number, a truth value or nothing. */
export function yamlText(name: string): string {
  const isPlain = /^[A-Za-z]/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
