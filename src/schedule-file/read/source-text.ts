import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { SkyvernError } from "../../errors";
import { error, type Finding } from "../finding";

/** 2 MiB: ten thousand schedules. */
const mostBytes = 2 * 1024 * 1024;

/**
 * The text of a schedule file, which is UTF-8, without a byte order mark; or the reason why it cannot be read.
 *
 * @param given the bytes, if they were already read. `file` is then only their name.
 * @throws SkyvernError `configuration` if the file does not exist or cannot be opened
 */
export function readSourceText(
  file: string,
  given?: Buffer,
): { readonly text: string } | { readonly finding: Finding } {
  const bytes = given === undefined ? bytesOf(file) : given.length > mostBytes ? given.length : given;
  /** `before` is the text before the problem. */
  const refused = (rule: string, message: string, before = ""): { readonly finding: Finding } => {
    const lines = before.split("\n");
    const place = { file, line: lines.length, column: (lines.at(-1) ?? "").length + 1, path: "" };
    return { finding: error(rule, message, place) };
  };
  if (typeof bytes === "number") {
    const message = `The file has ${bytes} bytes; at most ${mostBytes} (2 MiB) are read. Split it into several sets.`;
    return refused("too-large", message);
  }
  if (/^(feff|fffe)/.test(bytes.toString("hex", 0, 2)))
    return refused("encoding", "The file is in UTF-16. Save it as UTF-8.");
  const text = new TextDecoder().decode(bytes);
  // A byte that is not UTF-8 is decoded to U+FFFD, which has other bytes.
  const written = Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  if (!written.equals(bytes)) {
    const bad = bytes.findIndex((byte, index) => byte !== written[index]);
    // A stream leaves out a character that is cut at its end.
    const before = new TextDecoder().decode(bytes.subarray(0, bad < 0 ? undefined : bad), { stream: true });
    return refused("encoding", "The file is not valid UTF-8 from here on. Save it as UTF-8.", before);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\r(?!\n)/.exec(text);
  if (control === null) return { text };
  const code = control[0].charCodeAt(0).toString(16).padStart(4, "0");
  const message =
    control[0] === "\r"
      ? "A carriage return is not followed by a line feed. Save the file with LF or CRLF line endings."
      : `A control character (U+${code}) is not allowed. Remove it, or write it as "\\u${code}" in double quotes.`;
  return refused("encoding", message, text.slice(0, control.index));
}

/** The bytes, or only how many they are if they are too many. */
function bytesOf(file: string): Buffer | number {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw new SkyvernError("configuration", `Could not read ${file}: it is not a file.`);
    return stat.size > mostBytes ? stat.size : readFileSync(file);
  } catch (failure) {
    if (failure instanceof SkyvernError) throw failure;
    const code: unknown = Reflect.get(failure as object, "code");
    const why = code === "ENOENT" ? `file not found (${resolve(file)})` : String(code ?? failure);
    throw new SkyvernError("configuration", `Could not read ${file}: ${why}.`, { cause: failure });
  }
}
