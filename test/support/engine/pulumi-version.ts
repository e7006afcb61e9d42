import { delimiter, join } from "node:path";
import { installPackages } from "./installed-packages";
import { runCommand } from "./pulumi-project";

/** A version of @pulumi/pulumi, and what a TypeScript program needs beside it. */
export interface PulumiVersion {
  readonly name: string;
  /** As npm takes it; so are the others. */
  readonly pulumi: string;
  readonly typescript: string;
  /** Where it does not run on the oldest Node that this package supports. */
  readonly node?: string;
}

export const lowest: PulumiVersion = {
  name: "the lowest @pulumi/pulumi",
  pulumi: "3.216.0",
  typescript: "5",
};
export const lastForNode20: PulumiVersion = {
  name: "the last @pulumi/pulumi for Node 20",
  pulumi: "3.248.0",
  typescript: "6",
};
export const newest: PulumiVersion = {
  name: "the newest @pulumi/pulumi on Node 24",
  pulumi: "latest",
  typescript: "6",
  node: "24",
};

export interface InstalledVersion {
  /** Its node_modules has the packed package and that version. */
  readonly folder: string;
  /** The folder of its Node. */
  readonly nodePath: string | undefined;
}

/** Installs what most test files use: the packed package with the last version for Node 20, and TypeScript. */
export async function installPulumi(): Promise<string> {
  return (await installVersion(lastForNode20)).folder;
}

/** Installs the packed package with a version of @pulumi/pulumi. */
export async function installVersion(version: PulumiVersion): Promise<InstalledVersion> {
  const { pulumi, typescript, node } = version;
  const packages = [`@pulumi/pulumi@${pulumi}`, `typescript@${typescript}`, "ts-node@10", "@types/node@20"];
  const folder = await installPackages(node === undefined ? packages : [...packages, `node@${node}`]);
  if (node === undefined) return { folder, nodePath: undefined };
  const nodePath = join(folder, "node_modules", "node", "bin");
  await requireNode(nodePath, node);
  return { folder, nodePath };
}

/** The package `node` brings its binary by an install script: where npm left that out, another Node would run. */
async function requireNode(nodePath: string, version: string): Promise<void> {
  const env = { PATH: [nodePath, process.env.PATH ?? ""].join(delimiter) };
  const { output } = await runCommand("node", ["--version"], { cwd: nodePath, env });
  if (!output.startsWith(`v${version}.`))
    throw new Error(`Node ${version} was wanted, and this is ${output}.`);
}
