/** The layers of src/: a folder imports only from the folders named here, and only through their index. */
const allowed = {
  schemas: [],
  errors: ["schemas"],
  config: ["schemas", "errors"],
  telemetry: ["config", "schemas", "errors"],
  text: ["schemas", "errors"],
  windows: ["schemas", "errors", "text"],
  encoder: ["schemas", "errors", "windows", "text"],
  graph: ["schemas", "errors", "encoder", "windows", "text"],
  statements: ["schemas", "errors", "graph", "windows", "text", "encoder"],
  resolution: ["schemas", "errors", "statements", "graph", "windows", "text", "encoder"],
  classifier: ["schemas", "errors", "text", "windows", "encoder", "graph", "statements", "resolution"],
  threads: ["errors"],
  formats: ["schemas", "errors", "text", "threads"],
  labels: ["schemas", "errors", "text", "formats", "classifier"],
  evaluation: ["schemas", "errors"],
  store: ["schemas", "errors", "threads"],
  access: ["schemas", "errors"],
  jobs: ["schemas", "errors", "classifier", "formats", "store", "telemetry", "threads"],
  http: [
    "schemas",
    "errors",
    "threads",
    "config",
    "classifier",
    "formats",
    "labels",
    "evaluation",
    "store",
    "jobs",
    "telemetry",
    "access",
  ],
  client: ["schemas"],
  web: ["client", "schemas", "classifier"],
};
const rules = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}-layer`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: [`^src/${folder}/`, ...others.map((other) => `^src/${other}/`)] },
}));
module.exports = {
  forbidden: [
    ...rules,
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "one-door",
      comment:
        "Other folders are reached through their index only; the command line may load a worker or a lazy part.",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: {
        path: "^src/([^/]+)/",
        pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$", "^src/[^/]+/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "runtime-is-named-once",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/encoder/" },
      to: { path: "onnxruntime-node|@xenova/transformers" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
