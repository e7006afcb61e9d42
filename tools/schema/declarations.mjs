import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../command.mjs";

/** The folders whose declarations the package schema describes. */
const folders = ["resources", "lookup", "schedule-file/resolve"];

/**
 * @typedef {ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | ts.FunctionDeclaration} Declaration
 *
 * @typedef {(name: string) => Declaration} Find Finds an exported declaration. It throws if there is none, or several.
 */

/** @returns {Find} */
export function readDeclarations() {
  /** @type {Map<string, Declaration[]>} */
  const found = new Map();
  for (const file of folders.flatMap(sources)) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!isDeclaration(statement) || statement.name === undefined) continue;
      if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
      found.set(statement.name.text, [...(found.get(statement.name.text) ?? []), statement]);
    }
  }
  return (name) => {
    const [declaration, ...others] = found.get(name) ?? [];
    if (declaration !== undefined && others.length === 0) return declaration;
    const count = declaration === undefined ? "not exported" : "exported by several files";
    throw new Error(`${name} is ${count} below src/${folders.join(", src/")}.`);
  };
}

/** @param {string} folder */
function sources(folder) {
  const path = join(root, "src", folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(path, name));
}

/**
 * @param {ts.Node} node
 * @returns {node is Declaration}
 */
function isDeclaration(node) {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}

/**
 * @param {Find} find
 * @param {string} name
 * @returns {readonly ts.PropertySignature[]} The properties of an interface, with inherited ones first, or of the
 *   objects of a union.
 */
export function membersOf(find, name) {
  const declaration = find(name);
  if (ts.isTypeAliasDeclaration(declaration) && ts.isUnionTypeNode(declaration.type)) {
    const objects = declaration.type.types.filter(ts.isTypeLiteralNode);
    return objects.flatMap(({ members }) => members.filter(ts.isPropertySignature));
  }
  if (!ts.isInterfaceDeclaration(declaration)) throw new Error(`${name} is not an interface.`);
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) => types);
  return [
    ...bases.flatMap(({ expression }) => membersOf(find, expression.getText())),
    ...declaration.members.filter(ts.isPropertySignature),
  ];
}

/**
 * @param {ts.Node} node
 * @returns {string} Its docstring without tags.
 */
export function docOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return plainText(ts.getTextOfJSDocComment(doc?.comment) ?? "");
}

/**
 * @param {ts.Node} node
 * @param {string} tag For example `default`.
 * @returns {string | undefined} The text of the tag.
 */
export function tagOf(node, tag) {
  const found = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === tag);
  return found && plainText(ts.getTextOfJSDocComment(found.comment) ?? "");
}

/**
 * A docstring for other languages: without line breaks inside paragraphs, links as names, and without `undefined`.
 *
 * @param {string} text
 */
function plainText(text) {
  return text
    .trim()
    .replaceAll(/(?<!\n)\n(?!\n)/g, " ")
    .replaceAll(/\{@link (?:\w+\.)?(\w+)\s*\}/g, "`$1`")
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/\bundefined\b/g, "not set")
    .replaceAll(/\bUndefined\b/g, "Not set");
}
