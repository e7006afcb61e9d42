/**
 * Load this file with `node --require`, for programs and providers, whose starts are most of the work of the tests. It does
 * nothing for `node -e`, with which the language host only looks up paths.
 */
if (process.argv[1] !== undefined) {
  require("./on-demand.cjs");
  require("./module-pack.cjs");
}
