import { providerTypes } from "../../plugin/tokens";
import { changesMarkdown } from "../calendar/view/changes";
import { daysText } from "../calendar/view/summary";
import { type Change, type StartedRun, signOf } from "../engine/changes";
import { type Difference, spokenSides, spokenValue } from "../engine/differences";
import { spokenWarning } from "../engine/engine-failure";
import { markdownCode, markdownTable, markdownText } from "../markdown";
import type { Paint, Style } from "../terminal";
import type { ReportFormat } from "../usage";
import { shortCommit } from "./next-step";
import type { Promotion, StackPromotion } from "./promotion";

/** The report of the command `promote`. */
export function promotionReport(promotion: Promotion, format: ReportFormat, paint: Paint): string {
  if (format === "json") return JSON.stringify(promotion, null, 2);
  return format === "markdown" ? markdown(promotion) : text(promotion, paint);
}

const kinds = ["create", "update", "replace", "delete"] as const;

function text({ stacks, nextStep }: Promotion, paint: Paint): string {
  const paragraphs = stacks.map((one) => {
    const indent = (line: string): string => `  ${line.replaceAll("\n", "\n  ")}`;
    return [
      `${paint("bold", one.stack)}: ${paint(statusStyles[one.status], spokenStatus(one))}${countsAfter(one)}`,
      ...one.changes
        .flatMap(parts)
        .map(
          ({ mark, change }) =>
            `  ${mark === undefined ? "" : `${paint("yellow", `${mark}:`)} `}${paint(styles[change.kind], signOf(change))} ${spokenChange(change)}`,
        ),
      ...(one.notDone ?? []).map(
        (change) => `  ${paint("red", "not done:")} ${signOf(change)} ${spokenChange(change)}`,
      ),
      ...one.runs.map((run) => `  ${spokenRun(run)}`),
      ...one.warnings.map((warning) => indent(`${paint("yellow", "warning:")} ${spokenWarning(warning)}`)),
      ...(one.failure?.reasons ?? []).map((reason) => indent(`${paint("red", "error:")} ${reason}`)),
    ].join("\n");
  });
  return [...paragraphs, ...(nextStep === undefined ? [] : [nextStep])].join("\n\n");
}

function markdown(promotion: Promotion): string {
  const { isPreview, stacks, commit, isDirty, nextStep } = promotion;
  const rows = stacks.map((one) => [
    markdownCode(one.stack),
    spokenStatus(one),
    ...kinds.map((kind) => String(one.changes.filter((change) => change.kind === kind).length)),
    String(one.unchanged),
  ]);
  const program =
    commit === undefined
      ? []
      : [`Commit ${shortCommit(commit)}${isDirty ? ", with uncommitted changes" : ""}.`];
  return [
    `## ${isPreview ? "What this would change" : "Promotion"}`,
    ...program,
    markdownTable(["stack", "result", ...kinds, "unchanged"], rows),
    ...stacks.flatMap(markdownStack),
    ...(nextStep === undefined ? [] : [nextStep]),
  ].join("\n\n");
}

function markdownStack(one: StackPromotion): readonly string[] {
  const lines = [
    ...one.changes
      .flatMap(parts)
      .map(({ mark, change }) => `- ${mark === undefined ? "" : `**${mark}:** `}${markdownChange(change)}`),
    ...(one.notDone ?? []).map((change) => `- **not done:** ${markdownChange(change)}`),
    ...one.runs.map((run) => `- ${markdownRun(run)}`),
    ...one.warnings.map((warning) => `- warning: ${markdownText(spokenWarning(warning))}`),
    ...(one.failure?.reasons ?? []).map((reason) => `- **error:** ${markdownText(reason)}`),
  ];
  return lines.length === 0 ? [] : [`### ${markdownText(one.stack)}`, lines.join("\n"), ...markdownWeek(one)];
}

function markdownWeek({ week }: StackPromotion): readonly string[] {
  if (week === undefined) return [];
  return [`Runs in the week ${daysText(week)}:`, ...changesMarkdown(week)];
}

/** A change of code and the overwriting of what was changed by hand, apart from each other. */
function parts(change: Change): readonly { readonly mark?: string; readonly change: Change }[] {
  const { kind, byHand, differences } = change;
  if (byHand === undefined) return [{ change }];
  if (byHand === "deleted") return [{ mark: "deleted by hand", change }];
  const isByHand = ({ property }: Difference): boolean => byHand.includes(property);
  const ofCode = differences.filter((one) => !isByHand(one));
  return [
    ...(kind !== "update" || ofCode.length > 0 ? [{ change: { ...change, differences: ofCode } }] : []),
    {
      mark: "changed by hand",
      change: { ...change, kind: "update", differences: differences.filter(isByHand) },
    },
  ];
}

function markdownChange(change: Change): string {
  return markdownCode(`${signOf(change)} ${spokenChange(change)}`);
}

/** `nightly (wfs_1): cronExpression "0 2 * * *" -> "0 3 * * *"`. */
function spokenChange({ kind, name, type, id, differences }: Change): string {
  const isWhole = kind === "create" || kind === "delete";
  const about = [...(isWhole ? [type] : []), ...(id === undefined ? [] : [id])].join(" ");
  const subject = about === "" ? name : `${name} (${about})`;
  if (kind === "delete") return subject;
  const shown = kind === "create" ? differences.filter(isMainInput) : differences;
  const parts = shown.map((one) => (kind === "create" ? made(one) : changed(one)));
  if (parts.length > 0) return `${subject}: ${parts.join(", ")}`;
  // The stack changed to the plugin or back, which store the settings under other names.
  const isProvider = providerTypes.some((one) => one.endsWith(`:${type}`));
  return kind === "update" && isProvider
    ? `${subject}: no visible value changes, only the names of its settings in state`
    : subject;
}

/** The main inputs of a new resource; the rest is in the code. */
function isMainInput({ property }: Difference): boolean {
  return /^(workflowId|cronExpression|intervalSeconds|firstFireAt|runAt|timezone|enabled|parameters|triggers)\b/.test(
    property,
  );
}

function made({ property, after }: Difference): string {
  return `${property} ${spokenValue(after)}`;
}

function changed({ property, before, after }: Difference): string {
  if (before === "[secret]" && after === "[secret]") return `${property} (secret) changes`;
  return `${property} ${spokenSides(before, after).join(" -> ")}`;
}

function spokenRun({ name, runId, status, appUrl }: StartedRun): string {
  return `run ${name}: ${status}, ${appUrl ?? runId}`;
}

function markdownRun({ name, runId, status, appUrl }: StartedRun): string {
  const link = appUrl === undefined ? runId : `[${runId}](<${appUrl}>)`;
  return `run ${markdownCode(name)}: ${status}, ${link}`;
}

function spokenStatus({ status, failure }: StackPromotion): string {
  return status === "failed" && failure !== undefined ? `failed in the ${failure.during}` : status;
}

function countsAfter({ status, changes, notDone = [], unchanged, failure }: StackPromotion): string {
  if (status === "not reached" || (status === "failed" && failure?.during === "preview")) return "";
  const counts = kinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const left = notDone.length === 0 ? [] : [`${notDone.length} not done`];
  return `, ${[...(counts.length === 0 ? ["no changes"] : counts), ...left, `${unchanged} unchanged`].join(", ")}`;
}

const styles: Readonly<Record<Change["kind"], Style>> = {
  create: "green",
  update: "yellow",
  replace: "yellow",
  delete: "red",
};

const statusStyles: Readonly<Record<StackPromotion["status"], Style>> = {
  promoted: "green",
  previewed: "cyan",
  stopped: "yellow",
  interrupted: "yellow",
  failed: "red",
  "not reached": "dim",
};
