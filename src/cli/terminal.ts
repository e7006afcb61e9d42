import { styleText } from "node:util";

/** How a piece of text stands out where colours are shown. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Gives a text a style, or leaves it as it is where no colours are shown. */
export type Paint = (style: Style, text: string) => string;

/** No colours at all. */
export const plain: Paint = (_, text) => text;

/** Where a command writes: its report to one side, what it is doing to the other. */
export interface Terminal {
  /** The report: standard output. A line feed is added where it ends without one. */
  report(text: string): void;
  /** Progress and refusals: standard error. */
  say(line: string): void;
  /** For the report. */
  readonly paint: Paint;
}

/** The terminal of this process. Colours only on a TTY, and not with NO_COLOR (Node reads both). */
export const processTerminal: Terminal = {
  report: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  paint: (style, text) => styleText(style, text, { stream: process.stdout, validateStream: true }),
};
