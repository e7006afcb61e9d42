import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the command line reads of the package's own package.json. */
export interface PackageJson {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** The versions that the package is tested with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** package.json is two folders above, for the sources as for what they are compiled into. */
export function packageJson(): PackageJson {
  return JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as PackageJson;
}
