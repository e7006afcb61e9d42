import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const tool = pathToFileURL(join(__dirname, "../../../tools/engine.mjs")).href;

describe("the search for an engine", () => {
  const top = mkdtempSync(join(tmpdir(), "engine-search-"));
  afterAll(() => rmSync(top, { recursive: true }));

  /** A folder with what answers as an engine of this version does. */
  function engine(name: string, version: string): string {
    const folder = join(top, name);
    mkdirSync(folder);
    for (const file of ["pulumi", "pulumi-language-nodejs"]) {
      writeFileSync(join(folder, file), `#!/bin/sh\necho v${version}\n`);
      chmodSync(join(folder, file), 0o755);
    }
    return folder;
  }

  function tried(path: readonly string[], onPath: string): unknown {
    const script = `import { tryEngine } from ${JSON.stringify(tool)};
      console.log(JSON.stringify((await tryEngine(${JSON.stringify(path)}, "here")) ?? null));`;
    const env = { ...process.env, PATH: [onPath, process.env.PATH].join(delimiter) };
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      env,
      encoding: "utf8",
    });
    return JSON.parse(stdout);
  }

  it("uses the engine in the given folder, and never another one on PATH", () => {
    const one = engine("one", "3.1.0");
    const other = engine("other", "3.2.0");
    expect(tried([], other)).toEqual({ path: [], version: "3.2.0", source: "here" });
    expect(tried([one], other)).toEqual({ path: [one], version: "3.1.0", source: "here" });
    expect(tried([join(top, "none")], other)).toBeNull();
  });
});
