import type { SkyvernClient } from "../../skyvern/client";
import { accountClient, stackClient } from "../engine/account-client";
import type { StackEngine } from "../engine/stack-engine";
import { CommandFailure } from "../usage";

/** An account, for one environment of the file. */
export interface Target {
  readonly environment: string;
  /** The stack that gets the schedules; undefined if there is none. */
  readonly stack: string | undefined;
  readonly client: SkyvernClient;
  /** The environment variable with the key, if the command line names it. */
  readonly variable?: string;
}

/** Which accounts the command is about. */
export interface TargetOptions {
  readonly stack?: string;
  readonly environment?: string;
  /** `NAME=VARIABLE`. */
  readonly account?: readonly string[];
}

/**
 * The accounts to read, in the order of the command line.
 *
 * @param engine undefined without a Pulumi project
 * @throws CommandFailure if a stack or a key is missing
 */
export async function findTargets(
  options: TargetOptions,
  engine: StackEngine | undefined,
): Promise<readonly Target[]> {
  if (options.account !== undefined) return accountTargets(options.account, engine);
  if (engine === undefined) {
    if (options.stack !== undefined)
      throw new CommandFailure(
        "--stack needs a Pulumi project: neither the folder nor one above it has a Pulumi.yaml. Give the project's folder with --cwd, or create a project with `npx pulumi-skyvern init`.",
      );
    return [{ environment: options.environment ?? "prod", stack: undefined, client: accountClient() }];
  }
  const stack = options.stack ?? (await engine.selected());
  if (stack === undefined)
    throw new CommandFailure("No stack is selected. Name it with --stack, or run `pulumi stack select`.");
  const environment = options.environment ?? shortName(stack);
  return [{ environment, stack, client: await stackClient(engine, stack) }];
}

/** Reads `NAME=VARIABLE`. @throws CommandFailure */
export function readAccount(text: string): { readonly environment: string; readonly variable: string } {
  const [, environment, variable] = /^([A-Za-z0-9][\w.-]*)=([A-Za-z_]\w*)$/.exec(text) ?? [];
  if (environment !== undefined && variable !== undefined) return { environment, variable };
  throw new CommandFailure(
    `--account "${text}" is not an environment and a variable. Write, for example, --account prod=SKYVERN_API_KEY_PROD. The key itself must not be on the command line.`,
  );
}

async function accountTargets(
  accounts: readonly string[],
  engine: StackEngine | undefined,
): Promise<readonly Target[]> {
  const stacks = engine === undefined ? [] : await engine.stacks();
  const given = accounts.map(readAccount);
  const names = given.map(({ environment }) => environment);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new CommandFailure(`--account has the environment "${repeated}" twice. Give each one account.`);
  const targets: Target[] = [];
  for (const { environment, variable } of given) {
    const stack = stacks.find((name) => shortName(name) === environment);
    const client =
      engine === undefined || stack === undefined
        ? accountClient(variable)
        : await stackClient(engine, stack, variable);
    targets.push({ environment, stack, client, variable });
  }
  return targets;
}

/** The name without an organisation and a project. */
function shortName(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}
