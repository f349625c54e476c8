import type { Task } from "../api/ours.ts";
import { type TreeNode, treeOf } from "../grid/taskTree.ts";
import { layered, type LayeredEdge, type LayeredNode } from "./layers.ts";

export type Flow = "right" | "down";

export interface DrawnNode {
  readonly node: TreeNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** An open group: a frame around its tasks. */
  readonly open: boolean;
  readonly depth: number;
}

export interface DrawnEdge {
  /** An SVG path. */
  readonly path: string;
  /** The tasks (or closed groups) that it joins; empty where it ends at a group's frame. */
  readonly from: string;
  readonly to: string;
  /** Whether it ends at the box of `to` itself, and not at the frame around it. */
  readonly arrives: boolean;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Drawing {
  /** Frames before what is inside them. */
  readonly nodes: ReadonlyArray<DrawnNode>;
  readonly edges: ReadonlyArray<DrawnEdge>;
  readonly width: number;
  readonly height: number;
  readonly flow: Flow;
  /** Across the flow: where the first layer has its middle; the view of a drawing too large to be seen begins there. */
  readonly begin: number;
}

export const NODE = { width: 190, height: 46 };
// A curve needs more room sideways, where it goes around the height of boxes, than downwards.
const LAYER_GAP = { right: 46, down: 34 };
const FRAME = { side: 22, top: 38 };

type Pair = readonly [from: string, to: string];

/** What is drawn at one level: the whole DAG, or the inside of an open group. */
interface Level {
  readonly children: ReadonlyArray<TreeNode>;
  readonly pairs: Pair[];
  /** Ids inside that something outside leads to, or that lead outside. */
  readonly entries: Set<string>;
  readonly exits: Set<string>;
}

interface XY {
  readonly x: number;
  readonly y: number;
}

interface RoutedEdge extends Pick<DrawnEdge, "from" | "to" | "arrives"> {
  readonly points: ReadonlyArray<XY>;
}

/** A laid-out level; places are relative to its frame. */
interface Inside {
  readonly nodes: ReadonlyArray<DrawnNode>;
  readonly edges: ReadonlyArray<RoutedEdge>;
  readonly width: number;
  readonly height: number;
  /** Where the edges from and to the outside pass the frame: across, from its middle. */
  readonly entryAt: ReadonlyMap<string, number>;
  readonly exitAt: ReadonlyMap<string, number>;
}

/** The DAG as boxes and paths. A group is laid out by itself and is one box in the graph around it. */
export function drawingOf(tasks: ReadonlyArray<Task>, closed: ReadonlySet<string>, flow: Flow): Drawing {
  const tree = treeOf(tasks);
  const levels = levelsOf(tree, closed);
  const parents = parentsOf(tree, closed);
  for (const pair of pairsOf(tasks, parents.visible)) spread(pair, parents.of, levels);
  const { nodes, edges, width, height } = inside("", levels, parents.of, flow);
  const drawn = edges.map(({ points, ...edge }) => ({ ...edge, path: pathOf(points, flow), box: boxOf(points) }));
  return { nodes, edges: drawn, width, height, flow, begin: beginOf(nodes, flow) };
}

function beginOf(nodes: ReadonlyArray<DrawnNode>, flow: Flow): number {
  const outer = nodes.filter(({ depth }) => depth === 0);
  const first = Math.min(...outer.map(({ x, y }) => (flow === "right" ? x : y)));
  const layer = outer.filter(({ x, y }) => (flow === "right" ? x : y) === first);
  const middles = layer.map(({ x, y, width, height }) => (flow === "right" ? y + height / 2 : x + width / 2));
  return middles.toSorted((a, b) => a - b)[middles.length >> 1] ?? 0;
}

function levelsOf(tree: ReadonlyArray<TreeNode>, closed: ReadonlySet<string>): Map<string, Level> {
  const levels = new Map<string, Level>();
  const add = (id: string, children: ReadonlyArray<TreeNode>) => {
    levels.set(id, { children, pairs: [], entries: new Set(), exits: new Set() });
    for (const child of children) if (child.kind === "group" && !closed.has(child.id)) add(child.id, child.children);
  };
  add("", tree);
  return levels;
}

/** For each box that is drawn the level it lies in; for each task the box that stands for it. */
function parentsOf(tree: ReadonlyArray<TreeNode>, closed: ReadonlySet<string>) {
  const of = new Map<string, string>();
  const visible = new Map<string, string>();
  const walk = (nodes: ReadonlyArray<TreeNode>, level: string, standIn: string | undefined) => {
    for (const node of nodes) {
      if (standIn === undefined) of.set(node.id, level);
      if (node.kind === "task") visible.set(node.id, standIn ?? node.id);
      else walk(node.children, node.id, standIn ?? (closed.has(node.id) ? node.id : undefined));
    }
  };
  walk(tree, "", undefined);
  return { of, visible };
}

function pairsOf(tasks: ReadonlyArray<Task>, visible: ReadonlyMap<string, string>): ReadonlyArray<Pair> {
  const pairs = new Map<string, Pair>();
  for (const task of tasks) {
    const from = visible.get(task.task_id ?? "");
    for (const id of task.downstream_task_ids ?? []) {
      const to = visible.get(id);
      if (from !== undefined && to !== undefined && from !== to) pairs.set(`${from}\n${to}`, [from, to]);
    }
  }
  return [...pairs.values()];
}

/** Gives the edge to the innermost level that holds both ends, and passages to the frames it goes through. */
function spread(pair: Pair, parents: ReadonlyMap<string, string>, levels: ReadonlyMap<string, Level>): void {
  const [from, to] = pair;
  const around = (id: string) => {
    const chain: string[] = [];
    for (let level = parents.get(id); level !== undefined; level = parents.get(level)) chain.push(level);
    return chain;
  };
  const fromLevels = around(from);
  const toLevels = around(to);
  const common = fromLevels.find(level => toLevels.includes(level)) ?? "";
  levels.get(common)?.pairs.push(pair);
  for (const level of fromLevels.slice(0, fromLevels.indexOf(common))) levels.get(level)?.exits.add(from);
  for (const level of toLevels.slice(0, toLevels.indexOf(common))) levels.get(level)?.entries.add(to);
}

function inside(
  id: string,
  levels: ReadonlyMap<string, Level>,
  parents: ReadonlyMap<string, string>,
  flow: Flow,
): Inside {
  const level = levels.get(id);
  if (!level) return EMPTY;
  const frames = new Map<string, Inside>();
  for (const { id: child } of level.children)
    if (levels.has(child)) frames.set(child, inside(child, levels, parents, flow));
  const sizeOf = (child: string) => frames.get(child) ?? NODE;
  const childOf = (box: string) => {
    let child = box;
    while (parents.get(child) !== id) child = parents.get(child) ?? id;
    return child;
  };

  const right = flow === "right";
  const nodes: LayeredNode[] = level.children.map(({ id: child }) => {
    const { width, height } = sizeOf(child);
    return { id: child, main: right ? width : height, cross: right ? height : width };
  });
  const ports = [
    ...[...level.entries].map(box => ({ id: `in ${box}`, main: 0, cross: 0, pin: "first" as const })),
    ...[...level.exits].map(box => ({ id: `out ${box}`, main: 0, cross: 0, pin: "last" as const })),
  ];
  const leave = (box: string) => ({ from: childOf(box), fromOffset: frames.get(childOf(box))?.exitAt.get(box) ?? 0 });
  const enter = (box: string) => ({ to: childOf(box), toOffset: frames.get(childOf(box))?.entryAt.get(box) ?? 0 });
  const wires: Wire[] = [
    ...level.pairs.map(([from, to]) => ({ ...leave(from), ...enter(to), ends: [from, to] as const })),
    ...[...level.entries].map(to => ({ from: `in ${to}`, fromOffset: 0, ...enter(to), ends: ["", to] as const })),
    ...[...level.exits].map(from => ({ ...leave(from), to: `out ${from}`, toOffset: 0, ends: [from, ""] as const })),
  ];
  return placed(level, frames, [...nodes, ...ports], wires, flow, id !== "");
}

const EMPTY: Inside = { nodes: [], edges: [], width: 0, height: 0, entryAt: new Map(), exitAt: new Map() };

interface Wire extends LayeredEdge {
  /** The boxes at its ends; empty where it ends at the frame. */
  readonly ends: Pair;
}

function placed(
  level: Level,
  frames: ReadonlyMap<string, Inside>,
  items: ReadonlyArray<LayeredNode>,
  wires: ReadonlyArray<Wire>,
  flow: Flow,
  framed: boolean,
): Inside {
  const right = flow === "right";
  const { spots, routes, main, cross } = layered(items, wires, right ? LAYER_GAP.right : LAYER_GAP.down);
  const pad = framed ? FRAME : { side: 0, top: 0 };
  // The layers of ports are the frame itself, so the gap to them is already the room at the sides.
  const lead = level.entries.size > 0 ? 0 : right ? pad.side : pad.top;
  const tail = level.exits.size > 0 ? 0 : pad.side;
  const above = right ? pad.top : pad.side;
  const length = lead + main + tail;
  const breadth = above + cross + pad.side;
  const width = right ? length : breadth;
  const height = right ? breadth : length;
  const at = (alongMain: number, alongCross: number) =>
    right ? { x: lead + alongMain, y: above + alongCross } : { x: above + alongCross, y: lead + alongMain };

  const nodes: DrawnNode[] = [];
  const edges: RoutedEdge[] = [];
  for (const node of level.children) {
    const spot = spots.get(node.id);
    if (!spot) continue;
    const frame = frames.get(node.id);
    const size = frame ?? NODE;
    const { x, y } = at(spot.main, spot.cross - (right ? size.height : size.width) / 2);
    nodes.push({ node, x, y, width: size.width, height: size.height, open: frame !== undefined, depth: 0 });
    if (frame) {
      nodes.push(...frame.nodes.map(each => ({ ...each, x: each.x + x, y: each.y + y, depth: each.depth + 1 })));
      edges.push(...frame.edges.map(each => moved(each, x, y)));
    }
  }
  for (const [index, { ends, to }] of wires.entries()) {
    const points = (routes[index] ?? []).map(point => at(point.main, point.cross));
    if (points.length < 2) continue; // an edge of a cycle, which only a broken answer has
    const [from, target] = ends;
    edges.push({ points, from, to: target, arrives: to === target });
  }
  const port = (kind: string, box: string): [string, number] => [
    box,
    (spots.get(`${kind} ${box}`)?.cross ?? 0) + above - breadth / 2,
  ];
  return {
    nodes,
    edges,
    width,
    height,
    entryAt: new Map([...level.entries].map(box => port("in", box))),
    exitAt: new Map([...level.exits].map(box => port("out", box))),
  };
}

/** Curves between layers, straight lines along them. */
function pathOf(points: ReadonlyArray<XY>, flow: Flow): string {
  const right = flow === "right";
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      const end = `${round(x)} ${round(y)}`;
      if (!before) return `M${end}`;
      if (right ? before.y === y : before.x === x) return `L${end}`;
      const halfX = round((before.x + x) / 2);
      const halfY = round((before.y + y) / 2);
      return right
        ? `C${halfX} ${round(before.y)} ${halfX} ${round(y)} ${end}`
        : `C${round(before.x)} ${halfY} ${round(x)} ${halfY} ${end}`;
    })
    .join("");
}

const round = (value: number) => Math.round(value * 10) / 10;

function boxOf(points: ReadonlyArray<XY>): DrawnEdge["box"] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function moved(edge: RoutedEdge, dx: number, dy: number): RoutedEdge {
  return { ...edge, points: edge.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) };
}
