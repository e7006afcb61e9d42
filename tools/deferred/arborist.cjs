const { join } = require("node:path");
const { deferred } = require("./deferred.cjs");

/** For jest, in place of `@npmcli/arborist`, which it would replace here too if the path did not lead to the file. */
module.exports = deferred(() => require(join(__dirname, "../../node_modules/@npmcli/arborist")));
