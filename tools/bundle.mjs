import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "./command.mjs";

const output = join(root, "dist");
/** The licences of the code that dist contains of other packages. */
export const licences = join(output, "third-party-licenses.txt");

/** The code of a provider process, which both doors share. */
export const shared = join(output, "provider", "bundle.js");

/** The two files that a provider process starts with. Their paths are part of state, and of the installation. */
const doors = [
  {
    name: "provider",
    source: "./src/provider/index",
    text: `"use strict";
const { workflowRun, workflowSchedule } = require("./bundle.js").provider();
exports.workflowRun = workflowRun;
exports.workflowSchedule = workflowSchedule;
`,
  },
  {
    name: "plugin",
    source: "./src/plugin/main",
    text: `#!/usr/bin/env node
"use strict";
require("../provider/bundle.js").plugin();
`,
  },
];

const target = "node20.18";

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target,
  format: "cjs",
  allowOverwrite: true,
  logLevel: "warning",
};

/**
 * What stays a file of its own: the parts of zod and undici, which other files load too, and what a plugin needs for the
 * sets of other languages only.
 */
const separateFiles = {
  name: "separate files",
  /** @param {import("esbuild").PluginBuild} build */
  setup: ({ onResolve }) => {
    onResolve({ filter: /^(\.\.\/)+(zod|undici)$/ }, ({ path }) => ({
      path: `../${basename(path)}.js`,
      external: true,
    }));
    onResolve({ filter: /^\.\/construct$/ }, () => ({ path: "../plugin/construct.js", external: true }));
  },
};

/**
 * What src/undici.ts names, without the rest that undici's index evaluates. Bodies are texts, `allowH2` is off, and a
 * proxy is HTTP, so three files are never used: this makes them empty. undici falls back from the parser with SIMD to the
 * one without, which every processor runs: it takes 25 kB of the package less to have only that one.
 */
const partOfUndici = {
  name: "part of undici",
  /** @param {import("esbuild").PluginBuild} build */
  setup: ({ onResolve, onLoad, resolve }) => {
    const namespace = "part-of-undici";
    onResolve({ filter: /^undici$/ }, () => ({ path: "index", namespace }));
    onResolve({ filter: /\/(web\/fetch\/body|socks5-proxy-agent|client-h2)(\.js)?$/ }, () => ({
      path: "unused",
      namespace,
    }));
    onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ kind, resolveDir }) =>
      resolve("../llhttp/llhttp-wasm.js", { kind, resolveDir }),
    );
    onLoad({ filter: /^unused$/, namespace }, () => ({ contents: "" }));
    onLoad({ filter: /^index$/, namespace }, () => ({
      contents: `
        Object.assign(require("undici/lib/dispatcher/dispatcher").prototype, require("undici/lib/api"));
        exports.Agent = require("undici/lib/dispatcher/agent");
        exports.ProxyAgent = require("undici/lib/dispatcher/proxy-agent");
      `,
      resolveDir: root,
    }));
  },
};

/**
 * Replaces some files of dist, which would load many others, with bundles: the start of a process is mostly spent on
 * loading files. Our own code is not minified, so that stack traces stay readable.
 *
 * @returns {Promise<void>}
 * @throws {Error} if esbuild fails. It has then printed why.
 */
export async function bundle() {
  // Loaded here: a fresh clone has no packages before `build()` installs them.
  const { build, transformSync } = await import("esbuild");
  dropComments(transformSync);
  const parts = [];
  for (const name of ["zod", "undici", "schedule-file/yaml"]) {
    const { metafile } = await build({
      ...common,
      entryPoints: [`src/${name}.ts`],
      outfile: join(output, `${name}.js`),
      // Stack traces of other packages help nobody.
      minify: true,
      metafile: true,
      plugins: [partOfUndici],
    });
    const folders = new Set(Object.keys(metafile.inputs).flatMap((path) => folderOfPackage(path) ?? []));
    parts.push(...[...folders].map((folder) => licenceOf(folder, name)));
  }
  await build({
    ...common,
    stdin: {
      contents: doors.map(({ name, source }) => `exports.${name} = () => require("${source}");`).join("\n"),
      resolveDir: root,
    },
    outfile: shared,
    packages: "external",
    plugins: [separateFiles],
  });
  for (const { source, text } of doors)
    writeFileSync(join(output, `${source.slice("./src/".length)}.js`), text);
  writeFileSync(licences, parts.join("\n\n"));
}

/**
 * Drops the comments of the compiled code, which are a tenth of the package. Those of the declarations stay.
 *
 * @param {typeof import("esbuild").transformSync} transformSync
 */
function dropComments(transformSync) {
  for (const name of readdirSync(output, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".js")) continue;
    const file = join(output, name);
    writeFileSync(file, transformSync(readFileSync(file, "utf8"), { target }).code);
  }
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function folderOfPackage(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/**
 * @param {string} folder
 * @param {string} file The file of dist, without `.js`.
 */
function licenceOf(folder, file) {
  /** @type {{name: string, version: string}} */
  const { name, version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const text = readFileSync(join(root, folder, "LICENSE"), "utf8");
  return `dist/${file}.js contains parts of ${name} ${version}, under this licence:\n\n${text.trim()}\n`;
}
