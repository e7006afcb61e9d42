import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runHere as run } from "../../support/cli/here";
import { ScriptedPulumi } from "../../support/cli/pulumi";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-cli-")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the command line", () => {
  it.each([[["--help"]], [["validate", "--help"]], [["drift", "--help"]], [["promote", "--help"]]])(
    "%j prints help that ends with an example",
    async (args) => {
      const { code, report, said } = await run(...args);
      expect([code, said]).toEqual([0, ""]);
      expect(report).toMatch(/\nExamples?:\n( {2}\$ npx pulumi-skyvern .*\n)+$/);
    },
  );

  it("prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
    expect(await run("--version")).toEqual({ code: 0, report: `${version}\n`, said: "" });
  });

  it.each([
    [["drfit", "dev"], "unknown command 'drfit'", "drift"],
    [["drift", "dev", "--jsn"], "unknown option '--jsn'", "--json"],
    [["validate", "--strct"], "unknown option '--strct'", "--strict"],
    [["promote", "dev", "--preveiw"], "unknown option '--preveiw'", "--preview"],
  ])("%j is refused, with the nearest known one", async (args, refusal, nearest) => {
    const { code, report, said } = await run(...args);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toContain(`error: ${refusal}\n(Did you mean ${nearest}?)`);
  });

  it.each([
    [["drift"], /missing required argument 'stack'/],
    [["promote", "dev", "--json", "--markdown"], /'--json' cannot be used with option '--markdown'/],
    [["validate", "a.yaml", "b.yaml"], /too many arguments/],
  ])("%j is refused", async (args, refusal) => {
    const { code, report, said } = await run(...args);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(refusal);
  });

  it("without a command prints its help, as a failure", async () => {
    const { code, report, said } = await run();
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(/^Usage: pulumi-skyvern/);
  });

  it.each(["drift", "promote"])("%s without a Pulumi project says where it looked", async (command) => {
    const { code, report, said } = await run(command, "dev", "--cwd", folder);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(new RegExp(`^error: There is no Pulumi project in ${folder}: .* --cwd\\.\n$`));
  });

  it.each(["drift", "promote"])("%s takes no project above a folder that is not there", async (command) => {
    const project = join(folder, "project");
    mkdirSync(join(project, "schedules"), { recursive: true });
    writeFileSync(join(project, "Pulumi.yaml"), "name: above\nruntime: yaml\n");
    const pulumi = new ScriptedPulumi();
    pulumi.putOnPath();
    try {
      for (const wrong of [join(project, "schedule"), join(project, "Pulumi.yaml")])
        expect(await run(command, "dev", "--cwd", wrong)).toEqual({
          code: 1,
          report: "",
          said: `error: There is no folder ${wrong}. Give the Pulumi project's folder, or one below it, with --cwd.\n`,
        });
      expect(pulumi.calls()).toEqual([]);
      expect((await run(command, "dev", "--cwd", join(project, "schedules"))).code).toBe(0);
    } finally {
      pulumi.remove();
    }
  });
});

describe("validate", () => {
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const environments = "environments:\n  dev: {}\n  prod: {}\n";
  const schedule = (cron: string): string =>
    `workflows:\n  invoices: { id: wpid_1 }\nschedules:\n  nightly:\n    workflow: invoices\n    cron: "${cron}"\n`;

  it("finds nothing wrong in a file in which nothing is", async () => {
    const file = write("good.yaml", schedule("17 2 * * *") + environments);
    expect(await run("validate", file)).toEqual({
      code: 0,
      report: "1 schedule in dev, prod: 0 errors, 0 warnings",
      said: "",
    });
    const { report } = await run("validate", file, "--environment", "prod", "--json");
    expect(JSON.parse(report)).toEqual({ file, environments: ["prod"], schedules: 1, findings: [] });
  });

  it("points to an error, and ends with 2", async () => {
    const file = write("bad.yaml", `${schedule("17 2 * * *")}    timezon: UTC\n${environments}`);
    const { code, report } = await run("validate", file);
    expect(code).toBe(2);
    expect(report).toMatch(new RegExp(`^${file}:7:5 error {2}.*timezone`));
  });

  it("counts warnings with --strict only", async () => {
    const file = write("warned.yaml", schedule("17 2 13 * FRI") + environments);
    const [usual, strict] = [await run("validate", file), await run("validate", file, "--strict")];
    expect(usual.report).toMatch(/ warning {2}/);
    expect([usual.code, strict.code]).toEqual([0, 2]);
  });

  it("fails with a sentence where there is no file", async () => {
    const { code, report, said } = await run("validate", join(folder, "none.yaml"));
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(/^error: .*none\.yaml.*\n$/);
  });
});

describe("the compiled program", () => {
  const main = join(__dirname, "../../../dist/cli/main.js");

  it("writes the report to standard output, without colours where that is no terminal, and sets the exit code", async () => {
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, [main, "drift", "--cwd", folder, "dev"], (error, report, said) =>
        resolve({ code: error?.code, report, said }),
      );
    });
    expect(ended).toEqual({
      code: 1,
      report: "",
      said: expect.stringMatching(/^error: There is no Pulumi project/),
    });
  });

  it("does not end, nor end Pulumi, where nobody reads any more what it writes", async () => {
    const project = mkdtempSync(join(folder, "unread-"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: unread\nruntime: yaml\n");
    const pulumi = new ScriptedPulumi();
    pulumi.putOnPath();
    try {
      const args = [main, "promote", "dev", "prod", "--cwd", project];
      const child = spawn(process.execPath, args, { env: process.env });
      child.stdout.destroy();
      child.stderr.destroy();
      const [code] = await once(child, "exit");
      expect({ code, ups: pulumi.calls().filter((call) => call === "up") }).toEqual({
        code: 0,
        ups: ["up", "up"],
      });
    } finally {
      pulumi.remove();
    }
  });
});
