const { deferred } = require("./deferred.cjs");

/** For jest, in place of the module from which `@pulumi/pulumi` takes TypeScript. */
module.exports = deferred(() => require("typescript"));
