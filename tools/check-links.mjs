import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./command.mjs";

const link = /\]\(([^)\s]+)\)/g;
const pathInCode = /`((?:src|test|tools|examples|docs|bench)\/[\w./-]+)`/g;
const elsewhere = /^[a-z]+:/;

/** @returns {string[]} The Markdown files that readers start from. */
function documents() {
  const below = (/** @type {string} */ folder) =>
    existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return [...readdirSync(root), ...below(join(root, "docs")).map((name) => join("docs", name))]
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(root, file));
}

/**
 * @param {string} text
 * @returns {Set<string>} The anchors of a Markdown text: those that GitHub makes from its headings, and its own.
 */
function anchors(text) {
  const own = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? "");
  const headings = text.matchAll(/^#+ +(.+)$/gm);
  const slug = (/** @type {string} */ title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
  return new Set([...own, ...[...headings].map(([, title]) => slug(title ?? ""))]);
}

/** @param {string} text */
function withoutCodeBlocks(text) {
  return text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, "");
}

/**
 * @param {string} file
 * @returns {string[]} The broken links of the document.
 */
function broken(file) {
  const text = withoutCodeBlocks(readFileSync(file, "utf8"));
  const where = relative(root, file);
  const links = [...text.matchAll(link)]
    .map(([, target]) => target ?? "")
    .filter((target) => !elsewhere.test(target));
  const brokenLinks = links.filter((target) => {
    const [path = "", anchor] = target.split("#");
    const aim = path === "" ? file : join(dirname(file), path);
    if (!existsSync(aim)) return true;
    return anchor !== undefined && !anchors(withoutCodeBlocks(readFileSync(aim, "utf8"))).has(anchor);
  });
  const paths = [...text.matchAll(pathInCode)].map(([, path]) => path ?? "");
  const brokenPaths = paths.filter((path) => !existsSync(join(root, path)));
  return [...brokenLinks, ...brokenPaths].map((target) => `${where}: ${target} does not exist`);
}

/**
 * Checks the relative links, anchors and paths in the documents.
 *
 * @returns {{code: number, output: string}} As a command would answer.
 */
export function checkLinks() {
  const found = documents().flatMap(broken);
  if (!existsSync(join(root, "README.md"))) found.push("README.md does not exist");
  return { code: found.length === 0 ? 0 : 1, output: found.join("\n") };
}
