import { execFile } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { hasChoice } from "../engine/plugin-stack";
import { type Check, isAtLeast, ok, problem, warning } from "./check";

const execute = promisify(execFile);

/** The first CLI whose `pulumi import --file` takes dynamic resources. */
const importsFiles = "3.254.0";

/**
 * Whether the Pulumi CLI can be started, and finds what it starts for a program.
 *
 * @param runtime of the project; undefined if it is not known
 */
export async function checkPrograms(runtime = "nodejs"): Promise<readonly Check[]> {
  const id = "pulumi-cli";
  let version: string;
  try {
    const { stdout } = await execute("pulumi", ["version"], { env: process.env, timeout: 60_000 });
    version = stdout.trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      const install = "Install it (https://www.pulumi.com/docs/install/), or add its folder to PATH.";
      return [problem(id, "The Pulumi CLI is not on PATH.", install)];
    }
    const reason = message.trim().split("\n").join(" ");
    return [
      problem(
        id,
        `\`pulumi version\` failed: ${reason}`,
        "Run it in a terminal, and correct what it reports.",
      ),
    ];
  }
  const cli = isAtLeast(version, importsFiles)
    ? ok(id, `Pulumi CLI ${version}`)
    : warning(
        id,
        `Pulumi CLI ${version} cannot import schedules: \`pulumi import --file\` needs ${importsFiles} or later for them.`,
        "Update it before you import schedules.",
      );
  return [cli, ...checkPlugins(runtime)];
}

/** The programs that the CLI starts. An official installation has them beside it. */
function pluginsOf(runtime: string): readonly { readonly id: string; readonly name: string }[] {
  // Bun programs have the host of Node. Only programs of both have dynamic resources.
  if (hasChoice(runtime))
    return [
      { id: "language-host", name: "pulumi-language-nodejs" },
      { id: "dynamic-host", name: "pulumi-resource-pulumi-nodejs" },
    ];
  return [{ id: "language-host", name: `pulumi-language-${runtime}` }];
}

const installation = "Install the whole Pulumi CLI, or add the folder of this program to PATH.";

function checkPlugins(runtime: string): readonly Check[] {
  const cli = findProgram("pulumi");
  const beside = cli === undefined ? [] : [dirname(cli), dirname(realpathSync(cli))];
  return pluginsOf(runtime).map(({ id, name }) => {
    const file = findProgram(name, beside);
    if (file !== undefined) return ok(id, file);
    if (cli === undefined) return warning(id, `${name} is not on PATH.`, installation);
    if (isScript(cli))
      return warning(
        id,
        `${name} is not on PATH. The Pulumi CLI is started by a script (${cli}), which may know another folder that has it.`,
        "Run `pulumi preview`. If it does not find this program, add its folder to PATH.",
      );
    return problem(id, `${name} is neither on PATH nor beside the Pulumi CLI.`, installation);
  });
}

/** Whether it is the script of a launcher or of a version manager, and not the CLI itself. */
function isScript(file: string): boolean {
  if (file.endsWith(".cmd")) return true;
  const start = Buffer.alloc(2);
  const opened = openSync(file, "r");
  try {
    readSync(opened, start);
  } finally {
    closeSync(opened);
  }
  return start.toString("latin1") === "#!";
}

/** The path of a program on PATH, or in one of the folders. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return [...path, ...folders]
    .flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)))
    .find((file) => existsSync(file));
}
