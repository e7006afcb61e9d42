import { halfCharacter } from "../../not-json";
import { type Path, pathText } from "../../property-path";
import { error, type Finding, mostErrors, type Place, type PlaceOf, reported } from "../finding";
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Scalar } from "../yaml";
import { mostLevels } from "./schema";
import { cronProblem, problemWith, reservedKey } from "./text-problems";
import { numberLoss } from "./yaml-numbers";
import { aliasedNodes, parseYaml, tooDeep } from "./yaml-parse";
import { mergeKeys, oddBlank, slashComment, unknownAlias } from "./yaml-slips";

/** The plain values of a YAML or JSON text, and the place of each. */
export interface Reading {
  /** Undefined if the text cannot be read. A part that cannot be read is replaced by {@link reported}. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly placeOf: PlaceOf;
}

/** Where a value and its key begin in the text, and the same for the values inside it. */
interface Offsets {
  readonly value: number;
  /** Undefined for the whole, and for items of lists. */
  readonly key?: number;
  readonly inner: Map<PropertyKey, Offsets>;
}

/** A value counts once for each use of an alias for it. */
const mostNodes = 100_000;
const longestKey = 500;

/** Reads YAML 1.2, which includes JSON. Follows aliases, up to a bound. `file` is only for the places. */
export function readYaml(file: string, text: string): Reading {
  const lines = linesOf(text);
  const findings: Finding[] = [];
  const placeAt = (offset: number, path: Path = []): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path: pathText(path) };
  };
  /** Returns what replaces a value that is reported. */
  const report = (rule: string, message: string, offset: number, path?: Path): typeof reported => {
    if (findings.length < mostErrors) findings.push(error(rule, message, placeAt(offset, path)));
    return reported;
  };
  const document = parseYaml(text, lines, report);
  if (document === undefined) return { value: undefined, findings, placeOf: () => placeAt(0) };

  let isRefused = false;
  const refuse: typeof report = (...finding) => {
    isRefused = true;
    return report(...finding);
  };
  const root: Offsets = { value: offsetOf(document.contents), inner: new Map() };
  const aliased = aliasedNodes(document, text);
  let nodes = 0;
  /** `alias` is the offset of the alias that leads to a node. It is the place of all values in that node. */
  const read = (
    node: unknown,
    path: Path,
    at: Offsets,
    around: readonly unknown[],
    alias?: number,
  ): unknown => {
    if (isRefused) return reported;
    if (++nodes > mostNodes) return refuse("too-many-values", tooManyNodes, at.value, path);
    if (path.length > mostLevels) return refuse("too-deep", tooDeep, at.value, path);
    if (isAlias(node)) {
      const meant = aliased.get(node);
      if (meant === undefined) {
        // It may be a password that begins with a star.
        const message = path.includes("parameters") ? hiddenAlias : unknownAlias(node.source);
        return report("alias", message, at.value, path);
      }
      if (!around.includes(meant)) return read(meant, path, at, around, at.value);
      const message = `*${node.source} refers to itself. Remove the circular reference.`;
      return report("alias", message, at.value, path);
    }
    const readInner = (inner: unknown, step: string | number, value: number, key?: number): unknown => {
      const offsets: Offsets = { value, ...(key === undefined ? {} : { key }), inner: new Map() };
      at.inner.set(step, offsets);
      return read(inner, [...path, step], offsets, [...around, node], alias);
    };
    if (isSeq(node)) return node.items.map((item, index) => readInner(item, index, alias ?? offsetOf(item)));
    if (isScalar(node)) {
      const isParameter = path.includes("parameters");
      const loss = isParameter ? numberLoss(node) : undefined;
      const isCron = !isParameter && path.at(-1) === "cron";
      const problem = loss ?? brokenText(node.value) ?? (isCron ? lostNth(node) : undefined);
      return problem === undefined ? node.value : report("value", problem, at.value, path);
    }
    // A comma inside braces ends a value, so the text after it is a key without a value.
    if (!isMap(node)) return report("value", bareKey(String(path.at(-1))), at.value, path);
    const object: Record<string, unknown> = {};
    const firstAt = new Map<string, number>();
    for (const { key: keyNode, value } of node.items) {
      if (isRefused) break;
      const keyAt = alias ?? offsetOf(keyNode);
      const key = isScalar(keyNode) ? keyText(keyNode) : "";
      const misread = misreadKey(keyNode);
      const problem = keyProblem(key, keyNode);
      const first = firstAt.get(key);
      if (misread !== undefined) refuse("syntax", misread, keyAt);
      else if (problem !== undefined) report("key", problem, keyAt, path);
      else if (first !== undefined) {
        const message = `Duplicate key "${key}": first defined on line ${lines.linePos(first).line}. Keep one of them.`;
        report("duplicate-key", message, keyAt, [...path, key]);
      } else {
        firstAt.set(key, keyAt);
        object[key] = readInner(value, key, value === null ? keyAt : (alias ?? offsetOf(value)), keyAt);
      }
    }
    return object;
  };
  const value = read(document.contents, [], root, []);
  return {
    value: isRefused ? undefined : value,
    findings,
    placeOf: (path, part = "value") => placeAt(offsetIn(root, path, part), path),
  };
}

/** The lines of the text. The parser does not count the lines that it cannot read. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.lineStarts = [...text.matchAll(/(?<![^\n])/g)].map(({ index }) => index);
  return lines;
}

function offsetIn(root: Offsets, path: Path, part: "key" | "value"): number {
  let nearest = root;
  for (const step of path) {
    const inner = nearest.inner.get(step);
    // For a missing value, the key of its mapping is a better place than the first value of the mapping.
    if (inner === undefined) return nearest.key ?? nearest.value;
    nearest = inner;
  }
  return (part === "key" ? nearest.key : undefined) ?? nearest.value;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

const tooManyNodes = `With its aliases followed, the file has more than ${mostNodes} values. Write them out, or use groups.`;
const bareKey = (key: string) =>
  `"${key}" has no value. Write a value. If "${key}" belongs to the text before it, put that text in quotes: in braces, a comma ends a text.`;

const hiddenAlias =
  'Put a text that begins with "*" in quotes. Without them, YAML reads an alias, and no anchor has that name.';

/** The message about an escape such as "\\ud83d" without its other half; undefined for any other value. */
function brokenText(value: unknown): string | undefined {
  return typeof value === "string" && halfCharacter.test(value)
    ? "The text has half of a character (an unpaired surrogate), which UTF-8 cannot store. Write the whole character."
    : undefined;
}

/** The message about `0 9 * * MON #1`, which YAML reads as every Monday, with a comment; undefined for other values. */
function lostNth({ type, value, comment }: Scalar): string | undefined {
  if (type !== "PLAIN" || typeof comment !== "string") return undefined;
  const problem = cronProblem(`${String(value)} #${comment.trimEnd()}`);
  const isNth = problem?.startsWith(': "#') === true;
  return isNth
    ? `${problemWith("cron", problem)}. YAML reads this "#" as a comment. Move a real comment to its own line.`
    : undefined;
}

/** The key as it is written, so that the number 1 is the text 1. */
function keyText({ source, value }: Scalar): string {
  return value === null ? "" : (source ?? String(value));
}

/** The message about a comment or an indentation that YAML reads as part of a key. */
function misreadKey(key: unknown): string | undefined {
  if (!isScalar(key) || key.type !== "PLAIN") return undefined;
  const text = String(key.value);
  return /^\/[/*]/.test(text) ? slashComment : oddBlank(text);
}

function keyProblem(key: string, node: unknown): string | undefined {
  if (key === "" && isMap(node))
    return `A key must be a text. Templates such as {{ … }} are not filled in: write \${config:key}, in quotes.`;
  if (key === "")
    return isScalar(node) ? "The key is empty. Write a name before the colon." : "A key must be a text.";
  if (key === "__proto__") return reservedKey;
  if (key === "<<" && isScalar(node) && node.type === "PLAIN") return mergeKeys;
  if (key.length > longestKey)
    return `A key has at most ${longestKey} characters; this one has ${key.length}.`;
  return undefined;
}
