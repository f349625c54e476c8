import { describe, expect, test } from "vitest";
import { paramsOf, parseConf, startConf } from "./params.ts";

describe("parameters of a DAG", () => {
  test("are read with value, description and schema, or as bare values", () => {
    const params = paramsOf({ a: { value: 3, description: "how many", schema: { type: "integer" } }, b: "x", c: null });

    expect(params).toEqual([
      { name: "a", value: 3, description: "how many", schema: { type: "integer" } },
      { name: "b", value: "x", description: undefined, schema: {} },
      { name: "c", value: null, description: undefined, schema: {} },
    ]);
    expect(JSON.parse(startConf(params))).toEqual({ a: 3, b: "x", c: null });
    expect(paramsOf(null)).toEqual([]);
  });
});

describe("a configuration", () => {
  test("is a JSON object, and nothing is the empty one", () => {
    expect(parseConf(' {"a": [1]} ')).toEqual({ value: { a: [1] } });
    expect(parseConf("  ")).toEqual({ value: {} });
  });

  test.each(["[1]", "3", "null", '"x"'])("%s is refused with an example", text => {
    expect(parseConf(text).problem).toContain('such as {"epochs": 3}');
  });

  test("what is no JSON says what the parser said", () => {
    expect(parseConf("{a: 1}").problem).toMatch(/^This is not JSON: ./);
  });
});
