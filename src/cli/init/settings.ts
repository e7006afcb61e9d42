import { readAccount } from "../import/targets";
import { CommandFailure } from "../usage";
import { existingSchedules } from "./existing-schedules";
import { type Language, languages } from "./languages";
import { keyVariable, projectNameOf, readProjectName, readStacks, requireOneKeyPerStack } from "./names";

const ciSystems = ["github", "gitlab", "none"] as const;
const packageManagers = ["npm", "pnpm", "yarn"] as const;

/** Whose CI files a project gets. */
type CiSystem = (typeof ciSystems)[number];

/** What installs the packages of a project. */
export type PackageManager = (typeof packageManagers)[number];

/** The options of `init` that describe the project, as they were typed. */
export interface SettingsOptions {
  readonly name?: string;
  readonly stacks?: string;
  readonly ci?: string;
  readonly packageManager?: string;
  readonly language?: string;
  /** `NAME=VARIABLE` for each stack. */
  readonly account?: readonly string[];
}

/** What a project's files depend on. */
export interface Settings {
  readonly name: string;
  readonly stacks: readonly string[];
  readonly ci: CiSystem;
  readonly packageManager: PackageManager;
  readonly language: Language;
  /** The variable with the key of each stack's account, if the accounts are to be imported. */
  readonly accounts?: Readonly<Record<string, string>>;
}

/** The environment variable with the key of a stack. */
export function variableOf({ accounts }: Settings, stack: string): string {
  return accounts?.[stack] ?? keyVariable(stack);
}

/** What the options of a folder's project are by default. */
export interface Defaults {
  readonly name: string;
  readonly stacks: string;
}

/** Asks a person, and returns the answer as it was typed. */
export type Ask = (question: string) => Promise<string>;

/** How to get the answers that the options do not give. */
export interface Questions {
  readonly ask: Ask;
  /** Throws a CommandFailure if the project's folder does not allow the settings. */
  readonly check: (settings: Settings) => void;
  /** Shows why an answer is invalid, before the question is asked again. */
  readonly refuse: (problem: string) => void;
}

/** The stacks are those of a schedule file that exists. */
export function defaultsOf(folder: string): Defaults {
  const environments = existingSchedules(folder)?.environments ?? [];
  return {
    name: projectNameOf(folder),
    stacks: environments.length > 0 ? environments.join(",") : "dev,staging,prod",
  };
}

/**
 * The settings of a new project. Options that are missing have their defaults.
 *
 * @throws CommandFailure if an option is invalid
 */
export function readSettings(options: SettingsOptions, defaults: Defaults): Settings {
  const accounts = options.account?.map(readAccount);
  const settings = {
    name: readProjectName(options.name ?? defaults.name),
    stacks: readStacks(
      accounts?.map(({ environment }) => environment).join(",") ?? options.stacks ?? defaults.stacks,
    ),
    ci: readChoice("CI system", options.ci ?? "none", ciSystems),
    packageManager: readChoice("package manager", options.packageManager ?? "npm", packageManagers),
    language: readChoice("language", options.language ?? "typescript", languages),
    ...(accounts === undefined
      ? {}
      : {
          accounts: Object.fromEntries(accounts.map(({ environment, variable }) => [environment, variable])),
        }),
  };
  if (settings.ci !== "none") {
    requireOneKeyPerStack(settings.stacks);
    for (const { environment, variable } of accounts ?? [])
      if (variable !== keyVariable(environment))
        throw new CommandFailure(
          `The CI files take the key of ${environment} from ${keyVariable(environment)}. Write --account ${environment}=${keyVariable(environment)}, or leave out --ci.`,
        );
  }
  return settings;
}

/** Asks for the name, the stacks and the CI system if they are not given. Repeats a question until its answer is valid. */
export async function askForSettings(
  options: SettingsOptions,
  defaults: Defaults,
  { ask, check, refuse }: Questions,
): Promise<Settings> {
  let known: SettingsOptions = options;
  const complete = async (option: "name" | "stacks" | "ci", question: string, usual: string) => {
    while (known[option] === undefined) {
      const answer = (await ask(`${question} [${usual}]: `)).trim();
      try {
        const next = { ...known, [option]: answer === "" ? usual : answer };
        check(readSettings(next, defaults));
        known = next;
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        refuse(error.message);
      }
    }
  };
  await complete("name", "Name of the Pulumi project", defaults.name);
  if (options.account === undefined)
    await complete("stacks", "Stacks, in the order in which they get a change", defaults.stacks);
  await complete("ci", `CI system (${ciSystems.join(", ")})`, "none");
  return readSettings(known, defaults);
}

function readChoice<Choice extends string>(what: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text.toLowerCase());
  if (found !== undefined) return found;
  const others = choices.slice(0, -1).join(", ");
  throw new CommandFailure(`Unknown ${what} "${text}". Choose ${others} or ${choices.at(-1)}.`);
}
