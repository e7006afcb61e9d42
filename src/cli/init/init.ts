import { lstatSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { CommandFailure, collected, type ExitCode } from "../usage";
import { compareWithFolder } from "./existing-files";
import { scheduleFileName } from "./existing-schedules";
import { type Initialized, initReport } from "./init-report";
import { planProject } from "./plan";
import { askForSettings, defaultsOf, readSettings, type Settings, type SettingsOptions } from "./settings";
import { writeFiles } from "./write-files";

interface InitOptions extends SettingsOptions {
  readonly cwd: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const help = `
Writes package.json, tsconfig.json, Pulumi.yaml, index.ts, schedules.yaml and
.gitignore. With --language, the program is in YAML, Python or Go, and uses the
provider plugin, which npm installs. With --ci, it also writes the CI files, and
a Pulumi.STACK.yaml for each stack, which names the variable that holds its API
key. It installs nothing. It contacts a server only with --account: then
schedules.yaml has the schedules of these accounts, and the stacks are theirs.

On a terminal, it asks for the name, the stacks and the CI system if you do not
give them. With --yes, it takes the defaults.

It never changes an existing file. If one is in the way, it lists all of them
and writes nothing. These may exist: a package.json with all dependencies, a
.gitignore with node_modules, and a valid schedules.yaml, whose environments are
then the default of --stacks.

Exit codes: 0 the project is written, 1 nothing is written, 2 the project is
written, and --account left some schedules out.

Examples:
  $ npx pulumi-skyvern init
  $ npx pulumi-skyvern init --language python
  $ npx pulumi-skyvern init --cwd schedules --stacks dev,prod --ci github --yes`;

/**
 * Adds `init`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addInit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("init")
    .summary("start a project: the program, a schedule file, CI files")
    .description("Starts a project whose first `pulumi up` works: the program and an empty schedule file.")
    .option("--cwd <dir>", "the project's folder, which may be new", ".")
    .option("--name <name>", "the name of the Pulumi project (default: the folder's name)")
    .option("--stacks <list>", "the stacks, separated by commas (default: dev,staging,prod)")
    .addOption(
      new Option(
        "--account <name=variable>",
        "a stack, and the environment variable with the key of its account, whose schedules are imported; repeat it for several",
      )
        .argParser<readonly string[] | undefined>(collected)
        .conflicts("stacks"),
    )
    .option("--language <name>", "typescript, yaml, python or go (default: typescript)")
    .option("--ci <system>", "github, gitlab or none (default: none)")
    .option("--package-manager <name>", "npm, pnpm or yarn (default: npm)")
    .option("--yes", "ask nothing: take the defaults")
    .option("--json", "write the report as JSON")
    .addHelpText("after", help)
    .action(async (options: InitOptions) => {
      const initialized = await initialize(options, terminal);
      terminal.report(initReport(initialized, options.json === true, terminal.paint));
      done(initialized.imported?.some(({ leftOut }) => leftOut.length > 0) === true ? 2 : 0);
    });
}

async function initialize(options: InitOptions, terminal: Terminal): Promise<Initialized> {
  const folder = resolve(options.cwd);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CommandFailure(`${folder} is not a folder. Give the project's folder with --cwd.`);
  // Wrong options and existing files are reported before the first question.
  const defaults = defaultsOf(folder);
  let settings = readSettings(options, defaults);
  let { files, kept } = plan(folder, settings);
  if (options.yes !== true && process.stdin.isTTY === true) {
    const { withQuestions } = require("./questions") as typeof import("./questions");
    settings = await withQuestions((ask) =>
      askForSettings(options, defaults, {
        ask,
        check: (answered) => requireRoot(folder, answered),
        refuse: (problem) => terminal.say(problem),
      }),
    );
    ({ files, kept } = plan(folder, settings));
  }
  const imported =
    options.account === undefined ? undefined : await importAccounts(options.account, kept, terminal);
  const texts = files.map((file) =>
    imported !== undefined && file.path === scheduleFileName ? { ...file, text: imported.text } : file,
  );
  writeFiles(folder, texts);
  const written = files.map(({ path }) => path);
  return {
    folder,
    settings,
    written,
    kept,
    ...(imported === undefined ? {} : { imported: imported.environments }),
  };
}

async function importAccounts(accounts: readonly string[], kept: readonly string[], terminal: Terminal) {
  if (kept.includes(scheduleFileName))
    throw new CommandFailure(
      `${scheduleFileName} exists, so nothing was written. Leave out --account, and run \`npx pulumi-skyvern import\` in the project: it adds what the file lacks.`,
    );
  const { newScheduleFile } = require("../import/new-file") as typeof import("../import/new-file");
  const interruption = new Interruption(terminal);
  try {
    return await newScheduleFile(accounts, { terminal, signal: interruption.signal });
  } finally {
    interruption.dispose();
  }
}

/** The files to write, and those that stay. @throws CommandFailure if a file is in the way */
function plan(
  folder: string,
  settings: Settings,
): Pick<Initialized, "kept"> & { files: ReturnType<typeof planProject>["files"] } {
  requireRoot(folder, settings);
  const planned = planProject(settings);
  const { kept, problems } = compareWithFolder(folder, planned, settings);
  if (problems.length > 0)
    throw new CommandFailure(
      [`Nothing was written to ${folder}.`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
  return { files: planned.files.filter(({ path }) => !kept.includes(path)), kept };
}

/** CI systems read their files in the root of the repository only. */
function requireRoot(folder: string, { ci }: Settings): void {
  if (ci === "none") return;
  const root = repositoryOf(folder);
  if (root === undefined || root === folder) return;
  const system = ci === "github" ? "GitHub" : "GitLab";
  throw new CommandFailure(
    `${system} reads CI files only in the root of the repository, which is ${root}. Run init there, or choose the CI system none.`,
  );
}

/** The root of the git checkout that a folder is in. */
function repositoryOf(folder: string): string | undefined {
  if (lstatSync(join(folder, ".git"), { throwIfNoEntry: false }) !== undefined) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}
