import { markdownCode, markdownText } from "../markdown";
import type { Paint } from "../terminal";
import { counted } from "../usage";
import type { AccountOrphans, Orphan, OrphanSearch } from "./orphans";

/** The part of the text report about orphans: a paragraph for each account that has some, and what is missing. */
export function orphanText({ accounts, failures, notes }: OrphanSearch, paint: Paint): readonly string[] {
  const found = accounts.flatMap((account) => {
    const heading = `${paint("bold", accountName(account))}:`;
    if (account.schedules.length === 0)
      return account.ignored === 0 ? [] : [`${heading} no orphans${ignoredText(account)}`];
    const lines = account.schedules.map(
      (orphan) => `  ${paint("yellow", "?")} ${orphan.name || unnamed} ${details(orphan)}`,
    );
    return [[`${heading} ${paint("yellow", headline(account))}`, ...lines].join("\n")];
  });
  const gaps = [
    ...failures.map((line) => `${paint("red", "error:")} ${line}`),
    ...notes.map((line) => `note: ${line}`),
  ];
  return [...found, ...(gaps.length === 0 ? [] : [gaps.join("\n")]), ...advice(accounts)];
}

/** The same as Markdown. */
export function orphanMarkdown({ accounts, failures, notes }: OrphanSearch): readonly string[] {
  const found = accounts.flatMap((account) => {
    const { schedules, ignored } = account;
    if (schedules.length === 0 && ignored === 0) return [];
    const heading = `### Orphans of the ${accountName(account)}`;
    if (schedules.length === 0) return [heading, `No orphans${ignoredText(account)}.`];
    const lines = schedules.map(
      (orphan) => `- ${markdownCode(orphan.name || unnamed)} ${markdownText(details(orphan))}`,
    );
    return [heading, [`${headline(account)}:`, "", ...lines].join("\n")];
  });
  const gaps = [
    ...failures.map((line) => `- error: ${markdownText(line)}`),
    ...notes.map((line) => `- note: ${markdownText(line)}`),
  ];
  const incomplete = gaps.length === 0 ? [] : ["### What was not searched", gaps.join("\n")];
  return [...found, ...incomplete, ...advice(accounts)];
}

const unnamed = "(no name)";

/** `account of dev, prod`. */
function accountName({ stacks }: AccountOrphans): string {
  return `account of ${stacks.join(", ")}`;
}

/** `2 orphans, which no stack of this project has; 1 more is ignored`. */
function headline(account: AccountOrphans): string {
  return `${counted(account.schedules.length, "orphan")}, which no stack of this project has${ignoredText(account)}`;
}

function ignoredText({ schedules, ignored }: AccountOrphans): string {
  if (ignored === 0) return "";
  return `; ${ignored}${schedules.length === 0 ? "" : " more"} ${ignored === 1 ? "is" : "are"} ignored`;
}

/** `(wfs_1 of workflow "Invoices"): 0 2 * * *, UTC, paused`. */
function details({ scheduleId, workflowId, workflowTitle, times, enabled }: Orphan): string {
  const workflow = workflowTitle === undefined ? workflowId : `"${workflowTitle}"`;
  return `(${scheduleId} of workflow ${workflow}): ${times}${enabled ? "" : ", paused"}`;
}

function advice(accounts: readonly AccountOrphans[]): readonly string[] {
  const commands = accounts.flatMap(({ command }) => (command === undefined ? [] : [`\`${command}\``]));
  if (commands.length === 0) return [];
  return [
    `To manage these orphans with Pulumi, run ${commands.join(", ")}. To leave some out of this report, add their names or ids to \`ignore\` in the schedule file, or use --ignore.`,
  ];
}
