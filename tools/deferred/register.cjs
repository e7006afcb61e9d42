/**
 * `node --require` of this file is for programs and providers, whose start is most of the work of the tests. `node -e`, which
 * only asks where they are, is left alone.
 */
if (process.argv[1] !== undefined) {
  require("./on-demand.cjs");
  require("./module-pack.cjs");
}
