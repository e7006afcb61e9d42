import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { runCommand } from "../engine/pulumi-project";
import { type StackDefinition, stackSchema, toJsonSchema } from "./stack-definition";

const root = join(__dirname, "../../..");

/** What tools/gitops-checkers.mjs finds or builds. */
interface Programs {
  readonly program: string;
  readonly python: string;
  readonly shellcheck: string;
}

/** Runs the checks of those who read the files. Each gives what they find, and an empty text where all is well. */
export class GitopsChecks {
  readonly #programs: Programs;
  readonly #scratch = mkdtempSync(join(tmpdir(), "pulumi-skyvern-gitops-"));

  private constructor(programs: Programs) {
    this.#programs = programs;
  }

  static async find(): Promise<GitopsChecks> {
    const { code, output } = await runCommand("node", [join(root, "tools", "gitops-checkers.mjs")], {
      cwd: root,
    });
    const last = output.split("\n").find((line) => line.startsWith("{"));
    if (code !== 0 || last === undefined) throw new Error(output);
    return new GitopsChecks(JSON.parse(last) as Programs);
  }

  /** A file of this text, for a check. */
  file(name: string, content: string): string {
    const path = join(mkdtempSync(join(this.#scratch, "file-")), name);
    writeFileSync(path, content);
    return path;
  }

  /** A workflow: actionlint, with its scripts by shellcheck. */
  actionlint(file: string): Promise<string> {
    const { program, shellcheck } = this.#programs;
    return this.#findings(program, ["actionlint", "-no-color", "-oneline", "-shellcheck", shellcheck, file]);
  }

  /** One of the published schemas, such as `github-workflows`. */
  publishedSchema(name: string, file: string): Promise<string> {
    return this.#jsonSchema(["--builtin-schema", `vendor.${name}`, file]);
  }

  /** Kubernetes objects: its own kinds by its own types, a Stack by its definition. */
  async objects(file: string): Promise<string> {
    const ofKubernetes = await this.#findings(this.#programs.program, ["kubernetes", file]);
    const documents = parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS());
    const stacks = documents.filter(({ kind }) => kind === "Stack");
    const ofStacks = stacks.map((stack, index) => this.#stack(`${index}-${basename(file)}`, stack));
    return [ofKubernetes, ...(await Promise.all(ofStacks))].join("");
  }

  /** ESC environments, one folder for a project, and what they resolve to, with the secrets blotted out. */
  async environments(folder: string): Promise<{ found: string; values: unknown }> {
    const args = ["environments", folder, this.#keyEnvironments()];
    const { code, output } = await runCommand(this.#programs.program, args, { cwd: root });
    if (code === 1) return { found: output, values: undefined };
    if (code !== 0) throw new Error(output);
    return { found: "", values: JSON.parse(output) };
  }

  remove(): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  /** The environments that hold the keys, which no file of the examples does. */
  #keyEnvironments(): string {
    const folder = mkdtempSync(join(this.#scratch, "keys-"));
    mkdirSync(join(folder, "skyvern"));
    const key = "values:\n  skyvern:\n    apiKey:\n      fn::secret: correct-horse\n";
    for (const stage of ["dev", "staging", "prod"])
      writeFileSync(join(folder, "skyvern", `${stage}-key.yaml`), key);
    return folder;
  }

  /** By the description in the tests, and by the operator's definition where a variable names its file. */
  async #stack(name: string, stack: unknown): Promise<string> {
    const schemas = [toJsonSchema(stackSchema)];
    const definition = process.env.PULUMI_SKYVERN_STACK_DEFINITION;
    if (definition !== undefined && definition !== "") schemas.push(definedSchema(definition));
    const file = this.file(`${name}.json`, JSON.stringify(stack));
    const found = schemas.map((schema) =>
      this.#jsonSchema(["--schemafile", this.file("schema.json", JSON.stringify(schema)), file]),
    );
    return (await Promise.all(found)).join("");
  }

  async #jsonSchema(args: readonly string[]): Promise<string> {
    const command = ["-m", "check_jsonschema", "--verbose", "--color", "never", ...args];
    return await this.#findings(this.#programs.python, command);
  }

  /** Exit code 1 is findings in all of them; what else is not 0 could not check. */
  async #findings(command: string, args: readonly string[]): Promise<string> {
    const { code, output } = await runCommand(command, args, { cwd: root });
    if (code > 1 || (code === 1 && output.trim() === "")) throw new Error(`${args.join(" ")}: ${output}`);
    return code === 0 ? "" : output;
  }
}

/** The schema of `pulumi.com/v1` in a CustomResourceDefinition. */
function definedSchema(file: string): object {
  const definition = parse(readFileSync(file, "utf8")) as StackDefinition;
  const version = definition.spec.versions.find(({ name }) => name === "v1");
  if (version === undefined) throw new Error(`${file} has no version v1`);
  return toJsonSchema(version.schema.openAPIV3Schema);
}
