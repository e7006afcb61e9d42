const Module = require("node:module");
const { sep } = require("node:path");
const { deferred } = require("./deferred.cjs");

/**
 * `node --require` of this file defers modules in a process, whichever `@pulumi/pulumi` it loads: the two above, the
 * Automation API, and the positions of its own sources in stack traces, for which it reads its source maps.
 */
const requested =
  /^@npmcli\/arborist$|(^|\/)typescript-shim$|^\.\/automation$|^source-map-support\/register$/;
const requesting = ["", "@pulumi", "pulumi", ""].join(sep);

// With it, `@pulumi/pulumi` loads OpenTelemetry, to trace itself.
delete process.env.TRACEPARENT;

const load = Module._load;
/** @param {string} request @param {NodeModule | undefined} parent @param {...unknown} rest */
Module._load = (request, parent, ...rest) => {
  const now = () => load.call(Module, request, parent, ...rest);
  return requested.test(request) && parent?.filename?.includes(requesting) ? deferred(now) : now();
};
