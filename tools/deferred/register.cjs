const Module = require("node:module");
const { deferred } = require("./deferred.cjs");

/** `node --require` of this file defers the two modules in a process, whichever `@pulumi/pulumi` it loads. */
const requested = /^@npmcli\/arborist$|(^|\/)typescript-shim$/;

const load = Module._load;
/** @param {string} request @param {...unknown} rest */
Module._load = (request, ...rest) => {
  const now = () => load.call(Module, request, ...rest);
  return requested.test(request) ? deferred(now) : now();
};
