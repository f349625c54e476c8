// Writes src/api/types.ts from an OpenAPI file: the schemas that the page uses, and those they refer to.
// usage: npm run types -- path/to/openapi.yaml
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const USED = [
  "ClearTaskInstanceCollectionResponse",
  "ClearTaskInstancesBody",
  "DAGCollectionResponse",
  "DAGDetailsResponse",
  "DAGRunResponse",
  "DagStatsCollectionResponse",
  "HITLDetailCollection",
  "HITLDetailResponse",
  "HealthInfoResponse",
  "ImportErrorResponse",
  "TaskDependencyCollectionResponse",
  "TaskInstanceHistoryResponse",
  "TaskInstanceResponse",
  "TaskInstancesBatchBody",
  "TaskInstancesLogResponse",
  "TaskResponse",
  "TriggerDAGRunPostBody",
  "UpdateHITLDetailPayload",
  "VersionInfo",
  "XComResponse",
  "XComResponseNative",
];

// Fields that only Airflow's own parts fill; the page never reads them.
const LEFT_OUT = new Set(["triggerer_job", "trigger", "class_ref", "asset_expression", "executor_config"]);

const file = process.argv[2];
if (!file) {
  process.stderr.write("Which OpenAPI file? usage: npm run types -- path/to/openapi.yaml\n");
  process.exit(2);
}
const schemas = parse(readFileSync(file, "utf8")).components.schemas;
const names = new Map(Object.keys(schemas).map(name => [name.toLowerCase(), name]));
const done = new Map();
const nameOf = ref => ref.slice(ref.lastIndexOf("/") + 1);

function typeOf(schema) {
  if (schema.$ref) {
    emit(nameOf(schema.$ref));
    return nameOf(schema.$ref);
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map(typeOf))].join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(" | ");
  switch (schema.type) {
    case "array": {
      const items = schema.prefixItems ? `[${schema.prefixItems.map(typeOf).join(", ")}]` : typeOf(schema.items ?? {});
      return schema.prefixItems ? items : `ReadonlyArray<${items}>`;
    }
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "object": {
      if (schema.properties) return objectOf(schema);
      const values = schema.additionalProperties;
      return `Readonly<Record<string, ${typeof values === "object" ? typeOf(values) : "unknown"}>>`;
    }
    default:
      return "unknown";
  }
}

function objectOf(schema) {
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => `  readonly ${key}${required.has(key) ? "" : "?"}: ${typeOf(value)};`);
  if (schema.additionalProperties === true) lines.push("  readonly [key: string]: unknown;");
  return `{\n${lines.join("\n")}\n}`;
}

function emit(name) {
  if (done.has(name)) return;
  const schema = schemas[name];
  if (!schema) throw new Error(`${file} has no schema ${name}`);
  done.set(name, "");
  const body = typeOf(schema);
  done.set(name, body.startsWith("{") ? `export interface ${name} ${body}` : `export type ${name} = ${body};`);
}

for (const name of USED) emit(names.get(name.toLowerCase()) ?? name);
const sorted = [...done.keys()].toSorted().map(name => done.get(name));
writeFileSync(
  new URL("../src/api/types.ts", import.meta.url),
  `// Written by dev/types.mjs from the OpenAPI file; do not edit by hand.\n\n${sorted.join("\n\n")}\n`,
);
