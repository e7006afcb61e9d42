import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";
import { checkRunInputs } from "../../src/provider/run-inputs";
import { checkScheduleInputs } from "../../src/provider/schedule-inputs";

const repository = join(__dirname, "../..");
const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const pages = readdirSync(join(repository, "docs")).filter((name) => name.endsWith(".md"));
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

const blocks = documents.flatMap(blocksOf);
const inLanguage = (...languages: readonly string[]): Block[] =>
  blocks.filter(({ language }) => languages.includes(language));
const place = ({ document, line }: Block): string => `${document}:${line}`;

/** What the compiler says about the blocks, each a module of its own in the repository's root. */
function compilerErrors(typescriptBlocks: readonly Block[]): string[] {
  const configuration = ts.readConfigFile(join(repository, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(configuration, ts.sys, repository);
  const host = ts.createCompilerHost(options);
  const virtual = new Map(
    typescriptBlocks.map((block, index) => [join(repository, `document-block-${index}.ts`), block]),
  );
  const program = ts.createProgram([...virtual.keys()], options, {
    ...host,
    fileExists: (path) => virtual.has(path) || host.fileExists(path),
    readFile: (path) => virtual.get(path)?.code ?? host.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const block = virtual.get(path);
      return block === undefined
        ? host.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, block.code, version, true);
    },
  });
  return [...virtual].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    return ts
      .getPreEmitDiagnostics(program, source)
      .map(({ messageText }) => `${place(block)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  });
}

/** A document without its code blocks, whose brackets are no links and whose comments are no headings. */
const prose = (document: string): string => read(document).replace(/^( *)```[\s\S]*?^\1```$/gm, "");

/** Anchors as GitHub makes them from headings. */
function anchorsOf(document: string): string[] {
  return [...prose(document).matchAll(/^#+ +(.+)$/gm)].map(({ 1: title = "" }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
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
  it("are TypeScript, shell, YAML, JSON or output, and say which", () => {
    const unknown = blocks.filter(({ language }) => !["ts", "sh", "yaml", "json", "text"].includes(language));
    expect(unknown.map(place)).toEqual([]);
  });

  it("compile against the sources, where they are TypeScript", () => {
    expect(inLanguage("ts").length).toBeGreaterThan(2);
    expect(compilerErrors(inLanguage("ts"))).toEqual([]);
  });

  it("would be found wrong if they used an input that does not exist", () => {
    const code = `import * as skyvern from "pulumi-skyvern";
      new skyvern.WorkflowSchedule("a", { workflowId: "wpid_1", cron: "0 2 * * *" });`;
    const wrong = { document: "README.md", line: 1, language: "ts", code };
    expect(compilerErrors([wrong])).toEqual([expect.stringContaining("'cron' does not exist")]);
  });

  it("can be parsed, where they are JSON or YAML", () => {
    for (const { code } of inLanguage("json")) expect(() => JSON.parse(code)).not.toThrow();
    // There is no YAML parser among the dependencies: whoever writes the first such block adds one here.
    expect(inLanguage("yaml").map(place)).toEqual([]);
  });

  it("run only npm scripts that exist, and programs that a reader has", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = inLanguage("sh").flatMap(({ code }) => code.trim().split("\n"));
    const strange = commands.filter((command) => {
      const [program, ...words] = command.replace(/^([A-Z_]+=\S+ )+/, "").split(" ");
      const [verb, script = ""] = words;
      if (program === "node")
        return !existsSync(join(repository, words.find((word) => !word.startsWith("-")) ?? ""));
      if (program === "npm" && verb === "run") return !(script in scripts);
      if (program === "npm") return verb !== "install" && !(verb === "test" && "test" in scripts);
      return program !== "pulumi";
    });
    expect(strange).toEqual([]);
  });
});

describe("the prose of the documents", () => {
  it.each(documents)("of %s links only to what is there", (document) => {
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
      section: "Inputs and outputs",
      known: "adopt",
    },
    {
      resource: "WorkflowRun",
      source: "workflow-run",
      section: "Running a workflow in a deployment",
      known: "triggers",
    },
  ])("describes every input of $resource in the README", ({ resource, source, section, known }) => {
    const classes = read(`src/resources/${source}.ts`);
    const args = classes.match(new RegExp(`^export interface ${resource}Args {\n([\\s\\S]*?)^}$`, "m"))?.[1];
    const declared = args?.match(/(?<=^ {2}readonly )\w+(?=\??: pulumi)/gm);
    expect(declared).toContain(known);
    const text = sectionOf("README.md", section);
    expect(declared?.filter((input) => !text.includes(`| \`${input}\` |`))).toEqual([]);
  });

  it("describes every output of WorkflowRun in the README", () => {
    const declared = read("src/resources/workflow-run.ts").match(/(?<=^ {2}declare readonly )\w+/gm);
    expect(declared).toContain("recordingUrl");
    const text = sectionOf("README.md", "Running a workflow in a deployment");
    expect(declared?.filter((output) => !text.includes(`\`${output}\``))).toEqual([]);
  });

  it("describes every lookup in the README", () => {
    const exported = read("src/index.ts").match(/\bget\w+/g);
    expect(exported).toContain("getRunOutput");
    const text = sectionOf("README.md", "Lookups");
    expect(exported?.filter((lookup) => !new RegExp(`\`${lookup}\\b`).test(text))).toEqual([]);
  });

  it.each([
    { resource: "WorkflowSchedule", source: "workflow-schedule", name: "workflowSchedule" },
    { resource: "WorkflowRun", source: "workflow-run", name: "workflowRun" },
  ])("promises the type token and the pointer that $resource really has", ({ resource, source, name }) => {
    const state = read("docs/state.md");
    const classes = read(`src/resources/${source}.ts`);
    expect(classes).toContain(`"pulumi-nodejs:dynamic/skyvern:${resource}"`);
    expect(classes).toContain(`__provider: pointer("${name}")`);
    expect(state).toContain(`\`pulumi-nodejs:dynamic/skyvern:${resource}\``);
    expect(state).toContain(`\`exports.handler = () => require('pulumi-skyvern/provider').${name};\``);
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

  it.each([
    "The next `pulumi up` starts a new run.",
    "It goes on; the next `pulumi up` waits for it, up to `timeout` again, and starts no other one.",
    "It was canceled, because cancelOnTimeout is true.",
    "was started, and the server cannot show it: ",
    "A parameter of a wrong type does that.",
    "goes on, and the next `pulumi up` waits for it.",
    "Whether a run was started is not known: ",
    "is not known to the server: ",
    "No other run was started; change a trigger to start one.",
    "If `pulumi up` is killed while it waits, the next one cannot find the run, and starts another.",
  ])("are those of a run's lifecycle: %s", (sentence) => {
    const code = read("src/provider/run.ts") + read("src/provider/run-start.ts");
    expect(code.replaceAll("\\`", "`")).toContain(sentence);
    expect(read("docs/errors.md")).toContain(sentence);
  });
});
