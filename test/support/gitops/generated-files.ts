import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runHere } from "../cli/here";
import { promotingBesideArtifacts } from "./artifacts";
import type { GitopsChecks } from "./checks";

/** The files that `pulumi-skyvern init --ci` writes pass the checks of the files that they are made from. */
export function describeGeneratedFiles(checks: () => GitopsChecks): void {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-generated-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (...args: readonly string[]): Promise<void> => {
    const { said } = await runHere("init", "--cwd", folder, "--name", "acme", ...args);
    expect(said).toBe("");
  };
  const variants: readonly (readonly string[])[] = [
    ["live", "npm"],
    ["test,live", "pnpm"],
    ["no,eu-1.b,1x,live", "yarn"],
    ["test,live", "npm", "python"],
    ["live", "pnpm", "go"],
  ];

  it.each(variants)(
    "of GitHub pass for the stacks %s and %s %s",
    async (stacks = "", manager = "", language = "typescript") => {
      await write("--ci", "github", "--stacks", stacks, "--package-manager", manager, "--language", language);
      for (const name of ["pull-request", "deploy", "drift"]) {
        const file = join(folder, ".github", "workflows", `${name}.yml`);
        expect(await checks().actionlint(file)).toBe("");
        expect(await checks().publishedSchema("github-workflows", file)).toBe("");
      }
    },
  );

  it.each(variants)(
    "of GitLab pass for the stacks %s and %s %s",
    async (stacks = "", manager = "", language = "typescript") => {
      await write("--ci", "gitlab", "--stacks", stacks, "--package-manager", manager, "--language", language);
      const file = join(folder, ".gitlab-ci.yml");
      expect(await checks().publishedSchema("gitlab-ci", file)).toBe("");
      expect(promotingBesideArtifacts(file)).toEqual([]);
    },
  );
}
