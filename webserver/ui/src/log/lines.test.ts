import { describe, expect, test } from "vitest";
import { asText, atLeast, found, linesOf } from "./lines.ts";

describe("lines of a log", () => {
  test("structured lines give time, level, logger and what else was logged", () => {
    const content = [
      {
        timestamp: "2013-01-01T05:00:00Z",
        event: "loaded",
        level: "warn",
        logger: "c.e.Flights",
        rows: 842,
        file: "a.csv",
      },
    ];

    expect(linesOf(content, 10)).toEqual([
      {
        number: 11,
        at: "2013-01-01T05:00:00Z",
        level: "warning",
        logger: "c.e.Flights",
        text: "loaded rows=842 file=a.csv",
        plain: "loaded rows=842 file=a.csv",
      },
    ]);
  });

  test("plain text is taken as it is", () => {
    expect(linesOf(["hello"], 0)).toEqual([
      { number: 1, at: undefined, level: undefined, logger: undefined, text: "hello", plain: "hello" },
    ]);
  });

  test("a level hides what is less grave; lines without a level count as info", () => {
    const lines = linesOf(
      [{ event: "d", level: "debug" }, "plain", { event: "w", level: "WARNING" }, { event: "e", level: "critical" }],
      0,
    );

    expect(atLeast(lines, "info").map(({ text }) => text)).toEqual(["plain", "w", "e"]);
    expect(atLeast(lines, "error").map(({ text }) => text)).toEqual(["e"]);
  });

  test("searching ignores case and terminal codes", () => {
    const lines = linesOf(["nothing", "\u001B[31mEp\u001B[0moch 3"], 0);

    expect(found(lines, "EPOCH")).toEqual([1]);
    expect(found(lines, "")).toEqual([]);
  });

  test("the download is plain text without codes", () => {
    const lines = linesOf([{ timestamp: "T", event: "\u001B[1mdone\u001B[0m", level: "info", logger: "l" }, "out"], 0);

    expect(asText(lines)).toBe("T INFO l done\nout\n");
  });
});
