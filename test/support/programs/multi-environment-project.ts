import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { input } from "../../contract/contract-account";
import { type CommandResult, fromRunner, PulumiProject, runCommand } from "../engine/pulumi-project";
import type { RealAccount } from "../servers/real-accounts";

export const stacks = ["dev", "staging", "prod"] as const;
export type Stack = (typeof stacks)[number];

/** The `vendorPassword` of each stack. */
export const passwords = {
  dev: "dev-sesame-71",
  staging: "staging-sesame-72",
  prod: "prod-sesame-73",
} as const;

const invoice = [input("vendor", "string"), input("password", "string"), input("since", "string")];

/** The workflows that the example's file names, with their input parameters. */
const workflows = {
  "Invoice download": invoice,
  "Invoice download (next)": invoice,
  "Claim status check": [input("payer", "string")],
  "Bank statement export": [
    ...[input("bank", "string"), input("account", "string")],
    input("format", "string", "pdf"),
  ],
  "Portal report export": [
    ...[input("portal", "string"), input("report", "string"), input("mailbox", "string")],
  ],
  "Supplier certificate check": [input("supplier", "string")],
  "Timesheet collection": [input("site", "string")],
  "Shipment tracking": [input("direction", "string")],
};

/** Makes the workflows that the example needs; returns the id of the smoke test. */
export async function makeWorkflows(account: RealAccount): Promise<string> {
  for (const [title, parameters] of Object.entries(workflows))
    await account.createWorkflow(parameters, title);
  return account.createWorkflow([], "Smoke test");
}

/** A schedule as the stack's output `resolved` has it. */
interface Resolved {
  readonly workflowId: string;
  readonly name: string;
  readonly cronExpression: string;
  readonly timezone: string;
  readonly description?: string;
  readonly parameters?: object;
  readonly enabled: boolean;
}

/** examples/multi-environment in a folder and a git repository of its own, used by its scripts. */
export class MultiEnvironmentProject extends PulumiProject {
  /** All that the scripts printed. */
  printed = "";

  constructor(installed: string, accounts: Readonly<Record<Stack, RealAccount>>) {
    super(installed, filesOfExample(), {
      // The types of the program are checked with all others; this saves two seconds each time it runs.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      SKYVERN_API_KEY: "of-nobody",
      SKYVERN_API_KEY_DEV: accounts.dev.apiKey,
      SKYVERN_API_KEY_STAGING: accounts.staging.apiKey,
      SKYVERN_API_KEY_PROD: accounts.prod.apiKey,
      VENDOR_PASSWORD_DEV: passwords.dev,
      VENDOR_PASSWORD_STAGING: passwords.staging,
      VENDOR_PASSWORD_PROD: passwords.prod,
    });
    this.write(".gitignore", "node_modules\nbackend\npulumi-home\n");
    // As `createStack` does.
    const create = 'select --create "$1"';
    const provider = fromRunner("PULUMI_SKYVERN_SECRETS_PROVIDER");
    const setup = this.read("scripts/setup.sh");
    if (!setup.includes(create)) throw new Error("scripts/setup.sh creates no stack");
    this.write("scripts/setup.sh", setup.replace(create, `${create} --secrets-provider ${provider}`));
  }

  /** Runs a script of the example, as a reader of its README does. */
  async script(name: string, ...args: readonly string[]): Promise<CommandResult> {
    const command = ["run", "--silent", name, ...(args.length === 0 ? [] : ["--", ...args])];
    const result = await runCommand("npm", command, { cwd: this.folder, env: this.environment });
    this.printed += result.output;
    return result;
  }

  /** As {@link script}, and it must succeed; returns what it printed. */
  async run(name: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await this.script(name, ...args);
    if (code !== 0) throw new Error(`npm run ${name} ended with ${code}:\n${output}`);
    return output;
  }

  /** Commits everything to the repository, which is made for the first commit. */
  async commit(message: string): Promise<void> {
    await this.#git("init", "--quiet");
    await this.#git("add", ".");
    await this.#git("commit", "--quiet", "--message", message);
  }

  /** Changes the file of schedules as a person does. */
  edit(change: (text: string) => string): void {
    const text = this.read("schedules.yaml");
    const changed = change(text);
    if (changed === text) throw new Error("schedules.yaml has nothing of what was to be changed");
    this.write("schedules.yaml", changed);
  }

  /** The schedules that the set comes to in a stack, by name, as {@link asked} shows them. */
  async resolved(stack: Stack): Promise<Readonly<Record<string, object>>> {
    const options = ["--json", "--show-secrets", "--stack", stack];
    const text = await this.succeed("stack", "output", "resolved", ...options);
    const all = Object.values(JSON.parse(text) as Readonly<Record<string, Resolved>>);
    return Object.fromEntries(all.map((one) => [one.name, shown(one)]));
  }

  async #git(...args: readonly string[]): Promise<void> {
    const settings = ["user.name=Ann", "user.email=ann@example.com", "commit.gpgsign=false"];
    const options = settings.flatMap((setting) => ["-c", setting]);
    const { code, output } = await runCommand("git", [...options, ...args], { cwd: this.folder });
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${output}`);
  }
}

/** What a program asks for, of schedules as the API shows them. */
export function asked(schedules: Readonly<Record<string, Readonly<Record<string, unknown>>>>): object {
  const keys = Object.keys(shown({} as Resolved));
  const pick = (schedule: object) => keys.map((key) => [key, Reflect.get(schedule, key)]);
  return Object.fromEntries(
    Object.entries(schedules).map(([name, schedule]) => [name, Object.fromEntries(pick(schedule))]),
  );
}

function shown({ workflowId, cronExpression, timezone, description, parameters, enabled }: Resolved) {
  return {
    workflow_permanent_id: workflowId,
    cron_expression: cronExpression,
    timezone,
    description: description ?? null,
    parameters: parameters ?? null,
    enabled,
  };
}

function filesOfExample(): Record<string, string> {
  const example = join(__dirname, "../../../examples/multi-environment");
  const files = readdirSync(example, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(example.length + 1))
    .filter((path) => !path.startsWith("node_modules"));
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(example, path), "utf8")]));
}
