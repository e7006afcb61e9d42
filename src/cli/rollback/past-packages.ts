import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from "node:fs";
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { type Checkout, git, gitSucceeds } from "../checkout";

const lockFiles = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"];

/** An entry of a `node_modules`. Paths below the top of the checkout have slashes. */
interface Installed {
  /** Where it stands, below the top. */
  readonly place: string;
  /** Its own folder, behind links. */
  readonly folder: string;
  /** That folder below the top, where it is a package of the repository itself: a workspace, or one of `file:`. */
  readonly own?: string;
}

/** Whether the lock files are the same there as here; without any, whether package.json is. */
export async function wantsSamePackages({ root, prefix }: Checkout, commit: string): Promise<boolean> {
  const below = (names: readonly string[]): readonly string[] =>
    folders(prefix).flatMap((folder) => names.map((name) => posix.join(folder, name)));
  const locks = below(lockFiles);
  const isLocked = (await git(root, "ls-files", "--", ...locks)) !== "";
  return isAsIn(commit, root, isLocked ? locks : below(["package.json"]));
}

/**
 * Gives a worktree of a commit the packages that are installed here: folders `node_modules` with a link for each. A
 * package of the repository itself is linked to as that commit has it. Only where those that the project depends on are
 * all the same there, they are linked to as they are here, with what was built of them.
 *
 * @param made gets each link as it is made. They are to be removed before the worktree: not everything that removes
 * folders stops at a link.
 */
export async function linkPackages(
  checkout: Checkout,
  { worktree, commit, made }: { readonly worktree: string; readonly commit: string; readonly made: string[] },
): Promise<void> {
  const packages = installedPackages(checkout, worktree);
  const needed = ownDependencies(checkout, packages);
  const isSame = needed.size === 0 || (await isAsIn(commit, checkout.root, [...needed]));
  for (const { place, folder, own } of packages) {
    const target = own === undefined || (isSame && needed.has(own)) ? folder : join(worktree, own);
    if (!existsSync(target)) continue;
    const link = join(worktree, place);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(target, link, "junction");
    made.push(link);
  }
}

async function isAsIn(commit: string, root: string, paths: readonly string[]): Promise<boolean> {
  return gitSucceeds(root, "--literal-pathspecs", "diff", "--quiet", commit, "--", ...paths);
}

/**
 * What is found from the project's folder, and from each package of the repository itself that is among it. A
 * `node_modules` that the commit has itself is left alone.
 */
function installedPackages({ root, prefix }: Checkout, worktree: string): readonly Installed[] {
  const top = realpathSync(root);
  const packages: Installed[] = [];
  const toLookIn = new Set(folders(prefix));
  // A set also gives what is added while it is gone through.
  for (const folder of toLookIn) {
    const place = posix.join(folder, "node_modules");
    if (existsSync(join(worktree, place))) continue;
    for (const one of packagesIn(top, place)) {
      packages.push(one);
      for (const above of one.own === undefined ? [] : folders(one.own)) toLookIn.add(above);
    }
  }
  return packages;
}

/** The packages of one `node_modules`, or of one scope in it. No file is a package. */
function packagesIn(top: string, place: string): readonly Installed[] {
  return entries(join(top, place)).flatMap((entry): readonly Installed[] => {
    const at = posix.join(place, entry.name);
    if (entry.isDirectory() && entry.name.startsWith("@")) return packagesIn(top, at);
    const isHere = entry.isDirectory() || (entry.isSymbolicLink() && existsSync(join(top, at)));
    if (!isHere) return [];
    const folder = realpathSync(join(top, at));
    const own = entry.isSymbolicLink() ? ownFolder(top, folder) : undefined;
    return [{ place: at, folder, ...(own === undefined ? {} : { own }) }];
  });
}

function entries(folder: string): readonly Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

/** The path below the top of a folder that git may have; undefined of one that was installed, or is elsewhere. */
function ownFolder(top: string, folder: string): string | undefined {
  const path = relative(top, folder);
  const parts = path.split(sep);
  if (isAbsolute(path) || parts[0] === ".." || parts.includes("node_modules")) return undefined;
  return parts.join("/");
}

/** The folders of the repository's own packages that the project depends on, and those that they depend on. */
function ownDependencies({ root, prefix }: Checkout, packages: readonly Installed[]): ReadonlySet<string> {
  const start = folders(prefix);
  const found = new Set(start);
  for (const folder of found) {
    const names = dependencyNames(join(root, folder, "package.json"));
    for (const { place, own } of packages)
      if (own !== undefined && names.some((name) => place.endsWith(`node_modules/${name}`))) found.add(own);
  }
  for (const folder of start) found.delete(folder);
  return found;
}

function dependencyNames(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const text = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, object | undefined>>;
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  return kinds.flatMap((kind) => Object.keys(text[kind] ?? {}));
}

/** A folder below the top and those above it, from the top on, which is the empty path. */
function folders(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return [...parts.keys(), parts.length].map((length) => parts.slice(0, length).join("/"));
}
