// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { type Finding, findingText } from "../../../src/schedule-file/finding";
import { validateFile } from "../../../src/schedule-file/validate-file";
import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());
const now = new Date("2026-11-26T00:00:00Z");

const good = `# Schedules of the finance team
defaults: { timezone: Asia/Tokyo, parameters: { portal: &portal main } }
workflows:
  invoices: { title: Invoice download }
groups:
  nightly: { spread: 30m, workflow: invoices }
schedules:
  nightly-invoices:
    group: nightly
    cron: "0 2 * * MON-FRI"
    parameters: { vendor: acme, copy: *portal, token: "\${secret:token}", list: [1, 2.5, true, null] }
  weekly-report:
    workflow: wpid_2
    cron: 0 9 * * MON
    description: >
      Über die Woche
    aliases: [report]
environments:
  dev: { enabled: false, workflows: { invoices: { id: wpid_dev } } }
  prod:
    protect: [nightly-invoices]
    paused: until Friday
    timezone: UTC
    schedules: { nightly-invoices: { cron: "0 3 * * MON-FRI" }, weekly-report: { absent: true } }
`;

/** The findings of the bytes. Each must have a place inside the file and a whole sentence. */
function check(bytes: Uint8Array): readonly Finding[] {
  writeFileSync(folder.file, bytes);
  const { findings } = validateFile(folder.file, { now });
  const lines = new TextDecoder("utf-8").decode(bytes).split("\n");
  for (const finding of findings) {
    const { line = 0, column = 0 } = finding.place;
    const text = lines[line - 1];
    if (text === undefined || column < 1 || column > text.length + 1)
      throw new Error(`No such place: ${findingText(finding)}`);
    expect(finding.message).toMatch(/^[\s\S]{5,1001}$/);
    expect(finding.message).not.toMatch(/undefined|\[object|Invalid input|TypeError| at \/|\.\.$/);
  }
  return findings;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Words and signs with a meaning in a schedule file or in YAML. */
const words = [
  ..."{}[],:-?&*!|>%@`#'\"\\ \n\t\r",
  ..."\n  |\n---\n|...\n|: |- |? |<<: |&a |*a |*portal|!!str |!!timestamp |%YAML 1.1\n|null|~|yes|.inf|1e999|0x1F|${|${env:X}|$${|*/5 * * * *|__proto__: 1\n|constructor: 1\n|environments:\n|schedules: {}\n|absent: true|€|😀|\u0000|\u0085|\u2028|\ufeff".split(
    "|",
  ),
];

const change = fc.record({
  at: fc.nat(good.length),
  length: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.nat(6) },
    fc.nat(300),
  ),
  by: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...words) },
    fc.string({ unit: "binary", maxLength: 4 }),
  ),
});

describe("a damaged schedule file", () => {
  it("is valid before it is damaged", () => {
    expect(check(bytesOf(good))).toEqual([]);
  });

  it("has findings with places and sentences, or is still valid, if words are inserted or removed", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const text = changes.reduce(
          (spoilt, { at, length, by }) => spoilt.slice(0, at) + by + spoilt.slice(at + length),
          good,
        );
        if (check(bytesOf(text)).length > 0) refused++;
      }),
      { seed: 1, numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(750);
  });

  it("has findings with places and sentences, or is still valid, if bytes are changed", () => {
    const byte = fc.record({ at: fc.nat(bytesOf(good).length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = bytesOf(good);
        for (const { at, value } of changes) bytes[at] = value;
        check(bytes);
      }),
      { seed: 2, numRuns: 700 },
    );
  });

  it("has findings with places and sentences, or is still valid, if it is cut anywhere", () => {
    const bytes = bytesOf(good);
    for (let end = 0; end < bytes.length; end += 7) check(bytes.subarray(0, end));
  });

  it("has findings with places and sentences if it is random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        check(bytes);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it("has findings with places and sentences, or is still valid, if its values are random", () => {
    const key = fc.constantFrom(
      "schedules",
      "environments",
      "defaults",
      "a",
      "dev",
      "workflow",
      "cron",
      "parameters",
      "enabled",
      "x",
    );
    const { file } = fc.letrec<{ file: unknown }>((tie) => ({
      file: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.oneof(fc.constantFrom(null, true, 0, 1.5, "", "wpid_1", "0 2 * * *", "${x", "*"), fc.string()),
        fc.array(tie("file"), { maxLength: 2 }),
        fc.dictionary(key, tie("file"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(file, fc.nat(4), (value, indent) => {
        check(bytesOf(JSON.stringify(value, null, indent)));
      }),
      { seed: 4, numRuns: 700 },
    );
  });
});
