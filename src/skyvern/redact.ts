/** Shorter values are too common in any text to be blotted out. */
const shortest = 4;

/** `text` without the strings inside `values`, at any depth: the server quotes what it was sent. */
export function redactValues(text: string, values: unknown): string {
  if (typeof values === "string") {
    return values.length < shortest ? text : text.replaceAll(values, "[value]");
  }
  if (typeof values !== "object" || values === null) return text;
  return Object.values(values).reduce<string>(redactValues, text);
}
