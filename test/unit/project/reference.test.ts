import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../../docs/reference");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const pages = readdirSync(folder).filter((name) => name !== "README.md");

/** The text of each export: from its heading of the third level to the next heading of that level or above. */
const sections = pages.flatMap((name) =>
  read(name)
    .split(/^### |^## .*$/m)
    .slice(1)
    .filter((text) => text.trim() !== "")
    .map((text) => ({ name: `${name}: ${text.split("\n")[0]}`, text })),
);

describe("the reference", () => {
  it("has a page for each entry point of the package", () => {
    expect(pages.sort()).toEqual(["provider.md", "pulumi-skyvern.md", "sandbox.md", "webhook.md"]);
    for (const page of ["README.md", ...pages]) expect(read(page).length).toBeLessThan(100_000);
  });

  it("has an example for every export", () => {
    expect(sections.length).toBeGreaterThan(50);
    const own = sections.filter(({ text }) => !text.includes("\nRe-exports "));
    const without = own.filter(({ text }) => !/^#+ Example\n\n```ts\n/m.test(text));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("contains every value that the package exports", () => {
    const exported = ["../../../src", "../../../src/sandbox", "../../../src/provider"].flatMap((entry) =>
      Object.keys(require(join(__dirname, entry)) as object),
    );
    expect(exported).toContain("startSandbox");
    const titles = sections.map(({ name }) => name.replace(/^.*: |\(\)$/g, ""));
    expect(exported.filter((name) => !titles.includes(name))).toEqual([]);
  });
});
