import type { Composed } from "../composed";
import { spokenLeftOut } from "./text";

/** A TypeScript program with the content of the file in it. `JSON` is a part of the language, so it needs no other form. */
export function programText({ content, notes, workflowNotes, leftOut }: Composed, set: string): string {
  const lines = JSON.stringify(content, null, 2)
    .replace(/^( *)"([A-Za-z_$][\w$]*)":/gm, "$1$2:")
    .split("\n");
  let section = "";
  const body = lines
    .flatMap((line) => {
      section = /^ {2}(\w+): /.exec(line)?.[1] ?? section;
      const key = /^ {4}"?([\w.-]+)"?: /.exec(line)?.[1] ?? "";
      const all = section === "schedules" ? notes : section === "workflows" ? workflowNotes : undefined;
      return [...(all?.get(key) ?? []).map((note) => `    // ${note}`), line];
    })
    .join("\n");
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { type ScheduleFile, ScheduleSet } from "pulumi-skyvern";',
    "",
    `const content: ScheduleFile = ${body};`,
    "",
    `new ScheduleSet(${JSON.stringify(set)}, { content, environment: pulumi.getStack() });`,
    ...(leftOut.length === 0
      ? []
      : ["", "// Not imported, and not managed:", ...leftOut.map((one) => `// - ${spokenLeftOut(one)}`)]),
    "",
  ].join("\n");
}
