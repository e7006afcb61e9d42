import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { runProgram } from "../../../src/cli/program";
import { plain } from "../../../src/cli/terminal";
import { findingsReport } from "../../../src/cli/validate/findings-report";
import { dynamicType } from "../../../src/plugin/tokens";
import { checkRunInputs } from "../../../src/provider/run/inputs";
import { checkScheduleInputs } from "../../../src/provider/schedule/inputs";
import { readSettings } from "../../../src/provider/settings";
import { pointer } from "../../../src/resources/pointer";
import { readScheduleFile } from "../../../src/schedule-file/read/read-schedule-file";
import {
  type ResolvedEnvironment,
  resolveEnvironment,
} from "../../../src/schedule-file/resolve/resolve-environment";
import { lintFindings, validateFile } from "../../../src/schedule-file/validate-file";
import { ScratchFolder } from "../../support/cli/scratch-folder";
import { compilerErrors } from "../../support/compiler";

const repository = join(__dirname, "../../..");
const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const pages = readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".md"));
const documents = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", ...pages.map((name) => `docs/${name}`)];

interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** Fenced blocks (CommonMark §4.5), with the indentation of a list item taken off. */
function blocksOf(document: string): Block[] {
  const text = read(document);
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(
    ({ index, 1: indent = "", 2: language = "", 3: code = "" }) => ({
      document,
      line: text.slice(0, index).split("\n").length,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

const noBlock: Block = { document: "", line: 0, language: "yaml", code: "" };
const blocks = documents.flatMap(blocksOf);
const inLanguage = (...languages: readonly string[]): Block[] =>
  blocks.filter(({ language }) => languages.includes(language));
const place = ({ document, line }: Block): string => `${document}:${line}`;

/** When the documents' schedule files are looked at: what lint rules say depends on the date. */
const lookedAt = new Date("2026-11-26T00:00:00Z");

const isScheduleFile = ({ language, code }: Block): boolean =>
  ["yaml", "json"].includes(language) && /^ {0,2}"?schedules"?:/m.test(code);

/** Gives the block as a file to `look`. */
function asFile<Result>({ code }: Block, look: (file: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-document-"));
  const file = join(folder, "schedules.yaml");
  writeFileSync(file, code);
  try {
    return look(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `validate` prints of a schedule file. */
function whatIsFound(block: Block): { readonly report: string; readonly hasErrors: boolean } {
  return asFile(block, (file) => {
    const validated = validateFile(file, { now: lookedAt });
    const report = findingsReport([{ file, ...validated }], "text", plain);
    return {
      report: `${report.replaceAll(file, "schedules.yaml")}\n`,
      hasErrors: validated.findings.some(({ severity }) => severity === "error"),
    };
  });
}

/** What stands under a heading of docs/schedule-file.md: its first schedule file, as one environment has it. */
function resolvedUnder(title: string): ResolvedEnvironment {
  const [file] = blocksUnder("docs/schedule-file.md", title).filter(isScheduleFile);
  if (file === undefined) throw new Error(`There is no schedule file under ${title}.`);
  return asFile(file, (name) => resolveEnvironment(readScheduleFile(name), "prod"));
}

/** The blocks from a heading of the second level to the next one. */
function blocksUnder(document: string, title: string): Block[] {
  return blocks.filter((block) => {
    const before = read(document).split("\n").slice(0, block.line);
    return block.document === document && before.findLast((line) => line.startsWith("## ")) === `## ${title}`;
  });
}

/** What the compiler says about the blocks, each a module of its own, with the settings of the repository. */
function errorsOf(codeBlocks: readonly Block[]): string[] {
  const folder = new ScratchFolder();
  try {
    const written = new Map(codeBlocks.map((block, index) => [`block-${index}.${block.language}`, block]));
    for (const [name, { code }] of written) folder.write(name, code);
    const compilerOptions = { allowJs: true, checkJs: true };
    const settings = { extends: join(repository, "tsconfig.json"), compilerOptions, include: ["block-*"] };
    folder.write("tsconfig.json", JSON.stringify(settings));
    return compilerErrors(folder).map(({ file, message }) => {
      const block = written.get(file);
      return `${block === undefined ? file : place(block)}: ${message}`;
    });
  } finally {
    folder.remove();
  }
}

/** A document without its code blocks, because their brackets are not links and their comments are not headings. */
const prose = (document: string): string => read(document).replace(/^( *)```[\s\S]*?^\1```$/gm, "");

/** Anchors as GitHub makes them from headings, and those that the reference sets itself. */
function anchorsOf(document: string): string[] {
  const explicit = [...prose(document).matchAll(/<a id="([^"]+)">/g)].map(({ 1: id = "" }) => id);
  const headings = [...prose(document).matchAll(/^#+ +(.+)$/gm)].map(({ 1: title = "" }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
  return [...explicit, ...headings];
}

/** The text under a heading of the second level, up to the next one. */
function sectionOf(document: string, title: string): string {
  const [, text = ""] = read(document).split(`\n## ${title}\n`);
  return text.split("\n## ")[0] ?? "";
}

function deadLinks(document: string): string[] {
  const targets = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: target = "" }) => target);
  return targets.filter((target) => {
    if (/^https:\/\//.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const aim = path === "" ? document : join(dirname(document), path);
    if (!existsSync(join(repository, aim))) return true;
    return anchor !== undefined && !anchorsOf(aim).includes(anchor);
  });
}

describe("the code blocks of the documents", () => {
  it("are TypeScript, JavaScript, Python, Go, shell, YAML, JSON or output, and declare their language", () => {
    const known = ["ts", "js", "python", "go", "sh", "yaml", "json", "text"];
    expect(blocks.filter(({ language }) => !known.includes(language)).map(place)).toEqual([]);
  });

  it("in TypeScript and JavaScript compile against the sources", () => {
    expect(inLanguage("ts").length).toBeGreaterThan(2);
    expect(inLanguage("js").length).toBeGreaterThan(0);
    expect(errorsOf(inLanguage("ts", "js"))).toEqual([]);
  });

  it("fail to compile if they use an unknown input", () => {
    const code = `import * as skyvern from "pulumi-skyvern";
      new skyvern.WorkflowSchedule("a", { workflowId: "wpid_1", cron: "0 2 * * *" });`;
    const wrong = { document: "README.md", line: 1, language: "ts", code };
    expect(errorsOf([wrong])).toEqual([expect.stringContaining("'cron' does not exist")]);
    const required = `const { WorkflowSchedules } = require("pulumi-skyvern"); new WorkflowSchedules("a", {});`;
    const alsoWrong = { ...wrong, language: "js", code: required };
    expect(errorsOf([alsoWrong])).toEqual([expect.stringContaining("'WorkflowSchedules'")]);
  });

  it("in JSON and YAML can be parsed", () => {
    for (const { code } of inLanguage("json")) expect(() => JSON.parse(code)).not.toThrow();
    const others = inLanguage("yaml").filter((block) => !isScheduleFile(block));
    for (const { code } of others) expect(() => parse(code)).not.toThrow();
  });

  it("that are schedule files have exactly the errors that the next block shows", () => {
    const files = blocks.filter(isScheduleFile);
    expect(files.length).toBeGreaterThan(5);
    const wrong = files.flatMap((file) => {
      const { report, hasErrors } = whatIsFound(file);
      const after = blocks[blocks.indexOf(file) + 1]?.code;
      const isShown = after?.startsWith("schedules.yaml:") === true;
      const isWrong = isShown ? after !== report : hasErrors;
      return isWrong ? [{ place: place(file), report }] : [];
    });
    expect(wrong).toEqual([]);
    expect(blocks.filter(({ code }) => code.startsWith("schedules.yaml:")).length).toBeGreaterThan(1);
  });

  it("show the schedules that a schedule file resolves to", () => {
    const [json] = blocksUnder("docs/schedule-file.md", "Merging").filter(
      ({ language, code }) => language === "json" && !isScheduleFile({ ...noBlock, code }),
    );
    const shown = JSON.parse(json?.code ?? "") as Record<string, object>;
    const { schedules } = resolvedUnder("Merging");
    expect(schedules.map(({ key }) => key)).toEqual(Object.keys(shown));
    for (const { key, workflow, cronExpression, timezone, name, parameters, enabled } of schedules) {
      const resolved = { workflow, cronExpression, timezone, name, parameters, enabled };
      expect({ ...resolved, workflowId: "wpid_123" }).toEqual(shown[key]);
    }
  });

  it("show the times to which spread moves a schedule", () => {
    const times = resolvedUnder("Groups and spread").schedules.map(({ key, cronExpression }) => {
      const [minute = "", hour = ""] = cronExpression?.split(" ") ?? [];
      return `${key}: 0${hour}:${minute.padStart(2, "0")}`;
    });
    const text = sectionOf("docs/schedule-file.md", "Groups and spread");
    const shown = [...text.matchAll(/^ {2}(\w+): .*# (\d\d:\d\d)$/gm)].map(([, key, at]) => `${key}: ${at}`);
    expect(shown).toHaveLength(3);
    expect(times).toEqual(shown);
  });

  it("run only npm scripts that exist, and programs that readers have", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = inLanguage("sh").flatMap(({ code }) =>
      code
        .replace(/\\\n\s*/g, "")
        .trim()
        .split("\n"),
    );
    const strange = commands.filter((command) => {
      const [program, ...words] = command.replace(/^([A-Z_]+=\S+ )+/, "").split(" ");
      const [verb, script = ""] = words;
      if (program === "node")
        return !existsSync(join(repository, words.find((word) => !word.startsWith("-")) ?? ""));
      if (program === "npm" && verb === "run") return !(script in scripts);
      if (program === "npm") return verb !== "install" && !(verb === "test" && "test" in scripts);
      if (program === "npx") return verb !== "pulumi-skyvern";
      if (program === "export") return !/^[A-Z_]+=/.test(verb ?? "");
      return !["pulumi", "pip", "go", "curl"].includes(program ?? "");
    });
    expect(strange).toEqual([]);
  });

  it("call pulumi-skyvern with commands and options that it has", async () => {
    const shell = inLanguage("sh").flatMap(({ code }) => code.trim().split("\n"));
    const quoted = documents.flatMap((document) =>
      [...prose(document).matchAll(/`(npx pulumi-skyvern [^`]+)`/g)].map(({ 1: command = "" }) => command),
    );
    const called = [...shell, ...quoted].filter((command) => command.startsWith("npx pulumi-skyvern "));
    expect(called.length).toBeGreaterThan(4);
    for (const command of called) {
      const [verb = "", ...words] = command.split(" ").slice(2);
      let help = "";
      const terminal = {
        report: (text: string) => {
          help += text;
        },
        say: () => {},
        paint: plain,
      };
      await runProgram([verb, "--help"], terminal);
      expect(help).toContain(`Usage: pulumi-skyvern ${verb} `);
      for (const option of words.filter((word) => word.startsWith("--"))) expect(help).toContain(option);
    }
  });
});

describe("the prose of the documents", () => {
  it.each(documents)("of %s has no broken links", (document) => {
    expect(deadLinks(document)).toEqual([]);
  });

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) =>
      [...prose(document).matchAll(/`npm run ([\w:]+)/g)].map(({ 1: script = "" }) => script),
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("names only source files that exist", () => {
    const named = documents.flatMap((document) =>
      [...prose(document).matchAll(/`((?:src|test|tools|examples|docs)\/[\w./-]+)`/g)].map(
        ({ 1: path = "" }) => path,
      ),
    );
    expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });

  it.each([
    {
      resource: "WorkflowSchedule",
      source: "workflow-schedule",
      document: "docs/workflow-schedule.md",
      known: "adopt",
    },
    {
      resource: "WorkflowRun",
      source: "workflow-run",
      document: "docs/workflow-run.md",
      known: "triggers",
    },
  ])("describes every input of $resource in its document", ({ resource, source, document, known }) => {
    const classes = read(`src/resources/${source}.ts`);
    const args = classes.match(new RegExp(`^export interface ${resource}Args {\n([\\s\\S]*?)^}$`, "m"))?.[1];
    const declared = args?.match(/(?<=^ {2}readonly )\w+(?=\??: pulumi)/gm);
    expect(declared).toContain(known);
    const text = read(document);
    expect(declared?.filter((input) => !text.includes(`| \`${input}\` |`))).toEqual([]);
  });

  it("describes every output of WorkflowRun in its document", () => {
    const declared = read("src/resources/workflow-run.ts").match(/(?<=^ {2}declare readonly )\w+/gm);
    expect(declared).toContain("recordingUrl");
    const text = read("docs/workflow-run.md");
    expect(declared?.filter((output) => !text.includes(`\`${output}\``))).toEqual([]);
  });

  it("describes every lookup in its document", () => {
    const exported = read("src/index.ts").match(/\bget\w+/g);
    expect(exported).toContain("getRunOutput");
    const text = read("docs/lookups.md");
    expect(exported?.filter((lookup) => !new RegExp(`\`${lookup}\\b`).test(text))).toEqual([]);
  });

  it.each([
    { resource: "WorkflowSchedule", name: "workflowSchedule" },
    { resource: "WorkflowRun", name: "workflowRun" },
  ] as const)("promises the type token and the pointer that $resource really has", ({ resource, name }) => {
    const state = read("docs/state.md");
    expect(read("src/resources/door.ts")).toContain(`${resource}: "${name}"`);
    expect(dynamicType(resource)).toBe(`pulumi-nodejs:dynamic/skyvern:${resource}`);
    expect(state).toContain(`\`${dynamicType(resource)}\``);
    expect(state).toContain(`\`${pointer(name)}\``);
  });
});

describe("the sentences in docs/schedule-file.md", () => {
  it("about warnings that need the account match the code", () => {
    const file = `
workflows: { invoices: { id: wpid_1 } }
schedules:
  a: { workflow: invoices, cron: "*/10 * * * *" }
  b: { workflow: invoices, cron: "0 2 * * *", enabled: false }
environments: { prod: }
`;
    const block = { ...noBlock, code: file };
    const messages = asFile(block, (name) => {
      const source = readScheduleFile(name);
      const usualMinutes = new Map([["invoices", 12.4]]);
      const facts = { usualMinutes, plan: { limit: 20, existing: 18, added: 4 } };
      return lintFindings(source, resolveEnvironment(source, "prod"), "prod", lookedAt, facts);
    }).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(read("docs/schedule-file.md")).toContain(message);
  });

  it("name every key of a schedule file", () => {
    const declared = read("src/schedule-file/schedule-file.ts").match(/(?<=^ {2}readonly )\$?\w+/gm);
    expect(declared).toContain("spread");
    const text = sectionOf("docs/schedule-file.md", "All keys");
    expect(declared?.filter((key) => !text.includes(`| \`${key}\` |`))).toEqual([]);
  });

  it("name every rule of an error or a warning", () => {
    const folder = join(repository, "src/schedule-file");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const files = ["src/resources/set-account.ts", ...names.map((name) => `src/schedule-file/${name}`)];
    const code = files.map(read).join("\n");
    const reported = [
      ...code.matchAll(/\b(?:report|refused?|stopped|finding|error)\(\s*"([a-z-]+)"|rule: "([a-z-]+)"/g),
    ];
    const rules = new Set(reported.map(({ 1: one, 2: other }) => one ?? other ?? ""));
    expect([...rules]).toEqual(expect.arrayContaining(["unknown-key", "too-deep", "same-alias", "overlap"]));
    const text = read("docs/schedule-file.md");
    expect([...rules].filter((rule) => !text.includes(`\`${rule}\``))).toEqual([]);
  });
});

describe("the sentences in docs/errors.md", () => {
  const valid = { workflowId: "wpid_1", cronExpression: "0 2 * * *", timezone: "UTC", name: "a" };

  it.each([
    { cronExpression: "@daily" },
    { cronExpression: "0,56 0,23 23,28,29 * *" },
    { cronExpression: "0 0 * *" },
    { cronExpression: "0 0 31 4 *" },
    { timezone: "america/new_york" },
    { timezone: "localtime" },
    { workflowId: "w_0" },
    { enabled: "yes" },
    { cron: "x" },
    { parameters: "oops" },
    { parameters: { count: 2 ** 53 } },
  ])("are those of the code, for %p", (wrong) => {
    const { failures } = checkScheduleInputs(undefined, { ...valid, ...wrong });
    expect(failures).toHaveLength(1);
    expect(read("docs/errors.md")).toContain(failures[0]?.reason);
  });

  it.each([
    { webhookUrl: "ftp://example.com" },
    { timeout: "soon" },
    { failOn: ["broken"] },
    { startFreshBrowser: true, browserSessionId: "pbs_1" },
    { browserSessionId: "bp_1" },
    { maxElapsedTimeMinutes: 481 },
    { runWith: "hands" },
    { runMetadata: { "skyvern.a": "b" } },
    { trigger: {} },
  ])("are those of the code, for a run with %p", (wrong) => {
    const { failures } = checkRunInputs(undefined, { workflowId: "wpid_1", origin: "urn", ...wrong });
    expect(failures).toHaveLength(1);
    expect(read("docs/errors.md")).toContain(failures[0]?.reason);
  });

  it("name every kind of SkyvernError", () => {
    const [, union = ""] = /export type SkyvernErrorKind =([^;]+);/.exec(read("src/errors.ts")) ?? [];
    const kinds = [...union.matchAll(/"([a-z-]+)"/g)].map(({ 1: kind = "" }) => kind);
    expect(kinds).toContain("unauthorized");
    const text = read("docs/errors.md");
    expect(kinds.filter((kind) => !new RegExp(`^(\\| |.*Kind: )\`${kind}\``, "m").test(text))).toEqual([]);
  });

  it("about a key that is stored in state match the code", () => {
    const settings = readSettings((key) => (key === "skyvern:apiKey" ? "a-key" : undefined), {});
    expect(read("docs/errors.md")).toContain(
      `Check ${settings.apiKeySource}, and that the key belongs to https://api.skyvern.com. ${settings.apiKeyAdvice}`,
    );
  });

  it.each([
    "The next `pulumi up` starts a new run.",
    "It is still active. The next `pulumi up` waits for it again, and does not start another one.",
    "It may still be active. The next `pulumi up` waits for it again, and does not start another one.",
    "It was canceled, because cancelOnTimeout is true.",
    "it may have completed before that. The next `pulumi up` reads it again.",
    "was started, and the server cannot show it: ",
    "The usual cause is a parameter of the wrong type: ",
    "The list of runs cannot be read either: ",
    "So its output is not known. `pulumi refresh` reads it again.",
    "may still be active, and the next `pulumi up` waits for it.",
    "It is unknown whether a run was started: ",
    "is unknown to the server: ",
    "No other run was started; change a trigger to start one.",
    "If `pulumi up` is killed while it waits, the next one cannot find the run, and starts another.",
  ])("are those of a run's lifecycle: %s", (sentence) => {
    const folder = "src/provider/run";
    const files = readdirSync(join(repository, folder));
    const code = files.map((name) => read(`${folder}/${name}`)).join("\n");
    expect(code.replaceAll("\\`", "`")).toContain(sentence);
    expect(read("docs/errors.md")).toContain(sentence);
  });
});
