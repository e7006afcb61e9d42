import { Document, isMap, isScalar, type Pair, Scalar } from "yaml";

/** A mapping that fits on a line is written on one. */
const longestLine = 100;
/** Keys whose values a reader expects in quotes. */
const quoted = new Set(["cron"]);

/** Writes short mappings on one line, and cron expressions in quotes. `depth` is how far the node is indented. */
function decorate(node: unknown, depth: number): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (isScalar(key) && isScalar(value) && quoted.has(String(key.value))) value.type = Scalar.QUOTE_DOUBLE;
    decorate(value, depth + 1);
  }
  const isShort = depth > 1 && JSON.stringify(node.toJSON()).length + 2 * depth <= longestLine;
  if (isShort || node.items.length === 0) node.flow = true;
}

/** The pair of a mapping with this key. */
export function pairOf(map: unknown, key: string): Pair | undefined {
  if (!isMap(map)) return undefined;
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.source ?? pair.key.value) === key);
}

/** Puts sentences above the entry of a mapping. */
export function comment(map: unknown, key: string, sentences: readonly string[]): void {
  const pair = pairOf(map, key);
  if (sentences.length > 0 && isScalar(pair?.key))
    pair.key.commentBefore = sentences.map((sentence) => ` ${sentence}`).join("\n");
}

/** A new document with these values. */
export function documentOf(content: object, depth: number): Document {
  const document = new Document(content);
  decorate(document.contents, depth);
  return document;
}
