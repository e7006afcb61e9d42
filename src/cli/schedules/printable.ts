/** What moves the cursor, changes the direction of the text, or is invisible. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Text of others for a terminal: a character that would change the display is shown as its code. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return `\\u{${code}}`;
  });
}

/** Columns on a terminal. Characters of East Asia and emoji take two; some others are counted as two as well. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
  return width;
}

/** The beginning of a text that fits. */
export function cutTo(columns: number, text: string): string {
  return widthOf(text) <= columns ? text : `${beginning(text, columns - 1)}…`;
}

function beginning(text: string, columns: number): string {
  let part = "";
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    part += character;
  }
  return part;
}

/** The beginning and the end of a text that is too long: names often differ only at the end. */
export function cutMiddle(columns: number, text: string): string {
  if (widthOf(text) <= columns) return text;
  const end = Math.floor((columns - 1) / 2);
  const reversed = beginning([...text].reverse().join(""), end);
  return `${beginning(text, columns - 1 - end)}…${[...reversed].reverse().join("")}`;
}

/** With blanks up to a width. */
export function padTo(columns: number, text: string): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** Lines of at most `columns`. The first one keeps its own indentation, the others get `indent` blanks. */
export function wrapped(text: string, indent: number, columns = 80): readonly string[] {
  const lines: string[] = [];
  const [start = ""] = /^ */.exec(text) ?? [];
  let line = start;
  let isEmpty = true;
  const end = (): void => {
    lines.push(line);
    line = " ".repeat(indent);
    isEmpty = true;
  };
  for (const word of text.trim().split(" ")) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(word) > columns) end();
    let rest = isEmpty ? word : ` ${word}`;
    while (widthOf(line) + widthOf(rest) > columns) {
      const part = beginning(rest, columns - widthOf(line));
      line += part;
      rest = rest.slice(part.length);
      end();
    }
    line += rest;
    isEmpty = false;
  }
  return [...lines, line];
}
