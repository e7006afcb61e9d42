import { hasChoice } from "../engine/plugin-stack";
import type { PackageJson } from "../package-json";
import { yamlText } from "./names";

/** The languages of programs. */
export const languages = ["typescript", "yaml", "python", "go"] as const;

/** The language of a project's program. */
export type Language = (typeof languages)[number];

/** What a project in one language has beside the files that every project has. */
interface LanguageFiles {
  /** The keys of Pulumi.yaml below its name and description. */
  readonly project: string;
  /** Its own files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The folders that git ignores. */
  readonly ignored: readonly string[];
}

/** The SDK of Go programs and the Go that it needs. The tests compile the program with both. */
const goVersions = { sdk: "v3.259.0", go: "1.25.11" };

/** The part of a program that registers a set. Each stack takes the schedules of the environment that has its name. */
export function setStatement(language: Language, set: string, file: string): string {
  const [name, path] = [JSON.stringify(set), JSON.stringify(file)];
  const inYaml = (text: string): string => (/^[\w./-]+$/.test(text) ? yamlText(text) : JSON.stringify(text));
  switch (language) {
    case "typescript":
      return `new ScheduleSet(${name}, { file: ${path}, environment: pulumi.getStack() });`;
    case "yaml":
      return `resources:
  ${inYaml(set)}:
    type: skyvern:index:ScheduleSet
    properties: { file: ${inYaml(file)}, environment: "\${pulumi.stack}" }`;
    // Without a generated SDK: the core SDKs can register each resource of the plugin by its type.
    case "python":
      return `pulumi.ComponentResource(
    "skyvern:index:ScheduleSet",
    ${name},
    {"file": ${path}, "environment": pulumi.get_stack()},
    remote=True,
)`;
    case "go":
      return `ctx.RegisterRemoteComponentResource("skyvern:index:ScheduleSet", ${name}, pulumi.Map{
	"file":        pulumi.String(${path}),
	"environment": pulumi.String(ctx.Stack()),
}, &scheduleSet{})`;
  }
}

/** The language of a project, by its runtime in Pulumi.yaml. Undefined for others. */
export function languageOf(runtime: string): Language | undefined {
  return hasChoice(runtime) ? "typescript" : languages.find((one) => one === runtime);
}

/** What each program has of a set. */
const ownSet = (language: Language): string => setStatement(language, "schedules", "schedules.yaml");
const isTaken = "Each stack takes the schedules of the environment that has its name.";

const typescriptProgram = `import * as pulumi from "@pulumi/pulumi";
import { ScheduleSet } from "pulumi-skyvern";

// ${isTaken}
${ownSet("typescript")}
`;

const pythonProgram = `import pulumi

# ${isTaken}
${ownSet("python")}
`;

const goProgram = `package main

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type scheduleSet struct{ pulumi.ResourceState }

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// ${isTaken}
		return ${ownSet("go").replaceAll("\n", "\n\t\t")}
	})
}
`;

const goModule = `module schedules

go ${goVersions.go}

require github.com/pulumi/pulumi/sdk/v3 ${goVersions.sdk}
`;

/** Where the engine finds the provider plugin. */
const plugins = `plugins:
  providers:
    - { name: skyvern, path: node_modules/.bin }
`;

const yamlResources = `${ownSet("yaml").replace("\n", `\n  # ${isTaken}\n`)}
`;

const typescriptConfiguration = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["*.ts"],
};

/** What the language of a project adds. */
export function languageFiles(language: Language, packageManager: string, own: PackageJson): LanguageFiles {
  const ignored = ["node_modules/"];
  switch (language) {
    case "typescript":
      return {
        project: `runtime:\n  name: nodejs\n  options:\n    packagemanager: ${packageManager}\n`,
        files: {
          "tsconfig.json": `${JSON.stringify(typescriptConfiguration, undefined, 2)}\n`,
          "index.ts": typescriptProgram,
        },
        ignored,
      };
    case "yaml":
      return { project: `runtime: yaml\n${plugins}${yamlResources}`, files: {}, ignored };
    case "python": {
      const range = (own.peerDependencies["@pulumi/pulumi"] ?? "").replace(" ", ",");
      return {
        project: `runtime:\n  name: python\n  options:\n    toolchain: pip\n    virtualenv: venv\n${plugins}`,
        files: { "requirements.txt": `pulumi${range}\n`, "__main__.py": pythonProgram },
        ignored: [...ignored, "venv/", "__pycache__/"],
      };
    }
    case "go":
      return {
        project: `runtime: go\n${plugins}`,
        files: { "go.mod": goModule, "main.go": goProgram },
        ignored,
      };
  }
}

/** Pulumi.yaml, which holds the whole program if it is in YAML. */
export function pulumiProject(name: string, { project }: LanguageFiles): string {
  return `name: ${yamlText(name)}\ndescription: The Skyvern schedules of schedules.yaml\n${project}`;
}

/** Whether the language has packages of its own, which \`pulumi install\` installs. */
export function hasOwnPackages(language: Language): boolean {
  return language === "python" || language === "go";
}
