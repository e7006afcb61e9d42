import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Check, isAtLeast, ok, problem, warning } from "./check";

/** The parts of a package.json that the checks read. */
interface Manifest {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The package of this command. */
const own = readManifest(join(__dirname, "../../../package.json"));

/** The version of this command. */
export const ownVersion = own.version;

/** Whether Node.js is new enough. */
export function checkNode(version = process.versions.node): Check {
  const least = leastOf(own.engines?.node);
  return isAtLeast(version, least)
    ? ok("node", `Node.js ${version}`)
    : problem("node", `Node.js ${version} is too old.`, `Install ${least} or later.`);
}

/**
 * Whether the engine and the program find both packages in the project's folder. The engine starts Node.js there,
 * without a loader of a package manager.
 */
export function checkPackages(folder: string): readonly Check[] {
  const pnp = nearestFile(folder, [".pnp.cjs", ".pnp.js"]);
  if (pnp !== undefined)
    return [
      problem(
        "packages",
        `The project uses Yarn Plug'n'Play (${pnp}), which Pulumi does not support.`,
        "Set `nodeLinker: node-modules` in .yarnrc.yml and run `yarn install`.",
      ),
    ];
  return [checkPulumiPackage(folder), checkSkyvernPackage(folder)];
}

function checkPulumiPackage(folder: string): Check {
  const name = "@pulumi/pulumi";
  const file = resolveIn(folder, `${name}/package.json`);
  if (file === undefined || resolveIn(folder, `${name}/cmd/dynamic-provider`) === undefined)
    return problem(
      "pulumi-package",
      `${name} is not installed in ${folder}.`,
      `Run \`npm install ${name}\` there.`,
    );
  const { version, engines } = readManifest(file);
  const range = own.peerDependencies?.[name] ?? "";
  const found = `${name} ${version} in ${dirname(file)}`;
  if (!isAtLeast(version, leastOf(range)) || isAtLeast(version, `${tooNew(range)}`))
    return problem(
      "pulumi-package",
      `${found} is not supported.`,
      `Install a version in the range ${range}.`,
    );
  const node = leastOf(engines?.node);
  return isAtLeast(process.versions.node, node)
    ? ok("pulumi-package", found)
    : problem(
        "pulumi-package",
        `${found} needs Node.js ${node}, and this is ${process.versions.node}.`,
        `Install a newer Node.js, or an older ${name}.`,
      );
}

function checkSkyvernPackage(folder: string): Check {
  const id = "skyvern-package";
  const file = resolveIn(folder, "pulumi-skyvern/package.json");
  if (file === undefined || resolveIn(folder, "pulumi-skyvern/provider") === undefined) {
    const isPnpm = nearestFile(folder, ["pnpm-lock.yaml"]) !== undefined;
    return problem(
      id,
      `pulumi-skyvern cannot be found from ${folder}, where the provider loads it.`,
      isPnpm
        ? "Run `pnpm add pulumi-skyvern` in the program, or write `publicHoistPattern: [pulumi-skyvern]` into pnpm-workspace.yaml."
        : "Run `npm install pulumi-skyvern` in the program: a dependency of another package may not be enough.",
    );
  }
  const { version } = readManifest(file);
  const found = `pulumi-skyvern ${version} in ${dirname(file)}`;
  return version === own.version
    ? ok(id, found)
    : warning(
        id,
        `${found}, but this command is of version ${own.version}.`,
        "Run `npx pulumi-skyvern` in the folder of the project, to use the version of the project.",
      );
}

function resolveIn(folder: string, name: string): string | undefined {
  try {
    return createRequire(join(folder, "index.js")).resolve(name);
  } catch {
    return undefined;
  }
}

function nearestFile(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found !== undefined || dirname(at) === at) return found;
  }
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** `3.216.0` of `>=3.216.0 <4`. */
function leastOf(range = ""): string {
  return /\d+(\.\d+)*/.exec(range)?.[0] ?? "0";
}

/** `4` of `>=3.216.0 <4`. */
function tooNew(range: string): string {
  return /<(\d+(\.\d+)*)/.exec(range)?.[1] ?? "999999";
}
