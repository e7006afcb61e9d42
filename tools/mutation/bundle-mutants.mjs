import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { bundle, shared } from "../bundle.mjs";
import { isMain, root } from "../command.mjs";

/**
 * The mutants in the code of a provider process. Which of them a test reaches is not known, because the process counts
 * for itself.
 *
 * @param {string} copy Stryker's copy of the repository.
 * @returns {readonly string[]} Their ids.
 */
export function mutantsOfProcesses(copy) {
  const code = readFileSync(join(copy, relative(root, shared)), "utf8");
  return [...code.matchAll(/\bstryMutAct_\w+\("(\d+)"\)/g)].flatMap(([, id]) => id ?? []);
}

// Bundles the changed sources. The process takes its mutant from a variable of its environment.
if (isMain(import.meta.url)) await bundle();
