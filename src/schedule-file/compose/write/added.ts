import { SkyvernError } from "../../../errors";
import { isPlainObject } from "../../../plain-object";
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "../../yaml";
import type { Composed } from "../composed";
import { comment, documentOf, pairsOf } from "./style";
import { leftOutLines, leftOutTitle } from "./yaml";

/** A piece of the text to replace. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text of a file with what it lacks of the content. Everything else stays as it is, byte for byte.
 *
 * @throws SkyvernError `invalid` if something belongs into an alias, which other places share
 */
export function addedYaml(text: string, { content, notes, workflowNotes, leftOut }: Composed): string {
  const root = parseDocument(text).contents;
  const isJson =
    isMap(root) &&
    root.flow === true &&
    isScalar(root.items[0]?.key) &&
    root.items[0].key.type === "QUOTE_DOUBLE";
  const sentences = new Map([
    ["schedules", notes],
    ["workflows", workflowNotes],
  ]);
  const edits: Edit[] = [];
  const add = (map: unknown, wanted: object, path: readonly string[]): void => {
    if (!isMap(map)) return;
    const missing: Record<string, unknown> = {};
    const pairs = pairsOf(map);
    for (const [key, value] of Object.entries(wanted)) {
      const pair = pairs.get(key);
      if (pair === undefined) missing[key] = value;
      else if (!isPlainObject(value)) continue;
      else if (isMap(pair.value)) add(pair.value, value, [...path, key]);
      else if (Object.keys(value).length === 0) continue;
      else if (isAlias(pair.value)) throw intoAlias([...path, key]);
      else edits.push(instead(pair, value, text, isJson));
    }
    if (Object.keys(missing).length === 0) return;
    const comments = path.length === 1 ? sentences.get(path[0] ?? "") : undefined;
    const isInLines = !isJson && isMap(root) && root.flow !== true && path.length === 1;
    edits.push(
      isInLines && isEmptyAtLineEnd(map, text)
        ? inLinesInstead(map, missing, text, comments)
        : isJson || map.flow === true
          ? inFlow(map, missing, text, isJson)
          : inBlock(map, missing, text, path.length, comments),
    );
  };
  add(root, content, []);
  // At the same place, inner entries come before those of the mapping around them.
  const whole = edits
    .reverse()
    .sort((one, other) => other.from - one.from)
    .reduce((before, { from, to, text: piece }) => before.slice(0, from) + piece + before.slice(to), text);
  const isWindows = text.includes("\r\n");
  // What the file mentions was reported before. JSON has no comments.
  const news = isJson ? [] : leftOut.filter(({ live }) => !text.includes(live.scheduleId));
  const lines =
    news.length === 0
      ? []
      : [...(text.includes(leftOutTitle) ? [] : ["", leftOutTitle]), ...leftOutLines(news)];
  const ended = lines.length === 0 ? whole : `${whole.replace(/\n?$/, "\n")}${lines.join("\n")}\n`;
  return isWindows ? ended.replace(/\r?\n/g, "\r\n") : ended;
}

function intoAlias(path: readonly string[]): SkyvernError {
  return new SkyvernError(
    "invalid",
    `${path.join(".")} of the file is an alias, and what import adds there would change other places too. Write its values out instead.`,
  );
}

/** A value for a key that has none, such as an environment without differences: `prod:` or `prod: null`. */
function instead({ key, value }: Pair, wanted: object, text: string, isJson: boolean): Edit {
  const [from, to] = isNode(value) && value.range ? value.range : [endOf(key), endOf(key)];
  const written = isJson ? JSON.stringify(wanted) : flowText(wanted);
  const [before, after] = [text[from - 1] === ":" ? " " : "", /[}#]/.test(text[to] ?? "") ? " " : ""];
  return { from, to, text: `${before}${written}${after}` };
}

/** Whether a mapping is `{}`, with nothing behind it in its line. */
function isEmptyAtLineEnd({ items, range }: YAMLMap, text: string): boolean {
  const rest = text.slice(range?.[1]).split("\n", 1)[0] ?? "";
  return items.length === 0 && rest.trim() === "";
}

/** The first entries of `schedules: {}`, in lines, as a new file has them. */
function inLinesInstead(
  map: YAMLMap,
  missing: object,
  text: string,
  comments: ReadonlyMap<string, readonly string[]> | undefined,
): Edit {
  const [start = 0, to = 0] = map.range ?? [];
  const from = text.slice(0, start).trimEnd().length;
  return { from, to, text: `\n${linesOf(missing, 1, 2, 2, comments)}` };
}

/** New entries of a mapping in braces: after its last one. */
function inFlow(map: YAMLMap, missing: object, text: string, isJson: boolean): Edit {
  const inner = isJson ? JSON.stringify(missing).slice(1, -1) : flowText(missing).slice(2, -2);
  const last = map.items.at(-1);
  if (last === undefined) {
    const [from = 0, to = 0] = map.range ?? [];
    return { from, to, text: `{ ${inner} }` };
  }
  const at = endOf(last.value ?? last.key);
  const start = startOf(last.key);
  const before = text.slice(text.lastIndexOf("\n", start) + 1, start);
  const isOnLinesOfItsOwn = before.trim() === "" && text.slice(map.range?.[0], start).includes("\n");
  const [whole = "", comma = "", note] = /^(?: *(,))?( *#.*)/.exec(text.slice(at)) ?? [];
  // A comment behind the last entry stays behind it.
  if (isOnLinesOfItsOwn && note !== undefined) {
    return { from: at, to: at + whole.length, text: `,${note}\n${before}${inner}${comma}` };
  }
  const after = text[at - 1] === " " ? " " : "";
  return { from: at, to: at, text: `,${isOnLinesOfItsOwn ? `\n${before}` : " "}${inner}${after}` };
}

/** New entries of a mapping in lines: after its last line, with the indentation of the others. */
function inBlock(
  map: YAMLMap,
  missing: object,
  text: string,
  depth: number,
  comments: ReadonlyMap<string, readonly string[]> | undefined,
): Edit {
  const first = startOf(map.items[0]?.key);
  const column = first - (text.lastIndexOf("\n", first - 1) + 1);
  const step = depth > 0 ? Math.max(2, Math.round(column / depth)) : 2;
  const inner = linesOf(missing, depth, step, column, comments);
  const last = map.items.at(-1);
  const end = Math.max(endOf(last?.key), endOf(last?.value));
  // The value of a text on several lines ends after its line.
  if (text[end - 1] === "\n") return { from: end, to: end, text: `${inner}\n` };
  const lineEnd = text.indexOf("\n", end);
  const at = lineEnd < 0 ? text.length : text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
  return { from: at, to: at, text: `\n${inner}` };
}

function linesOf(
  entries: object,
  depth: number,
  step: number,
  column: number,
  comments: ReadonlyMap<string, readonly string[]> | undefined,
): string {
  const document = documentOf(entries, depth);
  (document.contents as YAMLMap).flow = false;
  comment(document.contents, comments ?? new Map());
  const lines = document.toString({ lineWidth: 0, indent: step }).trimEnd().split("\n");
  return lines.map((line) => (line === "" ? "" : `${" ".repeat(column)}${line}`)).join("\n");
}

function flowText(value: object): string {
  const document = documentOf(value, 2);
  const contents = document.contents as Node & { flow?: boolean };
  contents.flow = true;
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Where a node ends, without the comment behind it. */
function endOf(node: unknown): number {
  return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}
