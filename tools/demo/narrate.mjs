const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/**
 * @param {number} code An SGR code.
 * @param {string} text
 */
function paint(code, text) {
  return coloured ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** @type {Readonly<Record<string, number>>} Green for new, yellow for changed, red for gone and refused. */
const signColours = { "+": 32, "~": 33, "-": 31, "error:": 31 };

/** @param {string} text A heading, with an empty line before it. */
export function heading(text) {
  console.log(`\n${paint(1, text)}`);
}

/** @param {string} text */
export function say(text) {
  console.log(`  ${text}`);
}

/** @param {string} text What was found to be so, after looking. */
export function confirm(text) {
  console.log(`  ${paint(32, "✓")} ${text}`);
}

/** @param {string} text Why the demo stopped. */
export function fail(text) {
  console.log(`\n  ${paint(31, "✗")} ${text}`);
}

/** @param {string} text What is done, as a person would type it. */
export function command(text) {
  console.log(`  ${paint(2, ">")} ${text}`);
}

/** @param {readonly string[]} lines Output of the engine. */
export function quote(lines) {
  for (const line of lines) {
    const sign = line.trim().split(" ", 1)[0] ?? "";
    console.log(`    ${paint(signColours[sign] ?? 0, line)}`);
  }
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
export function table(header, rows) {
  const widths = header.map((title, i) =>
    Math.max(...[[...header], ...rows].map((row) => (row[i] ?? title).length)),
  );
  const line = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  console.log(`    ${paint(2, line(header))}`);
  for (const row of rows) console.log(`    ${line(row)}`);
}
