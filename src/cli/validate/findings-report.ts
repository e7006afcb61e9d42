import { type Finding, findingPlace, findingSentence } from "../../schedule-file/finding";
import { markdownCode, markdownTable, markdownText } from "../markdown";
import type { Paint } from "../terminal";
import { counted, type ReportFormat } from "../usage";

/** The findings of one schedule file. `--json` writes one of these, or `{ "files": [...] }` for several files. */
export interface ValidatedFile {
  readonly file: string;
  /** The environments that were checked. */
  readonly environments: readonly string[];
  /** How many schedules the file has. */
  readonly schedules: number;
  readonly findings: readonly Finding[];
}

/** The report of the command `validate`. */
export function findingsReport(files: readonly ValidatedFile[], format: ReportFormat, paint: Paint): string {
  if (format === "json") return JSON.stringify(files.length === 1 ? files[0] : { files }, null, 2);
  if (format === "markdown") return files.map(markdown).join("\n\n");
  const text = (one: ValidatedFile): readonly string[] => [
    ...one.findings.map((finding) => line(finding, paint)),
    `${files.length === 1 ? "" : `${one.file}: `}${summary(one)}`,
  ];
  return files.flatMap(text).join("\n");
}

/** `schedules.yaml:12:5 error  …  [unknown-key]`, which terminals and editors turn into a link. */
function line(finding: Finding, paint: Paint): string {
  const { severity, rule } = finding;
  const level = paint(severity === "error" ? "red" : "yellow", severity);
  return `${paint("bold", findingPlace(finding))} ${level}  ${findingSentence(finding)}  ${paint("dim", `[${rule}]`)}`;
}

function markdown(validated: ValidatedFile): string {
  const rows = validated.findings.map((finding) => [
    markdownCode(findingPlace(finding)),
    finding.severity,
    markdownText(findingSentence(finding)),
    markdownCode(finding.rule),
  ]);
  const table = rows.length === 0 ? [] : [markdownTable(["where", "severity", "finding", "rule"], rows)];
  return [`## ${markdownText(validated.file)}`, ...table, summary(validated)].join("\n\n");
}

function summary({ environments, schedules, findings }: ValidatedFile): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const checked =
    environments.length === 0
      ? counted(schedules, "schedule")
      : `${counted(schedules, "schedule")} in ${environments.join(", ")}`;
  return `${checked}: ${counted(errors, "error")}, ${counted(findings.length - errors, "warning")}`;
}
