import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SkyvernError } from "../../../src/errors";
import { readScheduleFile } from "../../../src/schedule-file/read/read-schedule-file";
import { validateFile } from "../../../src/schedule-file/validate-file";
import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

const good =
  'schedules:\n  a: { workflow: wpid_1, cron: "0 2 * * *", description: "é €" }\nenvironments: { dev: }\n';
const ascii = good.replace("é €", "e");
const noUtf8 = "The file is not valid UTF-8 from here on. Save it as UTF-8.";
const utf16 = "The file is in UTF-16. Save it as UTF-8.";

function bigEndian(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("the bytes of a schedule file", () => {
  it("are UTF-8, with or without a byte order mark", () => {
    expect(folder.findings(good)).toEqual([]);
    expect(folder.findings(`\ufeff${good}`)).toEqual([]);
  });

  it("are refused if they are UTF-16", () => {
    expect(folder.findings(Buffer.from(`\ufeff${good}`, "utf16le"))).toEqual([`1:1: ${utf16}`]);
    expect(folder.findings(bigEndian(`\ufeff${good}`))).toEqual([`1:1: ${utf16}`]);
    const nul =
      'A control character (U+0000) is not allowed. Remove it, or write it as "\\u0000" in double quotes.';
    expect(folder.findings(Buffer.from(ascii, "utf16le"))).toEqual([`1:2: ${nul}`]);
    expect(folder.findings(bigEndian(ascii))).toEqual([`1:1: ${nul}`]);
  });

  it("are refused at the first character that is not UTF-8", () => {
    // In Latin-1 an é is a byte that would begin three of UTF-8.
    expect(folder.findings(Buffer.from("# caf\u00e9 au lait\n", "latin1"))).toEqual([`1:6: ${noUtf8}`]);
    expect(folder.findings(Buffer.from(good.replace("€", ""), "latin1"))).toEqual([`2:59: ${noUtf8}`]);
    const marked = Buffer.concat([Buffer.from("\ufeff# a"), Buffer.from([0xff])]);
    expect(folder.findings(marked)).toEqual([`1:4: ${noUtf8}`]);
    const cut = Buffer.concat([Buffer.from(`${good}# `), Buffer.from("€").subarray(0, 2)]);
    expect(folder.findings(cut)).toEqual([`4:3: ${noUtf8}`]);
    // An overlong slash, and half of a surrogate pair.
    expect(folder.findings(Buffer.from([0x23, 0xc0, 0xaf]))).toEqual([`1:2: ${noUtf8}`]);
    expect(folder.findings(Buffer.from([0x23, 0xed, 0xa0, 0x80]))).toEqual([`1:2: ${noUtf8}`]);
  });

  it.each(["\0", "\u0001", "\u0007", "\b", "\v", "\f", "\u001b", "\u001f", "\u007f"])(
    "cannot have the control character %j",
    (control) => {
      const code = (control.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
      expect(folder.findings(`${good}# ab${control}c\n`)).toEqual([
        `4:5: A control character (U+${code}) is not allowed. Remove it, or write it as "\\u${code}" in double quotes.`,
      ]);
    },
  );

  it("have LF or CRLF line endings, and no CR alone", () => {
    expect(folder.findings(good.replaceAll("\n", "\r\n"))).toEqual([]);
    expect(folder.findings(good.replaceAll("\n", "\r"))).toEqual([
      "1:11: A carriage return is not followed by a line feed. Save the file with LF or CRLF line endings.",
    ]);
  });

  it("can be given, and are checked as those of a file", () => {
    const read = (bytes: Buffer) => readScheduleFile("-", bytes);
    expect(read(Buffer.from(good))).toMatchObject({ findings: [], content: { environments: { dev: null } } });
    const most = 2 * 1024 * 1024;
    expect(read(Buffer.from(`${ascii}#`.padEnd(most, " "))).findings).toEqual([]);
    expect(read(Buffer.from(`${ascii}#`.padEnd(most + 1, " ")))).toMatchObject({
      content: undefined,
      findings: [
        { rule: "too-large", message: expect.stringContaining("has 2097153 bytes; at most 2097152") },
      ],
    });
  });

  it("are at most 2 MiB", () => {
    const most = 2 * 1024 * 1024;
    const padded = (size: number) => `${ascii}#`.padEnd(size, " ");
    expect(folder.findings(padded(most))).toEqual([]);
    const tooLarge =
      "1:1: The file has 20971520 bytes; at most 2097152 (2 MiB) are read. Split it into several sets.";
    expect(folder.findings(padded(10 * most))).toEqual([tooLarge]);
    expect(folder.validate(padded(most + 1)).findings).toMatchObject([{ rule: "too-large" }]);
  });
});

describe("a schedule file that cannot be opened", () => {
  const place = mkdtempSync(join(tmpdir(), "schedule-set-"));
  afterAll(() => rmSync(place, { recursive: true }));

  /** The error of reading `name`; none would be a failure. */
  function errorOf(file: string): SkyvernError {
    try {
      validateFile(file);
    } catch (error) {
      if (error instanceof SkyvernError) return error;
      throw error;
    }
    throw new Error(`${file} was read`);
  }

  it("is a configuration error with a sentence", () => {
    const missing = join(place, "missing.yaml");
    expect(errorOf(missing)).toMatchObject({
      kind: "configuration",
      message: `Could not read ${missing}: file not found (${missing}).`,
    });
    mkdirSync(join(place, "folder"));
    expect(errorOf(join(place, "folder")).message).toMatch(/^Could not read .*folder: it is not a file\.$/);
    writeFileSync(join(place, "file"), "");
    expect(errorOf(join(place, "file", "schedules.yaml")).message).toMatch(/: ENOTDIR\.$/);
    expect(errorOf("a\0b").kind).toBe("configuration");
    expect(errorOf("").kind).toBe("configuration");
    expect(errorOf("x".repeat(5000)).message).toMatch(/: ENAMETOOLONG\.$/);
  });

  it("is named with its absolute path", () => {
    expect(errorOf("no-such.yaml").message).toBe(
      `Could not read no-such.yaml: file not found (${join(process.cwd(), "no-such.yaml")}).`,
    );
  });
});
