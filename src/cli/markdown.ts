/** A table for GitHub and GitLab; cells may be any text. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A line of a list that shows `text` as it is, in a fixed-width font. */
export function markdownCode(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = fence.length > 1 ? " " : "";
  return `${fence}${padding}${text.replace(/\s*\n\s*/g, " ")}${padding}${fence}`;
}

/**
 * Text of others: shown as it is, without mentions, links to issues, HTML or formatting. A mention is looked for in the
 * text that is shown, where an entity is its character again; so `@` and `#` get a space of no width after them.
 */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*[\]<>|~]|(?<!\w)_|_(?!\w)|([#@])/g, (character, sign?: string) =>
      sign === undefined ? `&#${character.charCodeAt(0)};` : `${sign}&#8203;`,
    )
    .replace(/\s*\n\s*/g, "<br>");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, "<br>");
}
