import { describe, expect, test } from "vitest";
import { piecesOf, withoutAnsi } from "./ansi.ts";

const looks = (text: string) => piecesOf(text).map(({ text, look }) => [text, look]);

describe("terminal codes", () => {
  test("colours become classes", () => {
    expect(looks("a \u001B[1;31mred\u001B[0m b")).toEqual([
      ["a ", ""],
      ["red", "ansi-red ansi-bold"],
      [" b", ""],
    ]);
  });

  test("bright colours are shown as their plain ones, the 256 and true colours as none", () => {
    expect(looks("\u001B[92mok\u001B[39m \u001B[38;5;208mx\u001B[38;2;1;2;3my")).toEqual([
      ["ok", "ansi-green"],
      [" ", ""],
      ["x", ""],
      ["y", ""],
    ]);
  });

  test("cursor moves, titles and links vanish, and nothing of a link's address is left", () => {
    expect(
      withoutAnsi(
        "\u001B[2J\u001B[Hclear \u001B]0;title\u0007\u001B]8;;javascript:alert(1)\u0007click\u001B]8;;\u0007",
      ),
    ).toBe("clear click");
  });

  test("a code cut off at the end of the line does no harm", () => {
    expect(withoutAnsi("end\u001B[")).toBe("end");
    expect(withoutAnsi("end\u001B]8;;http")).toBe("end");
    expect(withoutAnsi("end\u001B")).toBe("end");
  });

  test("characters that turn the line around or ring the bell vanish, tabs and line ends stay", () => {
    expect(withoutAnsi("a\u202Eb\u2066c\u0007d\te\nf\u0000")).toBe("abcd\te\nf");
  });

  test("each piece knows its place, so that no two have the same key", () => {
    const pieces = piecesOf("\u001B[31ma\u001B[32mb\u001B[33mc");

    expect(new Set(pieces.map(({ start }) => start)).size).toBe(3);
  });
});
