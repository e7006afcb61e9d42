import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { checkLinks } from "./check-links.mjs";
import { checkPackage } from "./check-package.mjs";
import { runBin, runTsc } from "./command.mjs";
import { packTarball } from "./pack.mjs";
import { checkReference } from "./reference.mjs";
import { runStage } from "./results.mjs";
import { checkSchema } from "./schema.mjs";

/** `npm run check`: everything but tests. Runs all steps, and prints the output of those that fail. */

const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-check-"));
// Some of them print colours even if the output is not a terminal.
const quiet = { quiet: true, env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } };

/** @type {(() => Promise<string>)} Packed once, when the first step wants it. */
const tarball = once(() => packTarball(folder));

/** @type {readonly (readonly [string, () => Promise<{code: number, output: string}>])[]} */
const steps = [
  [
    "format and lint (biome)",
    () => runBin("biome", ["ci", "--error-on-warnings", "--colors=off", "."], quiet),
  ],
  ["types (tsc)", () => runTsc(["--noEmit"], quiet)],
  ["types of the pages (tsc)", () => runTsc(["-p", "src/page"], quiet)],
  ["types of the tools (tsc)", () => runTsc(["-p", "tools"], quiet)],
  ["types of the benchmark (tsc)", () => runTsc(["-p", "bench"], quiet)],
  ["dead code (knip)", () => runBin("knip", ["--no-progress"], quiet)],
  ["package (publint)", async () => await runBin("publint", ["run", await tarball(), "--strict"], quiet)],
  // No Node that we support resolves the way node10 does.
  ["package types (attw)", async () => await runBin("attw", [await tarball(), "--profile", "node16"], quiet)],
  ["package contents", async () => await checkPackage(await tarball())],
  ["reference (typedoc)", checkReference],
  ["schema of the Pulumi package", checkSchema],
  ["links in the documents", async () => checkLinks()],
];

/**
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * @param {() => Promise<{code: number, output: string}>} step
 * @returns {Promise<{code: number, output: string}>}
 */
async function attempt(step) {
  try {
    return await step();
  } catch (error) {
    return { code: 1, output: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Runs two at a time, because most of them use one core.
 *
 * @template T
 * @param {readonly (() => Promise<T>)[]} works
 * @returns {Promise<T[]>} In their order.
 */
async function pairwise(works) {
  /** @type {T[]} */
  const results = [];
  const rest = [...works.entries()];
  const runRest = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all([runRest(), runRest()]);
  return results;
}

await runStage("check", async () => {
  try {
    await build();
    const results = await pairwise(
      steps.map(
        ([, step]) =>
          () =>
            attempt(step),
      ),
    );
    let passed = 0;
    for (const [index, { code, output }] of results.entries()) {
      console.log(`${code === 0 ? "ok    " : "failed"}  ${steps[index]?.[0]}`);
      if (code === 0) passed += 1;
      else console.log(output.trim().replace(/^/gm, "        "));
    }
    const failed = steps.length - passed;
    console.log(`${passed} passed, ${failed} failed`);
    return { passed, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
