import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasOwnPackages, type Language } from "./languages";
import { keyVariable, yamlText } from "./names";
import type { PackageManager, Settings } from "./settings";
import type { PlannedFile } from "./write-files";

/** The files of the package that a project copies: by CI system, from the path in the package to that in the project. */
const sources = {
  github: {
    "github/pull-request.yml": ".github/workflows/pull-request.yml",
    "github/deploy.yml": ".github/workflows/deploy.yml",
    "github/drift.yml": ".github/workflows/drift.yml",
  },
  gitlab: { "gitlab/.gitlab-ci.yml": ".gitlab-ci.yml" },
  none: {},
} as const;

/** The stacks that the package's files are written for. */
const written = ["dev", "staging", "prod"];

/** Installs exactly what the lock file names. */
const frozenInstall = {
  npm: "npm ci",
  pnpm: "pnpm install --frozen-lockfile",
  yarn: "yarn install --frozen-lockfile",
};

/** The CI files of a project: those of examples/gitops, for its stacks and its package manager. */
export function ciFiles({ ci, stacks, packageManager, language }: Settings): readonly PlannedFile[] {
  return Object.entries(sources[ci]).map(([source, path]) => {
    // Three folders above, for the sources as for what they are compiled into.
    const text = readFileSync(join(__dirname, "../../../examples/gitops", source), "utf8");
    const forStacks = ci === "github" ? githubFor(text, stacks) : gitlabFor(text, stacks);
    const forLanguage = withLanguage(withCommands(forStacks, stacks), language);
    return { path, text: withInstall(forLanguage, packageManager) };
  });
}

/** Those of the project's stacks that take the place of a list of the package's stacks. */
function inPlaceOf(list: readonly string[], stacks: readonly string[]): readonly string[] {
  if (list.length === written.length) return stacks;
  return list.includes("prod") ? stacks.slice(-1) : stacks.slice(0, -1);
}

function withCommands(text: string, stacks: readonly string[]): string {
  return text.replace(
    /\b(promote|drift) ((?:dev|staging|prod)(?: (?:dev|staging|prod))*)/g,
    (_, command: string, list: string) => `${command} ${inPlaceOf(list.split(" "), stacks).join(" ")}`,
  );
}

function githubFor(text: string, stacks: readonly string[]): string {
  const withKeys = text.replace(/(?:^ *SKYVERN_API_KEY_(?:DEV|STAGING|PROD): .*\n)+/gm, (lines) => {
    const [indentation = ""] = /^ */.exec(lines) ?? [];
    const list = written.filter((stack) => lines.includes(`${keyVariable(stack)}:`));
    return inPlaceOf(list, stacks)
      .map(keyVariable)
      .map((key) => `${indentation}${key}: \${{ secrets.${key} }}\n`)
      .join("");
  });
  if (stacks.length > 1) return withKeys;
  return withKeys.replace(/^ {2}nonprod:\n[\s\S]*?(?=^ {2}prod:\n)/m, "").replace(/^ *needs: nonprod\n/m, "");
}

function gitlabFor(text: string, stacks: readonly string[]): string {
  const job = (lines: string, from: string, to: string): string =>
    lines
      .replace(`promote:${from}:`, `promote:${to}:`)
      .replace(`skyvern-${from}`, `skyvern-${to}`)
      .replaceAll(`: ${from}\n`, `: ${yamlText(to)}\n`);
  // The job of dev stands for all stacks but the last one.
  const jobs = (lines: string, from: string): string => {
    const list = from === "dev" ? stacks.slice(0, -1) : from === "prod" ? stacks.slice(-1) : [];
    return list.map((stack) => job(lines, from, stack)).join("");
  };
  return text
    .replace(written.join(", "), stacks.map(yamlText).join(", "))
    .replace(/^promote:(dev|staging|prod):\n(?: +.*\n)+\n?/gm, jobs);
}

/** What sets up a language on GitHub. */
const setUps: Readonly<Partial<Record<Language, readonly string[]>>> = {
  python: ["- uses: actions/setup-python@v6", "  with:", '    python-version: "3.13"'],
  go: ["- uses: actions/setup-go@v6", "  with:", "    go-version-file: go.mod"],
};

/** What a program in another language than TypeScript needs, in the jobs that run it. */
function withLanguage(text: string, language: Language): string {
  if (language === "typescript") return text;
  const setUp = setUps[language] ?? [];
  // The image for Node has no other language. This one has all.
  const inImage = text.replace("name: pulumi/pulumi-nodejs:", "name: pulumi/pulumi:");
  if (!hasOwnPackages(language)) return inImage;
  return inImage
    .replace(/^( *)- uses: pulumi\/actions@/gm, (line, indentation: string) =>
      [...setUp.map((one) => `${indentation}${one}`), line].join("\n"),
    )
    .replace(/^( *pulumi-version: .*\n)( *)- run: npm ci$/gm, "$&\n$2- run: pulumi install")
    .replace(/^( *)- npm ci$/gm, "$&\n$1- pulumi install");
}

/** corepack provides pnpm and Yarn. GitHub needs it before setup-node, which looks for their cache. */
function withInstall(text: string, manager: PackageManager): string {
  if (manager === "npm") return text;
  return text
    .replace(/^( *)- uses: actions\/setup-node@/gm, "$1- run: corepack enable\n$&")
    .replace(/^( *)- npm ci$/gm, `$1- corepack enable\n$1- ${frozenInstall[manager]}`)
    .replaceAll("cache: npm", `cache: ${manager}`)
    .replaceAll("run: npm ci", `run: ${frozenInstall[manager]}`);
}
