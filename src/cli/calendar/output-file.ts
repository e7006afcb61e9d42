import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { CommandFailure } from "../usage";

/** Writes a file of the command. @throws CommandFailure if that fails */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const reason = { ENOENT: "its folder does not exist", EISDIR: "it is a folder" }[code] ?? message;
    throw new CommandFailure(`Cannot write ${file}: ${reason}.`);
  }
}

/** The file of `--ics`. Its name decides, so that a schedule file is never overwritten. @throws CommandFailure */
export function icsFile(given: string): string {
  if (/\.ics$/i.test(given)) return given;
  throw new CommandFailure(
    `--ics would write ${given}, whose name does not end in .ics. To show a schedule file, put it first: \`calendar ${given} --ics\`.`,
  );
}

/** The file of `-o`, unless that would overwrite something other than a page. @throws CommandFailure */
export function pageFile(given: string): string {
  if (/\.html?$/i.test(given) || !existsSync(given) || isPage(given)) return given;
  throw new CommandFailure(
    `${given} already exists, and is not a calendar page. Give -o a new file, or one whose name ends in .html.`,
  );
}

function isPage(file: string): boolean {
  try {
    return readFileSync(file, "utf8").includes('<script type="application/json" id="data">');
  } catch {
    return false;
  }
}
