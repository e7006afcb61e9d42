import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackEngine } from "../../../src/cli/engine/stack-engine";
import { applyImport } from "../../../src/cli/import/takeover";
import { writeFiles } from "../../../src/cli/import/write-files";
import { plain } from "../../../src/cli/terminal";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-leftover-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A name that no file system has: neither reading nor removing it can work. */
const impossible = "a\0b";

/** Sources: context-mode#31, nab#840, triton#11517. */
describe("a file that is no longer needed", () => {
  const applied = { importFile: async () => undefined } as unknown as StackEngine;

  const apply = async (file: string): Promise<readonly string[]> => {
    const said: string[] = [];
    const terminal = { report: () => undefined, say: (line: string) => void said.push(line), paint: plain };
    await applyImport(applied, "dev", file, new AbortController().signal, terminal);
    return said;
  };

  it("is removed after an import", async () => {
    const file = join(folder, "schedules.import.dev.json");
    writeFileSync(file, "{}");
    expect(await apply(file)).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  it("does not turn an import that succeeded into a failure if it cannot be removed", async () => {
    const [said, ...others] = await apply(join(folder, impossible));
    expect(others).toEqual([]);
    expect(said).toMatch(/^Could not remove .*, which is no longer needed: .*\. Remove it yourself\.$/);
  });

  it("does not hide why a file could not be written", () => {
    const good = join(folder, "schedules.yaml");
    const bad = join(folder, impossible);
    expect(() =>
      writeFiles([
        { path: good, text: "" },
        { path: bad, text: "" },
      ]),
    ).toThrow(/^Could not write .*Run the command again after you corrected that\. Could not remove /);
    expect(existsSync(`${good}.tmp`)).toBe(false);
  });
});
