const Module = require("node:module");
const { sep } = require("node:path");
const { deferred } = require("./deferred.cjs");

/**
 * `node --require` of this file defers modules in a process, whichever `@pulumi/pulumi` it loads: Arborist, TypeScript,
 * the Automation API, OpenTelemetry, and the source maps of its own stack traces.
 */
const requested =
  /^@npmcli\/arborist$|(^|\/)typescript-shim$|^\.\/automation$|^@opentelemetry\/(?!api$)|^source-map-support\/register$/;
const requesting = ["", "@pulumi", "pulumi", ""].join(sep);

// With it, `@pulumi/pulumi` uses OpenTelemetry at its start, to trace itself.
delete process.env.TRACEPARENT;

const load = Module._load;
/** @param {string} request @param {NodeModule | undefined} parent @param {...unknown} rest */
Module._load = (request, parent, ...rest) => {
  const now = () => load.call(Module, request, parent, ...rest);
  return requested.test(request) && parent?.filename?.includes(requesting) ? deferred(now) : now();
};
