import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { colorOf, labelOf, rank, type State, STATES, stateOf, worst } from "./states.ts";

const ALL = Object.keys(STATES) as ReadonlyArray<State>;

describe("states", () => {
  test("each has a colour of its own among the tokens", () => {
    const tokens = readFileSync("src/styles/tokens.css", "utf8");
    const values = ALL.map(state => {
      const name = colorOf(state).replace(/^var\((.*)\)$/, "$1");
      return new RegExp(`${name}: (.*);`).exec(tokens)?.[1];
    });

    expect(values).not.toContain(undefined);
    expect(new Set(values).size).toBe(ALL.length);
  });

  test("what calls for attention comes before what does not", () => {
    expect(worst(["success", "failed", "running"])).toBe("failed");
    expect(worst(["success", "skipped"])).toBe("success");
    expect(worst(["success", "none"])).toBe("none");
    expect(worst([])).toBe("none");
    expect(rank("failed")).toBe(0);
  });

  test("names are the field's words, read with blanks", () => {
    expect(labelOf("upstream_failed")).toBe("upstream failed");
    expect(labelOf(stateOf(null))).toBe("no status");
    expect(stateOf("constructor")).toBe("none");
  });
});
