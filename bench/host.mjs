import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { root } from "../tools/command.mjs";
import { ProviderHost } from "./provider-host.mjs";
import { showSpread } from "./report.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */
/** @import { Sandbox } from "pulumi-skyvern/sandbox" */

const pairs = 10;
const limitMs = 60;
/** Of the version before the bundles, which added 143 ms where the limit was set. */
const mostRatio = 0.42;

const pointers = {
  floor: "exports.handler = () => require('floor/provider').workflowSchedule;",
  before: "exports.handler = () => require('before/provider').workflowSchedule;",
  skyvern: "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;",
};

/**
 * @typedef {keyof typeof pointers} Kind
 *
 * @typedef {object} Start Milliseconds from the start of the process.
 * @property {number} ready It takes calls.
 * @property {number} checked The first check is answered.
 * @property {number} created The first create, which comes after it, is answered too.
 * @property {number} checkWork What the main thread works for the first check.
 * @property {number} createWork What it works for both.
 */

/**
 * @param {Kind} kind
 * @param {string} folder
 * @param {Sandbox} sandbox
 * @returns {Promise<Start>}
 */
async function firstCalls(kind, folder, sandbox) {
  const { PATH, HOME } = process.env;
  const environment = { PATH, HOME, SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  // Another one each time, which has no such schedule yet.
  const { workflowId } = sandbox.addWorkflow("Invoices");
  const begun = performance.now();
  const host = await ProviderHost.start(folder, environment);
  const ready = performance.now() - begun;
  const before = host.work();
  const worked = () => (host.work() ?? Number.NaN) - (before ?? Number.NaN);
  try {
    const inputs = await host.check({
      __provider: pointers[kind],
      workflowId,
      cronExpression: "0 2 * * *",
      name: "nightly-invoices",
    });
    const checked = performance.now() - begun;
    const checkWork = worked();
    await host.create(inputs);
    const created = performance.now() - begun;
    return { ready, checked, created, checkWork, createWork: worked() };
  } finally {
    await host.close();
  }
}

/**
 * @param {string | undefined} before
 * @returns {string} A folder in which the providers are installed.
 */
function install(before) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-bench-"));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "pulumi-skyvern"), "junction");
  if (before !== undefined) symlinkSync(resolve(before), join(modules, "before"), "junction");
  cpSync(join(root, "bench", "floor"), join(modules, "floor"), { recursive: true });
  return folder;
}

/**
 * What the provider adds to the time until Pulumi's host has answered its first calls. The server, a sandbox in
 * this process, answers at once.
 *
 * @param {{before?: string}} options `before`: the folder of another version of the package, compiled, which is measured too.
 * @returns {Promise<Findings>}
 */
export async function host({ before }) {
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const sandbox = await startSandbox();
  const folder = install(before);
  /** @type {Record<Kind, Start[]>} */
  const starts = { floor: [], before: [], skyvern: [] };
  /** @type {readonly Kind[]} */
  const kinds = before === undefined ? ["floor", "skyvern"] : ["floor", "before", "skyvern"];
  try {
    for (const kind of kinds) await firstCalls(kind, folder, sandbox); // reads the files from disk once
    await inTurn(kinds, pairs, async (kind) => {
      starts[kind].push(await firstCalls(kind, folder, sandbox));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  }
  const of = (/** @type {Kind} */ kind, /** @type {keyof Start} */ key) =>
    starts[kind].map((one) => one[key]);

  /**
   * @param {Kind} kind
   * @param {(start: Start) => number} measure
   */
  const moreThanFloor = (kind, measure) => {
    const floor = starts.floor.map(measure);
    return starts[kind].map((start, index) => measure(start) - (floor[index] ?? Number.NaN));
  };
  /**
   * Until it takes calls, each runs the host's own code alone, and that varies more than what comes after.
   *
   * @param {Kind} kind
   * @param {"checked" | "created"} key
   */
  const moreTime = (kind, key) => moreThanFloor(kind, (start) => start[key] - start.ready);
  /**
   * @param {string} what
   * @param {"checked" | "created"} key
   */
  const claim = (what, key) => {
    const more = moreTime("skyvern", key);
    const measured = showSpread(spread(more), { digits: 0, unit: " ms" });
    const isMet = spread(more).median <= limitMs;
    return { what, against: "an empty provider", target: `at most ${limitMs} ms more`, measured, isMet };
  };
  /** @param {"checked" | "created"} key */
  const ratio = (key) => {
    const was = moreTime("before", key);
    return spread(moreTime("skyvern", key).map((value, index) => value / (was[index] ?? Number.NaN)));
  };
  /** @param {"checked" | "created"} key */
  const compared = (key) => [
    showSpread(spread(moreTime("before", key)), { digits: 0, unit: " ms" }),
    showSpread(ratio(key), { digits: 2 }),
  ];
  const ratioClaim = () => ({
    what: "the time to the first check that `pulumi-skyvern` adds",
    against: "the version before, in the same run",
    target: `at most ${mostRatio}`,
    measured: showSpread(ratio("checked"), { digits: 2 }),
    isMet: ratio("checked").median <= mostRatio,
  });
  const versions = () => ({
    title: "More than an empty provider, pair by pair",
    head: ["", "the version before", "`pulumi-skyvern` to it"],
    rows: [
      ["first check answered", ...compared("checked")],
      ["first create answered", ...compared("created")],
    ],
  });
  const moreWork = (/** @type {"checkWork" | "createWork"} */ key) => {
    const more = moreThanFloor("skyvern", (start) => start[key]);
    return showSpread(spread(more), { digits: 0, unit: " ms" });
  };
  const row = (/** @type {Kind} */ kind, /** @type {string} */ name) => [
    name,
    .../** @type {const} */ (["ready", "checked", "created"]).map((key) =>
      showSpread(spread(of(kind, key)), { digits: 0, unit: " ms" }),
    ),
  ];
  return {
    claims: [
      claim("start of the provider process, to the answer to the first check", "checked"),
      claim("the same, to the answer to the first create", "created"),
      ...(before === undefined ? [] : [ratioClaim()]),
    ],
    tables: [
      {
        title: `From the start of the process, ${pairs} pairs`,
        head: ["", "takes calls", "first check answered", "first create answered"],
        rows: [row("floor", "an empty provider"), row("skyvern", "`pulumi-skyvern`")],
      },
      {
        title: "Work of the process's main thread for these calls, pair by pair",
        head: ["", "first check", "first create too"],
        rows: [
          ["`pulumi-skyvern`, more than an empty provider", moreWork("checkWork"), moreWork("createWork")],
        ],
      },
      ...(before === undefined ? [] : [versions()]),
    ],
  };
}
