import { describe, expect, test } from "vitest";
import { type Fitted, fitted, opening, type Size, type View } from "./useViewport.ts";

const TELEPHONE: Size = { width: 374, height: 470 };
const DESK: Size = { width: 1230, height: 500 };

const drawing = (width: number, height: number, begin = width / 2): Fitted => ({ width, height, begin, flow: "down" });

function isWhole({ x, y, scale }: View, { width, height }: Fitted, box: Size): boolean {
  return x >= 0 && y >= 0 && x + width * scale <= box.width && y + height * scale <= box.height;
}

describe("the view that a graph opens with", () => {
  test("is all of it on a telephone, drawn smaller rather than cut at its sides", () => {
    for (const each of [drawing(190, 46), drawing(577, 455), drawing(760, 500, 120)]) {
      expect(isWhole(opening(each, TELEPHONE), each, TELEPHONE)).toBe(true);
    }
  });

  test("is never larger than life", () => {
    expect(opening(drawing(190, 46), DESK).scale).toBe(1);
  });

  test("is the beginning, in letters that can be read, of one too large for the box", () => {
    const large = drawing(5_000, 3_000, 2_500);
    const { x, y, scale } = opening(large, DESK);

    expect(scale).toBe(0.6);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + large.begin * scale).toBeCloseTo(DESK.width / 2);
  });
});

test("all of a large graph is shown on demand", () => {
  const large = drawing(5_000, 3_000);

  expect(isWhole(fitted(large, DESK), large, DESK)).toBe(true);
});
