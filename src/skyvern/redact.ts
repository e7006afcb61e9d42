/** Shorter values are too common in any text to be blotted out. */
const shortest = 4;

/**
 * `text` without the strings and longer numbers inside `values`, at any depth, plain or as JSON spells them: the
 * server quotes what it was sent.
 */
export function redactValues(text: string, values: unknown): string {
  // The longest first: one value may be part of another.
  const found = [...new Set(textsIn(values))].sort((one, other) => other.length - one.length);
  return found.reduce((left, value) => left.replaceAll(value, "[value]"), text);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    return text.length < shortest ? [] : spellings(text);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The text, and what stands between the quotes where it is a string of JSON, in Unicode and in ASCII. */
function spellings(text: string): readonly string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const inAscii = inJson.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [text, inJson, inAscii];
}
