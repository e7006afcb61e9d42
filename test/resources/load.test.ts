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
  it("loads Pulumi, and neither an HTTP client nor zod nor a parser", () => {
    const loaded = loadedPackages('require("pulumi-skyvern")');
    expect([...loaded]).toEqual(expect.arrayContaining(["our own", "@pulumi/pulumi"]));
    expect(
      [...loaded].filter((name) => ["undici", "zod", "cron-parser", "yaml", "commander"].includes(name)),
    ).toEqual([]);
  });
});

describe("the provider", () => {
  const check = `
    const { workflowSchedule } = require("pulumi-skyvern/provider");
    const inputs = { workflowId: "wpid_1", cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" };
    workflowSchedule.check(inputs, inputs)`;

  it("loads no Pulumi of its own", () => {
    const loaded = loadedPackages(check);
    expect(loaded).toContain("zod");
    expect([...loaded].filter((name) => name.startsWith("@pulumi/"))).toEqual([]);
  });

  it("loads an HTTP client only where it sends something, which a check of what is unchanged does not", () => {
    expect(loadedPackages(check)).not.toContain("undici");
    const sending = `${check}; workflowSchedule.delete("wpid_1/wfs_1", inputs).catch(() => undefined)`;
    expect(
      loadedPackages(
        `process.env.SKYVERN_API_KEY = "key"; process.env.SKYVERN_BASE_URL = "http://127.0.0.1:9"; ${sending}`,
      ),
    ).toContain("undici");
  });
});
