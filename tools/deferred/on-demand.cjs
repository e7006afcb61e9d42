const Module = require("node:module");
const { sep } = require("node:path");
const { deferred } = require("./deferred.cjs");

/**
 * Defers modules in this process, whichever `@pulumi/pulumi` it loads: Arborist, TypeScript, the Automation API,
 * OpenTelemetry, the source maps of its own stack traces, and what only serializes functions.
 */
const requested =
  /^@npmcli\/arborist$|(^|\/)typescript-shim$|^\.\/automation$|^@opentelemetry\/(?!api$)|^source-map-support\/register$|^\.\/v8$/;
const requesting = ["", "@pulumi", "pulumi", ""].join(sep);

// With it, `@pulumi/pulumi` uses OpenTelemetry at its start, to trace itself.
delete process.env.TRACEPARENT;

const load = Module._load;
/** @param {string} request @param {NodeModule | undefined} parent @param {...unknown} rest */
Module._load = (request, parent, ...rest) => {
  const now = () => load.call(Module, request, parent, ...rest);
  if (!parent?.filename?.includes(requesting)) return now();
  // A function, which takes part in the search for the files of a serialized function.
  if (request === "normalize-package-data")
    return (/** @type {unknown[]} */ ...args) => /** @type {Function} */ (now())(...args);
  if (/(\/closure|^\.)\/v8Hooks$/.test(request)) return withoutInspector(now);
  if (/\/debuggable$/.test(request)) return withoutStacks(now());
  return requested.test(request) ? deferred(now) : now();
};

/**
 * Each promise of a program keeps the stack of its creation. In a TypeScript program with 40 schedules, to write these
 * stacks with the positions of the source takes a fifth of the work.
 *
 * @param {{debuggablePromise: Function}} debuggable
 */
function withoutStacks(debuggable) {
  const debuggablePromise = (/** @type {unknown[]} */ ...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggable.debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return new Proxy(debuggable, {
    get: (target, name) => (name === "debuggablePromise" ? debuggablePromise : Reflect.get(target, name)),
  });
}

/**
 * A program waits for V8's inspector before it starts, and each file is loaded more slowly from then on. Only a
 * serialized function needs it, and connects to it then.
 *
 * @param {() => object} load
 */
function withoutInspector(load) {
  return new Proxy(deferred(load), {
    get: (hooks, name) => (name === "isInitializedAsync" ? async () => {} : Reflect.get(hooks, name)),
  });
}
