import { describe, expect, test } from "vitest";
import type { TaskResponse } from "../api/types.ts";
import { type DrawnEdge, type Drawing, type DrawnNode, drawingOf, NODE } from "./drawing.ts";

const task = (task_id: string, ...downstream_task_ids: string[]) =>
  ({
    task_id,
    task_display_name: task_id,
    downstream_task_ids,
    is_mapped: false,
    operator_name: null,
  }) as unknown as TaskResponse;

const GROUPED = [
  task("start", "f.a", "f.g.b"),
  task("f.a", "f.c"),
  task("f.g.b", "f.c"),
  task("f.c", "end"),
  task("end"),
];

const NONE: ReadonlySet<string> = new Set();

function nodeOf({ nodes }: Drawing, id: string): DrawnNode {
  const found = nodes.find(({ node }) => node.id === id);
  if (!found) throw new Error(`${id} is not drawn`);
  return found;
}

const holds = (outer: DrawnNode, inner: DrawnNode) =>
  outer.x < inner.x &&
  outer.y < inner.y &&
  inner.x + inner.width < outer.x + outer.width &&
  inner.y + inner.height < outer.y + outer.height;

function apart(a: DrawnNode, b: DrawnNode): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

/** The first and the last point of an edge. */
function endsOf({ path }: DrawnEdge): readonly [string, string] {
  const numbers = path.match(/-?\d+(?:\.\d+)?/g) ?? [];
  return [numbers.slice(0, 2).join(), numbers.slice(-2).join()];
}

describe.each(["right", "down"] as const)("a drawing that flows %s", flow => {
  test("an open group is a frame around its tasks, also within another", () => {
    const drawing = drawingOf(GROUPED, NONE, flow);

    for (const id of ["f.a", "f.c", "f.g", "f.g.b"])
      expect(holds(nodeOf(drawing, "f"), nodeOf(drawing, id))).toBe(true);
    expect(holds(nodeOf(drawing, "f.g"), nodeOf(drawing, "f.g.b"))).toBe(true);
    expect(apart(nodeOf(drawing, "f"), nodeOf(drawing, "start"))).toBe(true);
    expect(apart(nodeOf(drawing, "f.g"), nodeOf(drawing, "f.a"))).toBe(true);
  });

  test("frames come before what lies in them, so that they are drawn behind it", () => {
    const order = drawingOf(GROUPED, NONE, flow).nodes.map(({ node }) => node.id);

    expect(order.indexOf("f")).toBeLessThan(order.indexOf("f.g"));
    expect(order.indexOf("f.g")).toBeLessThan(order.indexOf("f.g.b"));
  });

  test("everything lies within the drawing's size", () => {
    const { nodes, width, height } = drawingOf(GROUPED, NONE, flow);

    for (const node of nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.x + node.width).toBeLessThanOrEqual(width + 1e-6);
      expect(node.y + node.height).toBeLessThanOrEqual(height + 1e-6);
    }
  });

  test("an edge into a group goes through its frame to the task, in pieces that meet", () => {
    const { edges } = drawingOf(GROUPED, NONE, flow);

    const pieces = edges.filter(({ to }) => to === "f.g.b");
    expect(pieces).toHaveLength(3); // to the frame of f, through it to the frame of f.g, and on to the task
    expect(pieces.filter(({ arrives }) => arrives)).toHaveLength(1);
    const starts = new Set(pieces.map(piece => endsOf(piece)[0]));
    expect(pieces.filter(piece => starts.has(endsOf(piece)[1]))).toHaveLength(2);
  });

  test("a closed group is one box, with one edge for all that lead to it", () => {
    const drawing = drawingOf(GROUPED, new Set(["f"]), flow);

    expect(drawing.nodes.map(({ node }) => node.id).toSorted()).toEqual(["end", "f", "start"]);
    expect(nodeOf(drawing, "f")).toMatchObject({ ...NODE, open: false });
    expect(drawing.edges.map(({ from, to }) => `${from} > ${to}`).toSorted()).toEqual(["f > end", "start > f"]);
  });

  test("boxes never overlap, in a mesh of groups", () => {
    const tasks = Array.from({ length: 60 }, (_, i) =>
      task(`g${i % 5}.t${i}`, ...[i + 7, i + 12, i + 30].filter(j => j < 60).map(j => `g${j % 5}.t${j}`)),
    );
    const { nodes } = drawingOf(tasks, NONE, flow);
    const leaves = nodes.filter(({ open }) => !open);

    expect(leaves).toHaveLength(60);
    for (const [i, a] of leaves.entries()) for (const b of leaves.slice(i + 1)) expect(apart(a, b)).toBe(true);
  });
});

test("an edge to a task that is not there is left out", () => {
  expect(drawingOf([task("a", "gone")], NONE, "right").edges).toEqual([]);
});
