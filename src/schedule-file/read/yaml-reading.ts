import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type Scalar,
} from "yaml";
import { type Path, pathText } from "../../property-path";
import { type Finding, mostErrors, type Place, reported } from "../finding";
import { aliasedNodes } from "./yaml-aliases";
import { numberLoss } from "./yaml-numbers";
import { Places } from "./yaml-places";
import { mergeKeys, oddBlank, slashComment, syntaxProblems, unknownAlias } from "./yaml-syntax";
import { isTooDeep, yamlTokens } from "./yaml-tokens";

/** The plain values of a YAML or JSON text, and the place of each. */
export interface Reading {
  /** Undefined where the text could not be read. In place of a part of it that could not: {@link reported}. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** The place of the value at `path`, or of its key; of the nearest value around it if it is missing. */
  readonly placeOf: (path: Path, part?: "key" | "value") => Place;
}

/** Aliases count each time that they are used. */
const mostNodes = 100_000;
const longestKey = 500;

/** Reads YAML 1.2, and so JSON. Anchors and aliases are followed, up to a bound. `file` is for the places. */
export function readYaml(file: string, text: string): Reading {
  const lines = linesOf(text);
  const root = new Places(0);
  const findings: Finding[] = [];
  const placeAt = (offset: number, path: Path = []): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path: pathText(path) };
  };
  const placeOf = (path: Path, part: "key" | "value" = "value"): Place =>
    placeAt(root.find(path, part), path);
  const report = (rule: string, message: string, offset: number, path: Path = []): void => {
    if (findings.length < mostErrors)
      findings.push({ severity: "error", rule, message, place: placeAt(offset, path) });
  };
  const unread = (): Reading => ({ value: undefined, findings, placeOf });

  const parts = yamlTokens(text);
  if ("rule" in parts) {
    report(parts.rule, parts.message, parts.offset);
    return unread();
  }
  // Explicit, because a %YAML line could choose another schema, in which "yes" is true and a date is not a text.
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    schema: "core",
    merge: false,
    resolveKnownTags: false,
  });
  const [document, second] = [...composer.compose(parts.tokens, true, text.length)] as Document.Parsed[];
  if (second !== undefined) {
    const message = "A second document begins here. A file holds one set. Move the rest to another file.";
    report("several-documents", message, second.range[0]);
  }
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  for (const { message, offset } of syntaxProblems(
    text,
    parts.tokens,
    errors,
    (at) => lines.linePos(at).line,
  )) {
    report("syntax", message, offset);
  }
  if (document?.contents === null || document === undefined) {
    if (findings.length === 0) report("empty", "The file is empty.", 0);
    return unread();
  }
  if (findings.length > 0) return unread();

  const scalar = ({ value, source }: Scalar, path: Path, places: Places): unknown => {
    const isParameter = typeof value === "number" && path.includes("parameters");
    const loss = isParameter ? numberLoss(source ?? "", value) : undefined;
    if (loss === undefined) return value;
    report("value", loss, places.value, path);
    return reported;
  };
  const aliased = aliasedNodes(document);
  let nodes = 0;
  /** `at` is the alias through which a node is reached: the place of everything in it. */
  const read = (
    node: unknown,
    path: Path,
    places: Places,
    around: readonly unknown[],
    at?: number,
  ): unknown => {
    if (++nodes > mostNodes) throw new Unreadable("too-many-values", tooManyNodes, places.value, path);
    if (isTooDeep(path)) throw new Unreadable("too-deep", tooDeep, places.value, path);
    if (isAlias(node)) {
      const meant = aliased.get(node);
      if (meant !== undefined && !around.includes(meant))
        return read(meant, path, places, around, places.value);
      const message =
        meant === undefined
          ? unknownAlias(node.source)
          : `*${node.source} refers to itself. Remove the circular reference.`;
      report("alias", message, places.value, path);
      return reported;
    }
    const inside = [...around, node];
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        read(item, [...path, index], places.add(index, at ?? offsetOf(item)), inside, at),
      );
    }
    if (!isMap(node)) return isScalar(node) ? scalar(node, path, places) : null;
    const object: Record<string, unknown> = {};
    const seen = new Map<string, number>();
    for (const pair of node.items) {
      const keyAt = at ?? offsetOf(pair.key);
      const key = keyOf(pair);
      const misread = misreadKey(pair);
      if (misread !== undefined) throw new Unreadable("syntax", misread, keyAt, []);
      const problem = keyProblem(key, pair);
      const first = key === undefined ? undefined : seen.get(key);
      if (key === undefined || problem !== undefined) {
        report("key", problem ?? noText, keyAt, path);
      } else if (first !== undefined) {
        const message = `Duplicate key "${key}": first defined on line ${lines.linePos(first).line}. Keep one of them.`;
        report("duplicate-key", message, keyAt, [...path, key]);
      } else {
        seen.set(key, keyAt);
        const valueAt = at ?? (pair.value === null ? keyAt : offsetOf(pair.value));
        const inner = places.add(key, valueAt, keyAt);
        // A comma inside braces ends a value: what follows it is a key without one, and would be lost.
        if (pair.value === null) report("value", bareKey(key), keyAt, [...path, key]);
        object[key] = pair.value === null ? reported : read(pair.value, [...path, key], inner, inside, at);
      }
    }
    return object;
  };
  try {
    root.value = offsetOf(document.contents);
    return { value: read(document.contents, [], root, []), findings, placeOf };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report(error.rule, error.message, error.offset, error.path);
    return unread();
  }
}

/** Counted in the text: the parser does not count lines in what it cannot read. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start >= 0; start = text.indexOf("\n", start) + 1 || -1) lines.addNewLine(start);
  return lines;
}

const tooManyNodes = `With its aliases followed, the file has more than ${mostNodes} values. Write them out, or use groups.`;
const tooDeep = "With its aliases followed, the file is nested too deep. Write the values out.";
const noText = "A key must be a text.";
const bareKey = (key: string) =>
  `"${key}" has no value. Write a value. If "${key}" belongs to the text before it, put that text in quotes: in braces, a comma ends a text.`;

/** Ends the reading: nothing of the file is used. */
class Unreadable extends Error {
  constructor(
    readonly rule: string,
    message: string,
    readonly offset: number,
    readonly path: Path,
  ) {
    super(message);
  }
}

/** As it is written, so that the number 1 is the text 1. */
function keyOf({ key }: Pair): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return key.source ?? String(key.value);
}

/** A comment or an indentation that YAML takes for a part of the key: what the file says is not known. */
function misreadKey({ key }: Pair): string | undefined {
  if (!isScalar(key) || key.type !== "PLAIN" || typeof key.value !== "string") return undefined;
  return /^\/[/*]/.test(key.value) ? slashComment : oddBlank(key.value);
}

function keyProblem(key: string | undefined, { key: node }: Pair): string | undefined {
  if (key === undefined || key === "") return noText;
  if (key === "__proto__") return `"${key}" cannot be a key. Choose another name.`;
  if (key === "<<" && isScalar(node) && node.type === "PLAIN") return mergeKeys;
  if (key.length > longestKey)
    return `A key has at most ${longestKey} characters; this one has ${key.length}.`;
  return undefined;
}

function offsetOf(node: unknown): number {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : undefined;
  const [start]: readonly unknown[] = Array.isArray(range) ? range : [];
  return typeof start === "number" ? start : 0;
}
