import { execFile, spawn, spawnSync } from "node:child_process";
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
  it.each([
    [["--help"]],
    [["init", "--help"]],
    [["validate", "--help"]],
    [["drift", "--help"]],
    [["promote", "--help"]],
    [["trigger", "--help"]],
    [["sandbox", "--help"]],
    [["doctor", "--help"]],
  ])("%j prints help that ends with an example", async (args) => {
    const { code, report, said } = await run(...args);
    expect([code, said]).toEqual([0, ""]);
    expect(report.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(report).toMatch(/\nExamples?:\n( {2}\$ npx pulumi-skyvern .*\n)+$/);
  });

  // yargs/yargs#155, tj/commander.js#2508, tj/commander.js#1904: other widths, no terminal, and a very narrow one
  it.each(["20", "200", ""])("prints the same help when COLUMNS is %j", async (columns) => {
    const { report } = await run("validate", "--help");
    const { COLUMNS } = process.env;
    process.env.COLUMNS = columns;
    try {
      expect((await run("validate", "--help")).report).toBe(report);
    } finally {
      if (COLUMNS === undefined) delete process.env.COLUMNS;
      else process.env.COLUMNS = COLUMNS;
    }
  });

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

  it.each(["drift", "promote"])(
    "%s without a Pulumi project names the folder that it searched",
    async (command) => {
      const { code, report, said } = await run(command, "dev", "--cwd", folder);
      expect([code, report]).toEqual([1, ""]);
      expect(said).toMatch(new RegExp(`^error: There is no Pulumi project in ${folder}: .* --cwd\\.\n$`));
    },
  );

  it.each(["drift", "promote"])(
    "%s refuses a folder that does not exist, even below a project",
    async (command) => {
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
    },
  );
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

  it("ends with 0 with --strict when the only warning is an extra run, which depends on the date", async () => {
    jest.useFakeTimers({ now: new Date("2027-02-01T12:00:00Z"), doNotFake: ["nextTick", "setImmediate"] });
    try {
      const file = write(
        "extra.yaml",
        `${schedule("17 9 * * *")}    timezone: America/New_York\n${environments}`,
      );
      const { code, report } = await run("validate", file, "--strict");
      expect(report.match(/\[[a-z-]+\]/g)).toEqual(["[extra-run]"]);
      expect(code).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it("checks several files, and ends with 2 when one of them has an error", async () => {
    const good = write("one.yaml", schedule("17 2 * * *") + environments);
    const bad = write("two.yaml", `${schedule("17 2 * * *")}    timezon: UTC\n${environments}`);
    const { code, report } = await run("validate", good, bad);
    expect(code).toBe(2);
    expect(report).toMatch(
      new RegExp(
        `^${good}: 1 schedule .*: 0 errors, .*\n${bad}:7:5 error .*\n${bad}: 1 schedule .*: 1 error, `,
      ),
    );
    const { files } = JSON.parse((await run("validate", good, bad, "--json")).report);
    expect(files).toMatchObject([
      { file: good, findings: [] },
      { file: bad, findings: [{}] },
    ]);
    expect((await run("validate", good, bad, "--markdown")).report).toMatch(
      /^## .*one\.yaml\n[\s\S]*^## .*two/m,
    );
  });

  it("says that the shell expands a pattern that matches no file", async () => {
    const { code, report, said } = await run("validate", join(folder, "none-*.yaml"));
    expect([code, report]).toEqual([1, ""]);
    expect(said).toBe(
      `error: There is no file ${folder}/none-*.yaml. The shell expands patterns: write the pattern without quotes. If it has none, no file matches it. In PowerShell and cmd, list the files.\n`,
    );
  });

  // simple-icons/svglint#3, elastic/eui#3484, igrigorik/videospeed#1619: patterns that no shell expands
  it.each(["src/**/*.yaml", "'{src,docs}/**/*.{yaml,yml}'", "'schedules.yaml'", '"schedules.yaml"'])(
    "fails with a sentence for %s, which no shell expanded",
    async (pattern) => {
      const { code, report, said } = await run("validate", pattern);
      expect([code, report]).toEqual([1, ""]);
      expect(said).toContain(`error: There is no file ${pattern}. `);
      expect(said).toContain("without quotes");
    },
  );

  it("fails with a sentence when the file does not exist", async () => {
    const { code, report, said } = await run("validate", join(folder, "none.yaml"));
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(/^error: .*none\.yaml.*\n$/);
  });
});

describe("the compiled program", () => {
  const main = join(__dirname, "../../../dist/cli/main.js");

  it("writes the report to standard output, without colours if that is not a terminal, and sets the exit code", async () => {
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

  it("checks the standard input as the file -", () => {
    const text = "schedules:\n  nightly:\n    crn: x\n";
    const { status, stdout } = spawnSync(process.execPath, [main, "validate", "-"], { input: text });
    expect(status).toBe(2);
    expect(String(stdout)).toMatch(/^<stdin>:3:5 error /m);
  });

  it("goes on, and lets Pulumi go on, when nobody reads its output", async () => {
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
