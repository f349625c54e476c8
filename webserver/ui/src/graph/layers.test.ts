import { describe, expect, test } from "vitest";
import { layered as layeredWithGap, type LayeredEdge, type LayeredNode } from "./layers.ts";

const layered = (nodes: ReadonlyArray<LayeredNode>, edges: ReadonlyArray<LayeredEdge>) =>
  layeredWithGap(nodes, edges, 60);
const node = (id: string): LayeredNode => ({ id, main: 100, cross: 40 });
const edge = (from: string, to: string): LayeredEdge => ({ from, to, fromOffset: 0, toOffset: 0 });

function spotOf(result: ReturnType<typeof layered>, id: string) {
  const spot = result.spots.get(id);
  if (!spot) throw new Error(`no spot for ${id}`);
  return spot;
}

describe("layers", () => {
  test("a chain runs in one straight line", () => {
    const result = layered(["a", "b", "c"].map(node), [edge("a", "b"), edge("b", "c")]);

    expect(spotOf(result, "a").main).toBeLessThan(spotOf(result, "b").main);
    expect(spotOf(result, "b").main).toBeLessThan(spotOf(result, "c").main);
    expect(new Set(["a", "b", "c"].map(id => spotOf(result, id).cross)).size).toBe(1);
  });

  test("every edge leads onwards, whatever the order in which the nodes are given", () => {
    const edges = [edge("e", "b"), edge("d", "e"), edge("c", "a"), edge("d", "c"), edge("b", "a"), edge("d", "a")];
    const result = layered(["a", "b", "c", "d", "e"].map(node), edges);

    for (const { from, to } of edges) expect(spotOf(result, from).main + 100).toBeLessThan(spotOf(result, to).main);
  });

  test("nodes of a layer keep their distance", () => {
    const leaves = Array.from({ length: 9 }, (_, i) => `leaf${i}`);
    const result = layered(
      ["root", ...leaves].map(node),
      leaves.map(leaf => edge("root", leaf)),
    );

    const places = leaves.map(leaf => spotOf(result, leaf).cross).toSorted((a, b) => a - b);
    for (let i = 1; i < places.length; i++)
      expect((places[i] ?? 0) - (places[i - 1] ?? 0)).toBeGreaterThanOrEqual(58 - 1e-6);
    expect(spotOf(result, "root").cross).toBeCloseTo(places[4] ?? 0, 3);
  });

  test("crossings that can be avoided are avoided", () => {
    const result = layered(["a", "b", "c", "x", "y", "z"].map(node), [edge("a", "z"), edge("b", "y"), edge("c", "x")]);

    const order = (ids: ReadonlyArray<string>) =>
      ids.toSorted((p, q) => spotOf(result, p).cross - spotOf(result, q).cross);
    const sources = order(["a", "b", "c"]).join("");
    const targets = order(["x", "y", "z"]).join("");
    expect(["abc zyx", "cba xyz", "bac yzx", "bca yxz", "acb zxy", "cab xzy"]).toContain(`${sources} ${targets}`);
  });

  test("a long edge goes around the nodes of the layers that it passes", () => {
    const nodes = ["a", "b", "c", "d"].map(node);
    const result = layered(nodes, [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("a", "d")]);

    const route = result.routes[3] ?? [];
    for (const id of ["b", "c"]) {
      const { main, cross } = spotOf(result, id);
      const passing = route.filter(point => point.main >= main && point.main <= main + 100);
      expect(passing.length).toBeGreaterThan(0);
      for (const point of passing) expect(Math.abs(point.cross - cross)).toBeGreaterThan(20);
    }
  });

  test("ports stand alone before and after everything", () => {
    const nodes = [
      node("a"),
      node("b"),
      { ...node("in"), pin: "first" as const },
      { ...node("out"), pin: "last" as const },
    ];
    const result = layered(nodes, [edge("in", "b"), edge("a", "b"), edge("a", "out")]);

    expect(spotOf(result, "in").main).toBeLessThan(spotOf(result, "a").main);
    expect(spotOf(result, "out").main).toBeGreaterThan(spotOf(result, "b").main);
  });

  test("many nodes without edges become a block and not a column", () => {
    const result = layered(
      Array.from({ length: 100 }, (_, i) => node(`n${i}`)),
      [],
    );

    expect(result.cross).toBeLessThan(1500);
    expect(new Set([...result.spots.values()].map(({ main, cross }) => `${main},${cross}`)).size).toBe(100);
  });

  test("a cycle, which only a broken answer has, does not hang", () => {
    const result = layered(["a", "b"].map(node), [edge("a", "b"), edge("b", "a")]);

    expect(result.spots.size).toBe(2);
  });

  test("nothing is nothing", () => {
    expect(layered([], [])).toEqual({ spots: new Map(), routes: [], main: 0, cross: 0 });
  });

  test("five thousand nodes take no longer than a moment", () => {
    const nodes = Array.from({ length: 5000 }, (_, i) => node(`n${i}`));
    const edges = nodes
      .slice(50)
      .flatMap((_, i) => [edge(`n${i}`, `n${i + 50}`), edge(`n${i}`, `n${i + 50 + (i % 3)}`)]);
    const known = edges.filter(({ to }) => Number(to.slice(1)) < 5000);

    const before = performance.now();
    layered(nodes, known);

    expect(performance.now() - before).toBeLessThan(15_000); // about 300 ms; generous for a busy machine
  });
});
