import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { SkyvernError } from "../../errors";
import type { Finding } from "../finding";

/** 1 MiB: some thousand schedules. */
const mostBytes = 1024 * 1024;
const atStart = { line: 1, column: 1 };

/**
 * The text of a schedule file, UTF-8, without a byte order mark; or what keeps it from being read as one.
 *
 * @throws SkyvernError `configuration` if the file does not exist or cannot be opened
 */
export function readSourceText(file: string): { readonly text: string } | { readonly finding: Finding } {
  const bytes = bytesOf(file);
  const refused = (rule: string, message: string, position: object = {}): { readonly finding: Finding } => ({
    finding: { severity: "error", rule, message, place: { file, path: "", ...position } },
  });
  if (typeof bytes === "number") {
    return refused(
      "too-large",
      `The file has ${bytes} bytes; at most ${mostBytes} (1 MiB) are read. Split it into several sets.`,
      atStart,
    );
  }
  const isUtf16 = bytes.length > 1 && /^(feff|fffe)$/.test(bytes.toString("hex", 0, 2));
  if (isUtf16) return refused("encoding", "The file is in UTF-16. Save it as UTF-8.", atStart);
  const text = utf8Of(bytes);
  if (text === undefined) {
    // A stream keeps back what is cut at its end.
    const good = new TextDecoder().decode(bytes.subarray(0, firstBadByte(bytes)), { stream: true });
    return refused(
      "encoding",
      "The file is not valid UTF-8 from here on. Save it as UTF-8.",
      positionAfter(good),
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (control >= 0) {
    const code = text.charCodeAt(control).toString(16).padStart(4, "0");
    return refused(
      "encoding",
      `A control character (U+${code}) is not allowed. Remove it, or write it as "\\u${code}" in double quotes.`,
      positionAfter(text.slice(0, control)),
    );
  }
  const lone = text.search(/\r(?!\n)/);
  if (lone >= 0) {
    const message =
      "A carriage return is not followed by a line feed. Save the file with LF or CRLF line endings.";
    return refused("encoding", message, positionAfter(text.slice(0, lone)));
  }
  return { text };
}

/** The bytes, or only how many they are where they are too many. */
function bytesOf(file: string): Buffer | number {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) {
      throw new SkyvernError("configuration", `Could not read ${file}: it is not a file.`);
    }
    return stat.size > mostBytes ? stat.size : readFileSync(file);
  } catch (error) {
    if (error instanceof SkyvernError) throw error;
    const code: unknown = Reflect.get(error as object, "code");
    const why = code === "ENOENT" ? `file not found (${resolve(file)})` : String(code ?? error);
    throw new SkyvernError("configuration", `Could not read ${file}: ${why}.`, { cause: error });
  }
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** By halving: what comes before it is UTF-8, but for a character that is cut at the end. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const decoder = new TextDecoder("utf-8", { fatal: true });
    try {
      decoder.decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

function positionAfter(text: string): { readonly line: number; readonly column: number } {
  const lines = text.split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
