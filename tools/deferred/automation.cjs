const { join } = require("node:path");
const { deferred } = require("./deferred.cjs");

/** For jest, in place of the Automation API, which `@pulumi/pulumi` loads at its start. */
module.exports = deferred(() => require(join(__dirname, "../../node_modules/@pulumi/pulumi/automation")));
