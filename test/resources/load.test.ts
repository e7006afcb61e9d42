import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The packages whose files a new process has loaded after running this code on the compiled package. */
function loadedPackages(code: string): Set<string> {
  const list = `${code}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  const output = execFileSync(process.execPath, ["-e", list], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  const files = JSON.parse(output) as string[];
  return new Set(files.map((file) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "our own"));
}

describe("a program that imports the package", () => {
  it("loads Pulumi, and neither undici nor zod nor cron-parser", () => {
    const loaded = loadedPackages('require("pulumi-skyvern")');
    expect([...loaded]).toEqual(expect.arrayContaining(["our own", "@pulumi/pulumi"]));
    expect([...loaded].filter((name) => ["undici", "zod", "cron-parser"].includes(name))).toEqual([]);
  });
});

describe("the provider", () => {
  it("loads no Pulumi of its own", () => {
    const loaded = loadedPackages('require("pulumi-skyvern/provider")');
    expect(loaded).toContain("undici");
    expect([...loaded].filter((name) => name.startsWith("@pulumi/"))).toEqual([]);
  });
});
