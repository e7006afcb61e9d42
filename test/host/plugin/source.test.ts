import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import own, { version } from "../../../package.json";
import { ScratchFolder } from "../../support/cli/scratch-folder";
import { configurationProblems, servedSchema } from "../../support/provider/plugin-calls";
import { ProviderProcess } from "../../support/provider/provider-process";

const repository = join(__dirname, "../../..");

/** What `pulumi package add` takes from a checkout of the repository. */
describe("the folder plugin as a source of the provider plugin", () => {
  const folder = new ScratchFolder();
  const plugin = join(folder.path, "plugin");
  const manifest = JSON.parse(readFileSync(join(repository, "plugin/package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  afterAll(() => folder.remove());

  it("installs the package in the version of the repository, and every SDK that the package accepts", () => {
    expect(manifest.dependencies).toEqual({
      "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"],
      "pulumi-skyvern": version,
    });
  });

  it("is started by Pulumi's own script for plugins in Node, with no component of the package in the way", async () => {
    expect(parse(readFileSync(join(repository, "plugin/PulumiPlugin.yaml"), "utf8"))).toEqual({
      runtime: "nodejs",
    });
    cpSync(join(repository, "plugin"), plugin, { recursive: true });
    // What `npm install` does in the folder.
    mkdirSync(join(plugin, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(repository, join(plugin, "node_modules/pulumi-skyvern"), "dir");
    symlinkSync(
      join(repository, "node_modules/@pulumi/pulumi"),
      join(plugin, "node_modules/@pulumi/pulumi"),
      "dir",
    );
    const script = join(plugin, "node_modules/@pulumi/pulumi/cmd/run-plugin/index.js");
    const provider = await ProviderProcess.start({
      script,
      folder: folder.path,
      program: plugin,
      engine: "127.0.0.1:1",
    });
    try {
      expect(await servedSchema(provider)).toMatchObject({ name: "skyvern", version });
      expect(await configurationProblems(provider, { baseUrl: "skyvern" })).toHaveLength(1);
    } finally {
      await provider.close();
    }
  });
});
