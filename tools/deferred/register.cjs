const Module = require("node:module");
const { sep } = require("node:path");
const { deferred } = require("./deferred.cjs");

/** `node --require` of this file defers the two modules in a process, whichever `@pulumi/pulumi` it loads. */
const requested = /^@npmcli\/arborist$|(^|\/)typescript-shim$/;
const requesting = ["", "@pulumi", "pulumi", ""].join(sep);

const load = Module._load;
/** @param {string} request @param {NodeModule | undefined} parent @param {...unknown} rest */
Module._load = (request, parent, ...rest) => {
  const now = () => load.call(Module, request, parent, ...rest);
  return requested.test(request) && parent?.filename?.includes(requesting) ? deferred(now) : now();
};
