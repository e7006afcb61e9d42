import { spokenSides } from "../engine/differences";
import { spokenWarning, type Warning } from "../engine/engine-failure";
import { markdownCode, markdownTable, markdownText } from "../markdown";
import type { Paint } from "../terminal";
import { counted, type ReportFormat } from "../usage";
import { orphanMarkdown, orphanText } from "./orphan-report";
import type { OrphanSearch } from "./orphans";
import type { PropertyDrift, ResourceDrift } from "./resource-drift";

/** What was found. `--json` writes it. */
export interface Drift {
  readonly stacks: readonly StackDrift[];
  /** Left out with `--no-orphans`. */
  readonly orphans?: OrphanSearch;
}

/** What was found of one stack. */
export interface StackDrift {
  readonly stack: string;
  readonly status: "clean" | "drifted" | "failed";
  readonly resources: readonly ResourceDrift[];
  readonly warnings: readonly Warning[];
  /** Why the stack could not be checked. */
  readonly failure?: readonly string[];
}

const repair = (stacks: readonly string[]): string =>
  `To restore the values of the last up, run this from the commit that is deployed: ${stacks
    .map((stack) => `\`pulumi up --refresh --stack ${stack}\``)
    .join(", ")}. To keep the changes, write them into the code.`;

/** The report of the command `drift`. */
export function driftReport(drift: Drift, format: ReportFormat, paint: Paint): string {
  if (format === "json") return JSON.stringify(drift, null, 2);
  const { stacks, orphans = { accounts: [], failures: [], notes: [] } } = drift;
  const drifted = stacks.filter(({ status }) => status === "drifted").map(({ stack }) => stack);
  const next = drifted.length > 0 ? [repair(drifted)] : [];
  const parts =
    format === "markdown"
      ? [...markdown(stacks), ...next, ...orphanMarkdown(orphans)]
      : [...text(stacks, paint), ...next, ...orphanText(orphans, paint)];
  return parts.join("\n\n");
}

function text(stacks: readonly StackDrift[], paint: Paint): readonly string[] {
  return stacks.map((one) =>
    [
      `${paint("bold", one.stack)}: ${painted(one, paint)}`,
      ...(one.failure ?? []).map((line) => `  ${line.replaceAll("\n", "\n  ")}`),
      ...one.resources.flatMap((resource) => [
        `  ${resource.kind === "gone" ? paint("red", "-") : paint("yellow", "~")} ${resource.name} (${resource.type} ${resource.id})${happened(resource)}`,
        ...resource.properties.map((property) => `      ${spokenProperty(property)}`),
      ]),
      ...one.warnings.map((warning) => `  ${paint("yellow", "warning:")} ${spokenWarning(warning)}`),
    ].join("\n"),
  );
}

function markdown(stacks: readonly StackDrift[]): readonly string[] {
  const rows = stacks.map((one) => [markdownCode(one.stack), spokenStatus(one)]);
  const details = stacks.flatMap(({ stack, resources, failure = [], warnings }) => {
    const lines = [
      ...failure.map((line) => `- ${markdownText(line)}`),
      ...resources.flatMap(markdownResource),
      ...warnings.map((warning) => `- warning: ${markdownText(spokenWarning(warning))}`),
    ];
    return lines.length === 0 ? [] : [`### ${markdownText(stack)}`, lines.join("\n")];
  });
  return ["## Drift", markdownTable(["stack", "result"], rows), ...details];
}

function markdownResource(resource: ResourceDrift): readonly string[] {
  const { name, type, id, properties } = resource;
  return [
    `- ${markdownCode(name)} (${type} ${markdownText(id)})${happened(resource)}`,
    ...properties.map((property) => `  - ${markdownCode(spokenProperty(property))}`),
  ];
}

/** `: changed on 2026-11-28 14:03 UTC`. */
function happened({ kind, changedAt }: ResourceDrift): string {
  if (kind === "gone") return ": deleted on the server";
  return changedAt === undefined
    ? ""
    : `: changed on ${changedAt.slice(0, 10)} ${changedAt.slice(11, 16)} UTC`;
}

function spokenProperty({ property, inState, onServer, isKeptByUp }: PropertyDrift): string {
  if (inState === "[secret]" && onServer === "[secret]")
    return `${property}: a secret that differs on the server`;
  const [left, found] = spokenSides(inState, onServer);
  return `${property}: ${left} after the last up, ${found} on the server${isKeptByUp ? " (the code leaves it out, so up keeps it)" : ""}`;
}

function spokenStatus({ status, resources }: StackDrift): string {
  if (status === "clean") return "no drift";
  return status === "failed" ? "could not be checked" : `drift of ${counted(resources.length, "resource")}`;
}

function painted(one: StackDrift, paint: Paint): string {
  const style = one.status === "clean" ? "green" : one.status === "failed" ? "red" : "yellow";
  return paint(style, spokenStatus(one));
}
