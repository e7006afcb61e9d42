import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { NewcomerFolder } from "../support/engine/newcomer-folder";
import { fromRunner } from "../support/engine/pulumi-project";

const title = "Quick start";

interface Block {
  /** The name that stands before a file; undefined for what is typed into a shell. */
  readonly file: string | undefined;
  readonly code: string;
}

/** The blocks under the heading, in their order. */
function blocks(): readonly Block[] {
  const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
  const [, after = ""] = readme.split(`\n## ${title}\n`);
  const [section = ""] = after.split("\n## ");
  return [...section.matchAll(/(?:^`([\w.]+)`\n\n)?^```(?!text)\w+\n([\s\S]*?)^```$/gm)].map(
    ([, file, code = ""]) => ({
      file,
      code,
    }),
  );
}

describe("a newcomer who follows the README", () => {
  let sandbox: Sandbox;
  let folder: NewcomerFolder;

  beforeEach(async () => {
    sandbox = await startSandbox();
    folder = new NewcomerFolder({ SKYVERN_BASE_URL: sandbox.url });
  });
  afterEach(async () => {
    folder.remove();
    await sandbox.close();
  });

  it("gets from an empty folder to a schedule with ten lines", async () => {
    const all = blocks();
    expect(all.map(({ file }) => file)).toEqual(["Pulumi.yaml", "index.js", "schedules.yaml", undefined]);
    expect(all.flatMap(({ code }) => code.trimEnd().split("\n"))).toHaveLength(10);

    // Only what is each person's own is put in, and the packed package in place of the registry's.
    const own: readonly (readonly [string, string])[] = [
      ["wpid_123", sandbox.workflows.plain.workflowId],
      ["SKYVERN_API_KEY=…", `SKYVERN_API_KEY=${sandbox.apiKey}`],
      [
        "npm install pulumi-skyvern ",
        `npm install --prefer-offline ${fromRunner("PULUMI_SKYVERN_TARBALL")} `,
      ],
    ];
    for (const [text] of own) expect(all.filter(({ code }) => code.includes(text))).toHaveLength(1);
    const filled = all.map(({ file, code }) => ({
      file,
      code: own.reduce((result, [text, value]) => result.replace(text, value), code),
    }));

    for (const { file, code } of filled) {
      if (file !== undefined) writeFileSync(join(folder.path, file), code);
    }
    const commands = filled.filter(({ file }) => file === undefined).map(({ code }) => code);
    const { code, output } = await folder.shell(commands.join("\n"));
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("+ 3 created") });
    expect(
      sandbox.schedules().map(({ name, cron_expression, enabled }) => ({ name, cron_expression, enabled })),
    ).toEqual([{ name: "nightly-invoices", cron_expression: "0 2 * * MON-FRI", enabled: true }]);
    expect(output).not.toContain("warning:");

    const destroyed = await folder.shell(`export SKYVERN_API_KEY=${sandbox.apiKey}\npulumi destroy`);
    expect(destroyed.code).toBe(0);
    expect(sandbox.schedules()).toEqual([]);
  }, 300_000);
});
