/** As much of JSON Schema as the server makes from a record: of parameters, and of what a person is asked. */
export interface Schema {
  readonly type?: string | ReadonlyArray<string>;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: ReadonlyArray<unknown>;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly anyOf?: ReadonlyArray<Schema>;
}

export type Control = "text" | "date" | "number" | "integer" | "boolean" | "choice" | "list" | "json";

/** Which control a value gets, and the schema without the ways to say that it may be missing. */
export interface Kind {
  readonly control: Control;
  readonly nullable: boolean;
  readonly schema: Schema;
}

/** The value tells where the schema does not; what no control fits is edited as JSON. */
export function kindOf(given: Schema, value?: unknown): Kind {
  const { schema, types, nullable } = plain(given, value);
  if (schema.enum) {
    const options = schema.enum.filter(option => option !== null);
    return {
      control: "choice",
      nullable: nullable || options.length < schema.enum.length,
      schema: { ...schema, enum: options },
    };
  }
  const [type] = types;
  if (types.length !== 1) return { control: "json", nullable, schema };
  // A box that is ticked or not has no third way.
  if (type === "boolean" && nullable)
    return { control: "choice", nullable, schema: { ...schema, enum: [true, false] } };
  return { control: controlOf(type, schema), nullable, schema };
}

function controlOf(type: string | undefined, { format, items }: Schema): Control {
  switch (type) {
    case "string":
      return format === "date" ? "date" : "text";
    case "number":
    case "integer":
    case "boolean":
      return type;
    case "array":
      return items && !["list", "json"].includes(kindOf(items).control) ? "list" : "json";
    default:
      return "json";
  }
}

function plain(given: Schema, value: unknown) {
  const others = given.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const [only] = others;
  const { anyOf: _, ...rest } = given;
  const schema: Schema = only && others.length === 1 ? { ...rest, ...only } : given;
  const named = typeof schema.type === "string" ? [schema.type] : schema.type;
  const types = named ?? (schema.anyOf || value === undefined ? [] : [typeOf(value)]);
  return {
    schema,
    types: types.filter(name => name !== "null"),
    nullable: types.includes("null") || others.length < (given.anyOf?.length ?? 0),
  };
}

function typeOf(value: unknown): string {
  return value === null ? "object" : typeof value;
}

/** The type in a few words: `list of integer`, `FAST, EXACT`, `date, optional`. */
export function typeWords(given: Schema, value?: unknown): string {
  const { control, nullable, schema } = kindOf(given, value);
  const words = () => {
    if (control === "list") return `list of ${typeWords(schema.items ?? {})}`;
    if (control === "choice") return schema.enum?.map(String).join(", ") ?? "";
    if (control === "json") return schema.type === "array" ? "list" : "JSON";
    return control === "text" ? (schema.format ?? "text") : control;
  };
  const { minimum, maximum } = schema;
  const least = minimum === undefined ? [] : [`at least ${minimum}`];
  const most = maximum === undefined ? [] : [`at most ${maximum}`];
  return [words(), ...least, ...most, ...(nullable ? ["optional"] : [])].join(", ");
}

/** What a field holds before anybody has filled it in. */
export function blankOf(given: Schema): unknown {
  const { control, nullable, schema } = kindOf(given);
  if (nullable) return null;
  switch (control) {
    case "boolean":
      return false;
    case "choice":
      return schema.enum?.[0] ?? null;
    case "list":
      return [];
    case "text":
      return "";
    default:
      return null;
  }
}
