import type { PackageJson } from "../package-json";
import type { Language } from "./languages";
import { packageNameOf } from "./names";
import type { PackageManager, Settings } from "./settings";

/** What a project depends on, by the name in package.json. */
export interface Dependencies {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The versions that this version of the package is tested with, on this version of Node. */
export function dependenciesOf(
  own: PackageJson,
  nodeMajor: number,
  language: Language = "typescript",
): Dependencies {
  const version = (name: string): string => own.devDependencies[name] ?? "*";
  return {
    dependencies: {
      // The newest ones do not run on Node 20.
      "@pulumi/pulumi":
        nodeMajor < 22 ? version("@pulumi/pulumi") : (own.peerDependencies["@pulumi/pulumi"] ?? "*"),
      "pulumi-skyvern": own.version,
    },
    ...(language === "typescript"
      ? { devDependencies: { "@types/node": version("@types/node"), typescript: version("typescript") } }
      : {}),
  };
}

/** Only TypeScript has a program among the package's files. For others, npm installs the provider plugin. */
export function packageManifest({ name, language }: Settings, dependencies: Dependencies): string {
  const main = language === "typescript" ? { main: "index.ts" } : {};
  return json({ name: packageNameOf(name), private: true, ...main, ...dependencies });
}

/** The provider reads the key of the stack from this variable only. The CI files set it. */
export function stackConfiguration(variable: string): string {
  return `config:
  skyvern:apiKeyEnv: ${variable}
`;
}

/** The settings that a package manager needs for Pulumi; by file. */
export function packageManagerSettings(manager: PackageManager): Readonly<Record<string, string>> {
  switch (manager) {
    case "npm":
      return {};
    case "pnpm":
      return {
        "pnpm-workspace.yaml": `packages: ["."]

# Without an answer pnpm fails. @pulumi/pulumi works without this install script.
allowBuilds:
  protobufjs: false
`,
      };
    case "yarn":
      return {
        ".yarnrc.yml": `# Pulumi looks for packages in node_modules.
nodeLinker: node-modules
`,
      };
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
