import { describe, expect, test } from "vitest";
import { blankOf, kindOf, type Schema, typeWords } from "./schema.ts";

describe("the control of a value", () => {
  test.each<[Schema, unknown, string]>([
    [{ type: "integer" }, null, "integer"],
    [{ type: ["null", "number"] }, null, "number"],
    [{ type: "boolean" }, true, "boolean"],
    [{ enum: ["a", "b"] }, "a", "choice"],
    [{ type: "string", format: "date" }, "2026-01-02", "date"],
    [{ type: "string", format: "duration" }, "PT5M", "text"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, null, "text"],
    [{ anyOf: [{ type: "boolean" }, { type: "null" }] }, null, "choice"],
    [{ anyOf: [{ type: "string" }, { type: "integer" }] }, 3, "json"],
    [{ type: "array", items: { type: "string" } }, [], "list"],
    [{ type: "array", items: { type: "string", enum: ["a"] } }, [], "list"],
    [{ type: "array", items: { type: "array", items: { type: "string" } } }, [], "json"],
    [{ type: "array" }, [], "json"],
    [{}, "text", "text"],
    [{}, 1.5, "number"],
    [{}, [1], "json"],
    [{}, null, "json"],
    [{ type: ["string", "integer"] }, "x", "json"],
    [{ type: "object" }, {}, "json"],
  ])("%o with %o is %s", (schema, value, control) => {
    expect(kindOf(schema, value).control).toBe(control);
  });

  test("knows whether the value may be missing", () => {
    expect(kindOf({ type: "string" }).nullable).toBe(false);
    expect(kindOf({ type: ["string", "null"] }).nullable).toBe(true);
    expect(kindOf({ anyOf: [{ type: "integer" }, { type: "null" }] }).nullable).toBe(true);
    expect(kindOf({ enum: ["a", null] })).toMatchObject({ nullable: true, schema: { enum: ["a"] } });
  });
});

test("a type in words", () => {
  expect(
    [
      { type: "array", items: { type: "integer" } },
      { enum: ["FAST", "EXACT"] },
      { anyOf: [{ type: "string", format: "date" }, { type: "null" }] },
      { type: "number", minimum: 0.5, maximum: 1 },
      { type: "object" },
      { type: "string", format: "duration" },
    ].map(schema => typeWords(schema)),
  ).toEqual([
    "list of integer",
    "FAST, EXACT",
    "date, optional",
    "number, at least 0.5, at most 1",
    "JSON",
    "duration",
  ]);
});

test("a field that nobody has filled in holds the least that its type allows", () => {
  const blanks = [
    { type: "string" },
    { type: "integer" },
    { type: "boolean" },
    { type: "array", items: { type: "string" } },
    { enum: ["FAST", "EXACT"] },
    { anyOf: [{ type: "string" }, { type: "null" }] },
  ].map(blankOf);

  expect(blanks).toEqual(["", null, false, [], "FAST", null]);
});
