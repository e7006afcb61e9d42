import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PulumiProject } from "./pulumi-project";
import { toolOutput } from "./tool-output";

/** A language whose host the engine does not bring when it is built with Go. */
export type Language = "yaml" | "python" | "go";

/** What `tools/language-hosts.mjs` prints for a language. */
interface Host {
  readonly path: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

const root = join(__dirname, "../../..");

/** What a program in this language needs, to be added to the engine's environment. */
export async function languageEnvironment(language: Language): Promise<NodeJS.ProcessEnv> {
  const hosts = (await toolOutput("language-hosts.mjs", language)) as Readonly<Record<Language, Host>>;
  const { path, environment } = hosts[language];
  return { ...environment, PATH: [...path, process.env.PATH ?? ""].join(delimiter) };
}

/**
 * A project with a program in this language, as {@link PulumiProject} has one in JavaScript. Go programs get the go.mod
 * and go.sum that the SDK needs.
 *
 * @param installed folder with the node_modules in which the engine finds the package
 */
export async function languageProject(
  language: Language,
  installed: string,
  files: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = {},
): Promise<PulumiProject> {
  const pinned = language === "go" ? ["go.mod", "go.sum"] : [];
  const sdk = pinned.map((name) => [name, readFileSync(join(root, "tools/engine/program-go", name), "utf8")]);
  return new PulumiProject(
    installed,
    { "Pulumi.yaml": `name: e2e\nruntime: ${language}\n`, ...Object.fromEntries(sdk), ...files },
    { ...(await languageEnvironment(language)), ...environment },
  );
}
