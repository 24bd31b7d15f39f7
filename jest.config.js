/** Tests are TypeScript, and import the compiled build, so that what is tested is what ships. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/", "<rootDir>/dist/"],
  testTimeout: 60_000,
  maxWorkers: 2,
  // What a test file has loaded is not given back: a worker that has grown is replaced before its next file.
  workerIdleMemoryLimit: "400MB",
};
