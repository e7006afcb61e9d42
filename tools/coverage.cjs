const { Session } = require("node:inspector/promises");
const Module = require("node:module");

/**
 * `node --require` of this file starts V8's counting once for a process of jest. Jest starts it again for each test file,
 * and V8 then discards the optimized code of all functions, which costs a third of the time of the tests.
 */
const session = new Session();
/** @type {Promise<unknown> | undefined} */
let started;

async function start() {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
}

/**
 * What `collect-v8-coverage` exports, which jest uses. V8 begins to count again whenever the counts are taken, which is at
 * the end of each test file. What runs between two files belongs to no file that is counted.
 */
class CoverageInstrumenter {
  async startInstrumenting() {
    started ??= start();
    await started;
  }

  async stopInstrumenting() {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return result;
  }
}

const load = /** @type {any} */ (Module)._load;
/** @param {string} request @param {...unknown} rest */
/** @type {any} */ (Module)._load = (request, ...rest) =>
  request === "collect-v8-coverage" ? { CoverageInstrumenter } : load.call(Module, request, ...rest);
