const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  transform,
  roots: ["<rootDir>/test"],
  // The part of undici that is in the package, which the build makes: the sources are tested with what users get.
  moduleNameMapper: {
    "^undici$": "<rootDir>/dist/undici.js",
    // Two thirds of the loading time of @pulumi/pulumi.
    "^@npmcli/arborist$": "<rootDir>/tools/deferred/arborist.cjs",
    "/typescript-shim$": "<rootDir>/tools/deferred/typescript.cjs",
    "^\\./automation$": "<rootDir>/tools/deferred/automation.cjs",
  },
  testMatch: ["**/*.test.ts"],
  // Counting in V8 costs half of what instrumented sources cost.
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts"],
  coverageReporters: [["text", { skipFull: true }]],
  coverageThreshold: { global: { statements: 95, branches: 90, functions: 95, lines: 95 } },
  // Much of the time is spent waiting, so that more files than cores can go on at a time. On two cores, 4 workers
  // take a third longer: `npm test -- --maxWorkers=4`.
  maxWorkers: 8,
  // Recovery from lost answers takes its time; tests of it run side by side.
  maxConcurrency: 20,
  // Providers keep connections alive; a test closes what it opened, and none waits for anything else.
  testTimeout: 60_000,
};
