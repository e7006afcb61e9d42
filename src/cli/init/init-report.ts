import { relative } from "node:path";
import { environmentText } from "../import/import-report";
import type { ImportedEnvironment } from "../import/import-result";
import type { Paint } from "../terminal";
import { counted } from "../usage";
import { scheduleFileName } from "./existing-schedules";
import { hasOwnPackages, type Language } from "./languages";
import { type Settings, variableOf } from "./settings";

/** What `init` did. `--json` writes it together with the next commands. */
export interface Initialized {
  readonly folder: string;
  readonly settings: Settings;
  readonly written: readonly string[];
  /** The files that existed, and stay as they are. */
  readonly kept: readonly string[];
  /** What the schedule file got of the accounts. */
  readonly imported?: readonly ImportedEnvironment[];
}

/** A command of the reader's, and what it does if that is not obvious. */
interface Step {
  readonly command: string;
  readonly note?: string;
}

export function initReport(initialized: Initialized, isJson: boolean, paint: Paint): string {
  const { folder, settings, written, kept } = initialized;
  const steps = nextSteps(initialized);
  if (isJson) {
    const next = steps.map(({ command }) => command);
    const { imported } = initialized;
    return JSON.stringify({ folder, ...settings, written, kept, imported, next }, undefined, 2);
  }
  const width = Math.max(...steps.map(({ command }) => command.length));
  const line = ({ command, note }: Step): string =>
    note === undefined ? `  ${command}` : `  ${command.padEnd(width)}  ${paint("dim", `# ${note}`)}`;
  return [
    paint("bold", `Wrote ${counted(written.length, "file")} to ${folder}:`),
    ...written.map((path) => `  ${path}`),
    ...(kept.length === 0 ? [] : [`Unchanged: ${kept.join(", ")}`]),
    ...(initialized.imported ?? []).map((one) => environmentText(one, scheduleFileName, paint)),
    "",
    paint("bold", "Next:"),
    ...steps.map(line),
    "",
    ...advice(initialized),
  ].join("\n");
}

function nextSteps({ folder, settings, imported }: Initialized): readonly Step[] {
  const { stacks, ci, packageManager, language } = settings;
  const [first = ""] = stacks;
  const path = relative(process.cwd(), folder);
  const key: Step =
    ci === "none" && imported === undefined
      ? { command: "pulumi config set --secret skyvern:apiKey", note: "asks for the API key" }
      : { command: `export ${variableOf(settings, first)}=…`, note: "the API key" };
  return [
    ...(path === "" ? [] : [{ command: `cd ${/^[\w./-]+$/.test(path) ? path : JSON.stringify(path)}` }]),
    { command: `${packageManager} install` },
    ...(hasOwnPackages(language)
      ? [{ command: "pulumi install", note: `installs Pulumi's SDK for ${spoken[language]}` }]
      : []),
    { command: "pulumi login", note: "or: pulumi login --local" },
    { command: `pulumi stack init ${first}` },
    key,
    ...(imported === undefined
      ? [{ command: "pulumi up" }]
      : [
          { command: "npx pulumi-skyvern import --apply", note: "takes the schedules over" },
          { command: "pulumi preview --refresh", note: "shows no changes" },
        ]),
  ];
}

const spoken: Readonly<Record<Language, string>> = {
  typescript: "TypeScript",
  yaml: "YAML",
  python: "Python",
  go: "Go",
};

function advice({ settings: { stacks, ci, language }, kept, imported }: Initialized): readonly string[] {
  const others = stacks.slice(1);
  const first =
    imported !== undefined
      ? ["Nothing was written to Skyvern. The import stores the state and the secrets of", "the stack."]
      : kept.includes(scheduleFileName)
        ? [
            "`pulumi up` creates the schedules of schedules.yaml. If the account has them",
            "already, run `npx pulumi-skyvern import` before it.",
          ]
        : [
            "The first `pulumi up` creates no schedule. Then add one to schedules.yaml, check",
            "the file with `npx pulumi-skyvern validate`, and run `pulumi up` again. If the",
            "account has schedules already, `npx pulumi-skyvern import` writes them for you.",
          ];
  return [
    ...first,
    "If a command fails, `npx pulumi-skyvern doctor` checks the set-up.",
    ...(others.length === 0 ? [] : [`Create the other stacks in the same way: ${others.join(", ")}.`]),
    ...(ci === "none"
      ? []
      : [
          `Commit the lock file${language === "go" ? " and go.sum" : ""} too. The secrets that the CI jobs need are listed in`,
          "node_modules/pulumi-skyvern/examples/gitops/README.md.",
        ]),
  ];
}
