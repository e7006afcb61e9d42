import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../../../src/cli/init/write-files";
import { ScratchFolder } from "../../../support/cli/scratch-folder";

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

const file = (path: string) => ({ path, text: `the text of ${path}` });

describe("writing the files of a project", () => {
  it("creates the folders that are missing, and leaves nothing else", () => {
    writeFiles(join(scratch.path, "new/project"), [file("a"), file(".github/workflows/b.yml")]);
    expect(scratch.contents()).toEqual({
      "new/project/a": "the text of a",
      "new/project/.github/workflows/b.yml": "the text of .github/workflows/b.yml",
    });
  });

  it("removes what was written when a later file cannot be written", () => {
    scratch.write("kept", "by hand");
    // The second path needs a folder where the first one has put a file.
    expect(() => writeFiles(scratch.path, [file("a"), file("folder/b"), file("a/c")])).toThrow(
      /^Nothing was written: .*/,
    );
    expect(scratch.contents()).toEqual({ kept: "by hand" });
  });

  it("removes the folders that it created, but not one that existed", () => {
    mkdirSync(join(scratch.path, "before"));
    expect(() =>
      writeFiles(join(scratch.path, "before/new"), [file("a"), file("deep/er/b"), file("a/c")]),
    ).toThrow("Nothing was written");
    expect(scratch.contents()).toEqual({ "before/": "" });
  });

  it("never replaces a file that appears between the check and the write", () => {
    scratch.write("b", "by hand");
    expect(() => writeFiles(scratch.path, [file("a"), file("b"), file("c")])).toThrow(
      `Nothing was written: ${join(scratch.path, "b")} already exists.`,
    );
    expect(scratch.contents()).toEqual({ b: "by hand" });
  });

  it("fails with a sentence when the folder cannot be created", () => {
    scratch.write("file", "");
    expect(() => writeFiles(join(scratch.path, "file/below"), [file("a")])).toThrow("Nothing was written: ");
    expect(scratch.contents()).toEqual({ file: "" });
  });
});
