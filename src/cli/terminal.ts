import { createInterface } from "node:readline";
import { styleText } from "node:util";

/** The style of a text on a terminal with colours. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Styles a text, or leaves it as it is without colours. */
export type Paint = (style: Style, text: string) => string;

/** No colours at all. */
export const plain: Paint = (_, text) => text;

/** The output of a command: its report and its progress, apart from each other. */
export interface Terminal {
  /** The report: standard output. A line feed is added if it does not end with one. */
  report(text: string): void;
  /** Progress and refusals: standard error. */
  say(line: string): void;
  /** For the report. */
  readonly paint: Paint;
  /** How wide it is; left out if the report goes into a file or to another program. */
  readonly columns?: number;
  /** Asks the person at the terminal for one line. Left out if there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string>;
}

/** The terminal of this process. Colours only on a TTY, and not with NO_COLOR (Node reads both). */
export const processTerminal: Terminal = {
  report: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  paint: (style, text) => styleText(style, text, { stream: process.stdout, validateStream: true }),
  ...(process.stdout.isTTY === true ? { columns: process.stdout.columns } : {}),
  ...(process.stdin.isTTY === true && process.stderr.isTTY === true ? { ask: askPerson } : {}),
};

/** Ctrl-C and Ctrl-D are an empty answer. */
function askPerson(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    let isAnswered = false;
    lines.question(question, (text) => {
      isAnswered = true;
      resolve(text);
      lines.close();
    });
    lines.on("SIGINT", () => lines.close());
    lines.on("close", () => {
      if (!isAnswered) process.stderr.write("\n");
      resolve("");
    });
  });
}
