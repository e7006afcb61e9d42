import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { homedir, tmpdir } from "node:os";
import { join, posix, relative } from "node:path";
import { isMain, root, run } from "./command.mjs";

const maxFileBytes = 100_000;
/** Bundles of many files, which tools/bundle.mjs makes. */
const maxBundleBytes = new Map([
  ["dist/provider/bundle.js", 300_000],
  ["dist/zod.js", 40_000],
  ["dist/schedule-file/yaml.js", 120_000],
  ["dist/undici.js", 190_000],
]);
/** Of these, 58 kB are undici and 36 kB are yaml, so that nobody installs these packages, whose own tarballs are larger. */
const maxTarballBytes = 710_000;

const wanted = [
  "package.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "dist/plugin/schema.json",
  "dist/page/calendar.html",
  "dist/page/sandbox.html",
  "dist/third-party-licenses.txt",
];
const expected =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/([\w-]+\/)*[\w-]+\.md|docs\/internals\/unicode-license\.txt|examples\/gitops\/(README\.md|github\/[\w-]+\.yml|gitlab\/\.gitlab-ci\.yml)|dist\/third-party-licenses\.txt|dist\/page\/[\w-]+\.html|dist\/.+\.(js|d\.ts)|dist\/plugin\/schema\.json|([\w-]+\/)*[\w-]+\.schema\.json)$/;
const tests = /(^|\/)(tests?|__tests__|fixtures)\/|\.(test|spec)\./;

/**
 * @typedef {ReadonlyMap<string, string>} Files Their texts by their paths inside the package.
 *
 * @typedef {{[key: string]: string | Target}} Target A part of `exports`.
 *
 * @typedef {object} Manifest
 * @property {string} [main]
 * @property {string} [types]
 * @property {string | Record<string, string>} [bin]
 * @property {string | Target} [exports]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 */

/**
 * Checks that a packed tarball contains what its entries load and the documents, nothing else, no trace of the machine that
 * packed it, and a dependency for each import. publint and attw check the rest.
 *
 * @param {string} tarball
 * @returns {Promise<{code: number, output: string}>} As a command would answer.
 */
export async function checkPackage(tarball) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-package-"));
  try {
    const { code, output } = await run("tar", ["-xzf", tarball, "-C", folder], { quiet: true });
    if (code !== 0) return { code, output: `${tarball} cannot be unpacked: ${output}` };
    const files = read(join(folder, "package"));
    /** @type {Manifest} */
    const manifest = JSON.parse(files.get("package.json") ?? "{}");
    const found = [
      ...missing(files, manifest),
      ...unexpected(files),
      ...oversized(files, statSync(tarball).size),
      ...ofThisMachine(files),
      ...(await imports(files, manifest)),
    ];
    return { code: found.length === 0 ? 0 : 1, output: found.join("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {Files}
 */
function read(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [relative(folder, path).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
}

/**
 * @param {string} folder Below the repository's own.
 * @param {string} end
 */
function names(folder, end) {
  const all = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return all.filter((name) => name.endsWith(end)).map((name) => name.replaceAll("\\", "/"));
}

/**
 * @param {Files} files
 * @param {Manifest} manifest
 */
function missing(files, manifest) {
  const bins = typeof manifest.bin === "string" ? [manifest.bin] : Object.values(manifest.bin ?? {});
  const named = [manifest.main ?? [], manifest.types ?? [], bins, targets(manifest.exports ?? {})].flat();
  const paths = [
    ...wanted,
    ...names("docs", ".md").map((name) => `docs/${name}`),
    ...names("examples/gitops", ".yml")
      .filter((name) => /^git(hub|lab)\//.test(name))
      .map((name) => `examples/gitops/${name}`),
    ...named.map((path) => posix.normalize(path)),
  ];
  const absent = [...new Set(paths)].filter((path) => !files.has(path));
  const noCommands = bins.filter((path) => files.get(posix.normalize(path))?.startsWith("#!") === false);
  return [
    ...absent.map((path) => `${path} is missing`),
    ...noCommands.map((path) => `${path} is a command, and does not begin with #!`),
  ];
}

/**
 * @param {string | Target} target
 * @returns {string[]}
 */
function targets(target) {
  return typeof target === "string" ? [target] : Object.values(target).flatMap(targets);
}

/** @param {Files} files */
function unexpected(files) {
  return [...files.keys()]
    .filter((path) => !expected.test(path) || tests.test(path) || isOrphan(path))
    .map((path) => `${path} does not belong in the package`);
}

/** @param {string} path */
function isOrphan(path) {
  const [, name] = /^dist\/(.+?)(?:\.d\.ts|\.js)$/.exec(path) ?? [];
  return name !== undefined && !maxBundleBytes.has(path) && !existsSync(join(root, "src", `${name}.ts`));
}

/**
 * @param {Files} files
 * @param {number} bytes
 */
function oversized(files, bytes) {
  const found = [...files].flatMap(([path, text]) => {
    const most = maxBundleBytes.get(path) ?? maxFileBytes;
    const size = Buffer.byteLength(text);
    return size > most ? [`${path} has ${size} bytes, at most ${most} are expected`] : [];
  });
  if (bytes <= maxTarballBytes) return found;
  return [...found, `The tarball has ${bytes} bytes, at most ${maxTarballBytes} are expected`];
}

/** @param {Files} files */
function ofThisMachine(files) {
  const folders = [root, homedir(), tmpdir()]
    .filter((folder) => folder.length > 1)
    .map((folder) => `${folder}/`);
  return [...files].flatMap(([path, text]) => [
    ...folders
      .filter((folder) => text.includes(folder))
      .map((folder) => `${path} names ${folder}, a folder of this machine`),
    ...(text.includes("//# sourceMappingURL=") ? [`${path} points at a source map`] : []),
  ]);
}

const besideSdk = new Set(["@grpc/grpc-js", "google-protobuf", "pulumi-skyvern"]);

/**
 * @param {Files} files
 * @param {Manifest} manifest
 */
async function imports(files, manifest) {
  // Loaded here: a fresh clone has no packages before the check installs them.
  const { default: ts } = await import("typescript");
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const declared = new Set([...dependencies, ...Object.keys(manifest.peerDependencies ?? {})]);
  const used = new Set();
  const found = [];
  for (const [path, text] of files) {
    if (!/^dist\/.+\.(js|ts)$/.test(path)) continue;
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith(".")) {
        if (!isThere(files, path, fileName)) found.push(`${path} imports ${fileName}, which is missing`);
      } else if (!isBuiltin(fileName)) {
        const name = fileName
          .split("/")
          .slice(0, fileName.startsWith("@") ? 2 : 1)
          .join("/");
        used.add(name);
        // The plugin takes the copies that the SDK brings, and the version of its own package.
        const isOfPlugin = /^dist\/(plugin\/|provider\/bundle)/.test(path) && besideSdk.has(name);
        if (!isOfPlugin && !declared.has(name))
          found.push(`${path} imports ${name}, which package.json does not depend on`);
      }
    }
  }
  const unused = dependencies.filter((name) => !used.has(name));
  return [...found, ...unused.map((name) => `package.json depends on ${name}, which nothing imports`)];
}

/**
 * @param {Files} files
 * @param {string} from
 * @param {string} to
 */
function isThere(files, from, to) {
  const path = posix.join(posix.dirname(from), to).replace(/\.js$/, "");
  const end = from.endsWith(".d.ts") ? ".d.ts" : ".js";
  return [path, `${path}${end}`, `${path}/index${end}`].some((candidate) => files.has(candidate));
}

if (isMain(import.meta.url)) {
  const [tarball] = process.argv.slice(2);
  if (tarball === undefined) {
    console.error("Usage: node tools/check-package.mjs TARBALL");
    process.exit(2);
  }
  const { code, output } = await checkPackage(tarball);
  console.log(code === 0 ? `${tarball} holds what it should.` : output);
  process.exitCode = code;
}
