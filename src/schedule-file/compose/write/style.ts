import { Document, isMap, isScalar, type Pair, Scalar } from "../../yaml";

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
  if (depth > 1 && JSON.stringify(node.toJSON()).length + 2 * depth <= longestLine) node.flow = true;
}

/** The pairs of a mapping by their keys. */
export function pairsOf(map: unknown): ReadonlyMap<string, Pair> {
  const pairs = isMap(map) ? map.items : [];
  return new Map(
    pairs.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.source ?? pair.key.value), pair]] : [])),
  );
}

/** Puts sentences above entries of a mapping. */
export function comment(map: unknown, sentences: ReadonlyMap<string, readonly string[]>): void {
  const pairs = pairsOf(map);
  for (const [key, own] of sentences) {
    const node = pairs.get(key)?.key;
    if (own.length > 0 && isScalar(node))
      node.commentBefore = own.map((sentence) => ` ${sentence}`).join("\n");
  }
}

/** A new document with these values. */
export function documentOf(content: object, depth: number): Document {
  const document = new Document(content);
  decorate(document.contents, depth);
  return document;
}
