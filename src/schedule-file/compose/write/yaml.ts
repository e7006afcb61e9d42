import { isScalar } from "yaml";
import type { LeftOut } from "../account-schedule";
import type { Composed } from "../composed";
import { comment, documentOf, pairOf } from "./style";
import { spokenLeftOut } from "./text";

const schemaLine = " yaml-language-server: $schema=./node_modules/pulumi-skyvern/dist/schedules.schema.json";
export const leftOutTitle = "# Not imported, and not managed:";

/** The text of a new file. */
export function newYaml({ content, notes, workflowNotes, leftOut }: Composed): string {
  const document = documentOf(content, 0);
  document.commentBefore = schemaLine;
  for (const key of Object.keys(content).slice(1)) {
    const pair = pairOf(document.contents, key);
    if (isScalar(pair?.key)) pair.key.spaceBefore = true;
  }
  const [schedules, workflows] = ["schedules", "workflows"].map(
    (key) => pairOf(document.contents, key)?.value,
  );
  for (const [key, sentences] of notes) comment(schedules, key, sentences);
  for (const [name, sentences] of workflowNotes) comment(workflows, name, sentences);
  const text = document.toString({ lineWidth: 0 });
  return leftOut.length === 0 ? text : `${text}\n${[leftOutTitle, ...leftOutLines(leftOut)].join("\n")}\n`;
}

/** A line of a comment for each schedule. */
export function leftOutLines(leftOut: readonly LeftOut[]): readonly string[] {
  return leftOut.map((one) => `# - ${spokenLeftOut(one)}`);
}
