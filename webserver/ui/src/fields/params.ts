import type { Schema } from "./schema.ts";

/** A field of a form, as `params` in the API describe it: default value and JSON Schema. */
export interface Param {
  readonly name: string;
  readonly value: unknown;
  readonly description: string | undefined;
  readonly schema: Schema;
}

export type Conf = Readonly<Record<string, unknown>>;

export function paramsOf(params: Conf | null): ReadonlyArray<Param> {
  return Object.entries(params ?? {}).map(([name, given]) => {
    if (!isObject(given) || !("value" in given || "schema" in given)) {
      return { name, value: given, description: undefined, schema: {} };
    }
    return {
      name,
      value: given["value"] ?? null,
      description: typeof given["description"] === "string" ? given["description"] : undefined,
      schema: isObject(given["schema"]) ? given["schema"] : {},
    };
  });
}

/** The text that the editor starts with: every default. */
export function startConf(params: ReadonlyArray<Param>): string {
  return JSON.stringify(Object.fromEntries(params.map(({ name, value }) => [name, value])), null, 2);
}

export type ParsedConf =
  | { readonly value: Conf; readonly problem?: never }
  | { readonly value?: never; readonly problem: string };

export function parseConf(text: string): ParsedConf {
  if (text.trim() === "") return { value: {} };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { problem: 'The configuration must be a JSON object, such as {"epochs": 3}.' };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
