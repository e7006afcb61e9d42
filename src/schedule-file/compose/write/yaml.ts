import { isScalar } from "../../yaml";
import type { LeftOut } from "../account-schedule";
import type { Composed } from "../composed";
import { comment, documentOf, pairsOf } from "./style";
import { spokenLeftOut } from "./text";

const schemaLine = " yaml-language-server: $schema=./node_modules/pulumi-skyvern/dist/schedules.schema.json";
export const leftOutTitle = "# Not imported, and not managed:";

/** The text of a new file. */
export function newYaml({ content, notes, workflowNotes, leftOut }: Composed): string {
  const document = documentOf(content, 0);
  document.commentBefore = schemaLine;
  const sections = pairsOf(document.contents);
  for (const key of Object.keys(content).slice(1)) {
    const node = sections.get(key)?.key;
    if (isScalar(node)) node.spaceBefore = true;
  }
  comment(sections.get("schedules")?.value, notes);
  comment(sections.get("workflows")?.value, workflowNotes);
  const text = document.toString({ lineWidth: 0 });
  return leftOut.length === 0 ? text : `${text}\n${[leftOutTitle, ...leftOutLines(leftOut)].join("\n")}\n`;
}

/** A line of a comment for each schedule. */
export function leftOutLines(leftOut: readonly LeftOut[]): readonly string[] {
  return leftOut.map((one) => `# - ${spokenLeftOut(one)}`);
}
