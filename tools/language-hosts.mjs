import { chmodSync, copyFileSync, existsSync, realpathSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { buildAside } from "./aside.mjs";
import { isMain, run } from "./command.mjs";
import { cacheFolder, findEngine, onPath, withPath } from "./engine.mjs";
import { compile, exe, goEnvironment, installedGo, mustGo, pinnedVersion } from "./go.mjs";
import { withProgress } from "./progress.mjs";

/** @import { Engine, Say } from "./engine.mjs" */

/**
 * @typedef {"yaml" | "python" | "go"} Language
 *
 * @typedef {object} Host
 * @property {readonly string[]} path Folders to put in front of PATH. Without any, the engine finds the host itself.
 * @property {Readonly<Record<string, string>>} environment What programs of the language need beside PATH.
 * @property {string} source Where the host comes from, in a few words.
 *
 * @typedef {object} Build
 * @property {string} from The Go module of the host. The folder language-… below tools/engine pins it.
 * @property {string} main Its package.
 * @property {string} variable The variable that keeps its version.
 * @property {readonly string[]} scripts Files of the module to put beside it.
 * @property {string} time How long it takes on 2 cores.
 */

const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const sdkVariable = `${sdkModule}/go/common/version.Version`;
const yamlModule = "github.com/pulumi/pulumi-yaml";

/** @type {Readonly<Record<Language, Build>>} */
const builds = {
  yaml: {
    from: yamlModule,
    main: `${yamlModule}/cmd/pulumi-language-yaml`,
    variable: `${yamlModule}/pkg/version.Version`,
    scripts: [],
    time: "half a minute to three minutes",
  },
  python: {
    from: sdkModule,
    main: `${sdkModule}/python/cmd/pulumi-language-python`,
    variable: sdkVariable,
    scripts: ["python/cmd/pulumi-language-python-exec"],
    time: "a few seconds to one minute",
  },
  go: {
    from: sdkModule,
    main: `${sdkModule}/go/pulumi-language-go`,
    variable: sdkVariable,
    scripts: [],
    time: "a few seconds to one minute",
  },
};
const languages = /** @type {readonly Language[]} */ (Object.keys(builds));

/** The package that Python programs import, from PyPI. */
const pythonSdk = { name: "pulumi", version: "3.259.0" };
/** The folder below tools/engine that pins what Go programs import. */
const goProgram = "program-go";

/**
 * Finds the host of a language, or builds it with Go into the cache. A host on PATH or beside the engine is used first.
 * For Python and Go this also prepares the SDK that programs import.
 *
 * @param {Language} name
 * @param {Say} [say]
 * @returns {Promise<Host>}
 * @throws {Error} that says what to install, if there is no way to get one.
 */
export async function findHost(name, say = console.log) {
  const engine = await findEngine(say);
  const { path, source } = isInstalled(name, engine)
    ? { path: [], source: "installed with the engine" }
    : { path: [await builtHost(name, say)], source: "built with Go" };
  if (name === "python") {
    // Put before the host: the host starts the first `python` on PATH.
    return { path: [join(await pythonFolder(say), scriptsFolder), ...path], environment: {}, source };
  }
  if (name === "go") {
    await compileGoSdk(say);
    // With the same -trimpath, programs reuse the compiled SDK. Linking without symbols takes half of the work, and
    // compiling the program itself without inlining (-l) takes four fifths.
    const flags = `${goEnvironment.GOFLAGS} -trimpath -ldflags=-s -gcflags=-l`;
    return { path, environment: { ...goEnvironment, GOFLAGS: flags }, source };
  }
  return { path, environment: {}, source };
}

/**
 * @param {Language} name
 * @param {Engine} engine
 * @returns {boolean} Whether the host is on PATH or beside the engine, where the engine looks first.
 */
function isInstalled(name, { path }) {
  const folders = withPath(path).PATH ?? "";
  const file = onPath("pulumi", folders);
  const beside = file === undefined ? [] : [dirname(realpathSync(file))];
  return onPath(`pulumi-language-${name}`, [folders, ...beside].join(delimiter)) !== undefined;
}

/**
 * @param {Language} name
 * @param {Say} say
 * @returns {Promise<string>} The folder of the host.
 */
async function builtHost(name, say) {
  const { from, main, variable, scripts, time } = builds[name];
  const module = `language-${name}`;
  const version = pinnedVersion(module, from);
  const folder = join(cacheFolder(), `host-${name}-${version}`);
  if (existsSync(folder)) return folder;

  const go = await installedGo();
  if (go === undefined) {
    throw new Error(
      `pulumi-language-${name} was not found, and cannot be built. Install one of these and try again:\n` +
        "  the Pulumi CLI (https://www.pulumi.com/docs/install/), which brings it, or\n" +
        "  Go 1.25 or later (https://go.dev/dl/), from which this builds it once.",
    );
  }
  say(`Building pulumi-language-${name} ${version} with ${go}: ${time} on 2 cores, only this once.`);
  await buildAside(folder, (aside) =>
    withProgress(`building pulumi-language-${name}`, say, async () => {
      const target = join(aside, `pulumi-language-${name}${exe}`);
      await compile(module, { main, target, variable, version });
      const source = await mustGo(module, ["list", "-m", "-f", "{{.Dir}}", from]);
      for (const script of scripts) {
        const copy = join(aside, script.slice(script.lastIndexOf("/") + 1));
        copyFileSync(join(source, script), copy);
        chmodSync(copy, 0o755); // Go's module cache keeps no executable bit
      }
    }),
  );
  return folder;
}

const scriptsFolder = process.platform === "win32" ? "Scripts" : "bin";

/**
 * @param {Say} say
 * @returns {Promise<string>} A virtual environment with the SDK.
 */
async function pythonFolder(say) {
  const { name, version } = pythonSdk;
  const folder = join(cacheFolder(), `python-${name}-${version}`);
  const kept = await run(join(folder, scriptsFolder, "python"), ["--version"], { quiet: true });
  if (kept.code === 0) return folder;

  rmSync(folder, { recursive: true, force: true }); // its Python was removed from the machine
  say(`Installing ${name} ${version} for Python: about 15 seconds, only this once.`);
  await buildAside(folder, (aside) =>
    withProgress("installing the Python SDK", say, async () => {
      await mustPython(process.env.SKYVERN_PYTHON_BASE || "python3", ["-m", "venv", aside]);
      const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
      await mustPython(join(aside, scriptsFolder, "python"), [...install, `${name}==${version}`]);
    }),
  );
  return folder;
}

/**
 * @param {string} python
 * @param {readonly string[]} args
 */
async function mustPython(python, args) {
  const { code, output } = await run(python, args, { quiet: true });
  if (code === 0) return;
  const tail = output.trim().split("\n").slice(-15).join("\n");
  throw new Error(
    `Python programs need Python 3.10 or later with venv and pip; python ${args.slice(0, 2).join(" ")} printed\n${tail}`,
  );
}

/**
 * The first build of a program compiles the SDK, which takes a minute. Go caches it.
 *
 * @param {Say} say
 */
async function compileGoSdk(say) {
  if ((await installedGo()) === undefined)
    throw new Error("Go programs need Go 1.25 or later (https://go.dev/dl/).");
  const nowhere = process.platform === "win32" ? "NUL" : "/dev/null";
  await withProgress("compiling the Go SDK", say, () =>
    mustGo(goProgram, ["build", "-trimpath", "-ldflags=-s", "-o", nowhere, "."]),
  );
}

if (isMain(import.meta.url)) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !languages.some((language) => language === name));
  if (unknown.length > 0) {
    console.error(`Unknown language ${unknown.join(", ")}. Known are ${languages.join(", ")}.`);
    process.exit(2);
  }
  /** @type {Partial<Record<Language, Host>>} */
  const hosts = {};
  for (const name of languages.filter((language) => wanted.length === 0 || wanted.includes(language))) {
    try {
      hosts[name] = await findHost(name, (line) => console.error(line));
    } catch (error) {
      // The other languages still work.
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
  console.log(JSON.stringify(hosts));
}
