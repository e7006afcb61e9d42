import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ScratchFolder } from "./cli/scratch-folder";

const modules = join(__dirname, "../../node_modules");
const compiler = join(dirname(require.resolve("@typescript/native/package.json")), "bin/tsc");

/** An error of the compiler: the file in the folder, and all that is said about it. */
export interface CompilerError {
  readonly file: string;
  readonly message: string;
}

/** Compiles the folder with its own tsconfig.json and the packages of this repository, and writes nothing. */
export function compilerErrors(folder: ScratchFolder): readonly CompilerError[] {
  const link = join(folder.path, "node_modules");
  if (!existsSync(link)) symlinkSync(modules, link, "junction");
  const output = printed(folder.path);
  // Further lines of an error are indented.
  return output.split(/\n(?=\S)/).flatMap((error) => {
    const [, file, message] = /^(.+?)\(\d+,\d+\): (error [\s\S]*)$/.exec(error.trim()) ?? [];
    if (file !== undefined && message !== undefined) return [{ file, message }];
    if (error.trim() === "") return [];
    throw new Error(`The compiler failed: ${output}`);
  });
}

function printed(folder: string): string {
  const args = [compiler, "--noEmit", "--pretty", "false", "--project", "."];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  } catch (error) {
    // It prints the errors that it finds to its output, and then fails.
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined || stdout === "") throw error;
    return stdout;
  }
}
