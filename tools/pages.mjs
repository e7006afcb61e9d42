import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./command.mjs";

/**
 * Pages that the package contains as complete HTML files. Each folder has main.tsx and styles/page.css.
 *
 * @typedef {object} Page
 * @property {string} folder Below src.
 * @property {string} title Shown until the page knows its data.
 * @property {boolean} [asksServer] Whether it may send requests to the server that it came from, and to no other.
 */

/** @type {readonly Page[]} */
const pages = [
  { folder: "page/calendar", title: "Calendar" },
  { folder: "page/sandbox", title: "Sandbox", asksServer: true },
];

/** Libraries whose code is in each page. Their licences must be there too. */
const libraries = ["preact"];

/** @param {Page} page */
const fileOf = ({ folder }) => join(root, "dist", `${folder}.html`);

/** Files of dist that are pages. They have no source of the same name. */
export const pageFiles = pages.map(fileOf);

/**
 * @param {string} source
 * @returns {boolean} Whether a file of src is bundled into a page, and not compiled by itself.
 */
export const isBundled = (source) => /[/\\]page[/\\].*\.(tsx|css|json)$/.test(source);

/** @returns {boolean} Whether each page is newer than all its sources. */
export function pagesUpToDate() {
  const sources = [
    join(root, "package.json"),
    join(root, "tools", "pages.mjs"),
    ...filesBelow("page"),
    ...filesBelow("calendar"),
  ];
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  return pageFiles.every((file) => existsSync(file) && statSync(file).mtimeMs >= newest);
}

/** @param {string} folder Below src. */
function filesBelow(folder) {
  const entries = readdirSync(join(root, "src", folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Bundles each page into one HTML file: no request, and a content security policy that allows its own code only. */
export async function buildPages() {
  // Loaded here, because the installation may have come just before.
  const esbuild = await import("esbuild");
  for (const page of pages) {
    const bundle = async (/** @type {string} */ entry) => {
      const result = await esbuild.build({
        absWorkingDir: root,
        entryPoints: [join(root, "src", page.folder, entry)],
        bundle: true,
        minify: true,
        write: false,
        charset: "utf8",
        legalComments: "none",
        format: "iife",
        target: ["chrome123", "firefox121", "safari17.5"],
        jsx: "automatic",
        jsxImportSource: "preact",
        tsconfig: join(root, "src", "page", "tsconfig.json"),
        define: { "process.version": '""' },
        logLevel: "warning",
      });
      return (result.outputFiles[0]?.text ?? "").trim();
    };
    const [script, style] = await Promise.all([bundle("main.tsx"), bundle("styles/page.css")]);
    mkdirSync(dirname(fileOf(page)), { recursive: true });
    writeFileSync(fileOf(page), html(page, script, style));
  }
}

/**
 * The hash of a script allows this script only. Styles of elements are set by the script, which the policy allows.
 *
 * @param {Page} page
 * @param {string} script
 * @param {string} style
 */
function html({ title, asksServer }, script, style) {
  if (/<\/(script|style)/i.test(script + style))
    throw new Error(`The code of the page "${title}" ends its own element.`);
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "img-src data:",
    ...(asksServer ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"><noscript><p>This page needs JavaScript. It sends nothing.</p></noscript></div>
<script type="application/json" id="data"></script>
<script>${script}</script>
<!--
${libraries.map(licence).join("\n\n")}
-->
</body>
</html>
`;
}

/** @param {string} text */
function hash(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** @param {string} name */
function licence(name) {
  const folder = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `This page contains ${name} ${version}:\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}`;
}
