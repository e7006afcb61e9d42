import { runProgram } from "../../../src/cli/program";
import { plain, type Terminal } from "../../../src/cli/terminal";

/** Runs the command-line program in this process. */
export async function runHere(
  ...args: readonly string[]
): Promise<{ code: number; report: string; said: string }> {
  let report = "";
  let said = "";
  const terminal: Terminal = {
    report: (text) => {
      report += text;
    },
    say: (line) => {
      said += `${line}\n`;
    },
    paint: plain,
  };
  const code = await runProgram(args, terminal);
  return { code, report, said };
}
