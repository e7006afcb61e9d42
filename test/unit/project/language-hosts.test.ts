import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const root = join(__dirname, "../../..");
const tool = join(root, "tools/language-hosts.mjs");

describe("the search for a language host", () => {
  const top = mkdtempSync(join(tmpdir(), "language-hosts-"));
  const cache = join(top, "cache");
  afterAll(() => rmSync(top, { recursive: true }));

  /** A folder with commands of these names, which print the version of an engine. */
  function folder(name: string, ...commands: readonly string[]): string {
    const made = join(top, name);
    mkdirSync(made, { recursive: true });
    for (const command of commands)
      writeFileSync(join(made, command), "#!/bin/sh\necho v3.1.0\n", { mode: 0o755 });
    return made;
  }

  /** Runs the tool. Only the commands of these folders are on PATH, so there is no Go. */
  function find(language: string, ...path: readonly string[]) {
    const env = { ...process.env, PATH: [...path, "/bin"].join(delimiter), XDG_CACHE_HOME: cache };
    const { status, stdout, stderr } = spawnSync(process.execPath, [tool, language], {
      env,
      encoding: "utf8",
    });
    return { code: status, hosts: stdout === "" ? undefined : JSON.parse(stdout), stderr };
  }

  const engine = () => folder("engine", "pulumi", "pulumi-language-nodejs");
  const ours = { path: [], environment: {}, source: "installed with the engine" };

  it("uses the host on PATH", () => {
    const host = folder("host", "pulumi-language-yaml");
    expect(find("yaml", engine(), host)).toEqual({ code: 0, hosts: { yaml: ours }, stderr: "" });
  });

  it("uses the host beside an engine that is a symbolic link on PATH", () => {
    const real = folder("installed", "pulumi", "pulumi-language-nodejs", "pulumi-language-yaml");
    const links = folder("links");
    for (const name of ["pulumi", "pulumi-language-nodejs"]) symlinkSync(join(real, name), join(links, name));
    expect(find("yaml", links)).toEqual({ code: 0, hosts: { yaml: ours }, stderr: "" });
  });

  it("names what to install if there is no host and no Go, and then uses the host that was built", () => {
    const missing = find("yaml", engine());
    expect(missing).toMatchObject({ code: 1, hosts: {} });
    expect(missing.stderr).toContain("pulumi-language-yaml was not found, and cannot be built.");
    expect(missing.stderr).toContain("the Pulumi CLI (https://www.pulumi.com/docs/install/)");
    expect(missing.stderr).toContain("Go 1.25 or later (https://go.dev/dl/)");

    const pinned = readFileSync(join(root, "tools/engine/language-yaml/go.mod"), "utf8");
    const version = /pulumi-yaml v(\S+)/.exec(pinned)?.[1];
    const built = folder(`cache/pulumi-skyvern/host-yaml-${version}`);
    expect(find("yaml", engine())).toEqual({
      code: 0,
      hosts: { yaml: { path: [built], environment: {}, source: "built with Go" } },
      stderr: "",
    });
  });

  it("rejects an unknown language, and lists the known ones", () => {
    const { code, stderr } = find("java", engine());
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "Unknown language java. Known are yaml, python, go.\n",
    });
  });
});
