import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** A temporary folder, whose files a test compares as a whole. */
export class ScratchFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-scratch-")));

  /** Writes a file, and the folders above it. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  /** Everything in it: the texts of files by path, and empty folders with a slash at the end. */
  contents(): Readonly<Record<string, string>> {
    const all = readdirSync(this.path, { recursive: true, withFileTypes: true });
    const entries = all.map((entry): readonly [string, string] => {
      const name = relative(this.path, join(entry.parentPath, entry.name));
      return entry.isDirectory() ? [`${name}/`, ""] : [name, this.read(name)];
    });
    const isParent = (name: string): boolean =>
      name.endsWith("/") && entries.some(([other]) => other !== name && other.startsWith(name));
    return Object.fromEntries(entries.filter(([name]) => !isParent(name)));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
