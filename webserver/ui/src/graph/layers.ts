import { groupBy } from "../base/groupBy.ts";
/** Places the nodes of a graph without groups: in layers, with few crossings and straight edges. */

export interface LayeredNode {
  readonly id: string;
  /** Length along the direction in which edges run. */
  readonly main: number;
  /** Length across it. */
  readonly cross: number;
  /** `first` and `last`: a port, alone in a layer before or after all others. */
  readonly pin?: "first" | "last";
}

export interface LayeredEdge {
  readonly from: string;
  readonly to: string;
  /** Where the edge leaves or meets the node, across, from the node's middle. */
  readonly fromOffset: number;
  readonly toOffset: number;
}

export interface Spot {
  /** Where the node begins, along. */
  readonly main: number;
  /** Where its middle is, across. */
  readonly cross: number;
}

export interface Point {
  readonly main: number;
  readonly cross: number;
}

export interface Layered {
  readonly spots: ReadonlyMap<string, Spot>;
  /** For each edge, in the order given: the points it goes through. */
  readonly routes: ReadonlyArray<ReadonlyArray<Point>>;
  readonly main: number;
  readonly cross: number;
}

const NODE_GAP = 18;
const LANE_GAP = 10;
const LANE = 4;
// An edge across more layers than this is drawn straight through: lanes for it would make the graph huge.
const LONGEST_LANE = 24;
const MOST_ALONE_IN_LINE = 6;

/** A node, or the place of a long edge in a layer that it only passes. */
interface Item {
  readonly id: string;
  readonly main: number;
  readonly cross: number;
  readonly lane: boolean;
  layer: number;
  /** Its place in the layer. */
  order: number;
  /** Where its middle is, across. */
  at: number;
  readonly before: Link[];
  readonly after: Link[];
}

interface Link {
  readonly item: Item;
  /** Where the other end must be for the link to be straight, seen from this end: its `at` plus this. */
  readonly shift: number;
  readonly weight: number;
}

export function layered(
  nodes: ReadonlyArray<LayeredNode>,
  edges: ReadonlyArray<LayeredEdge>,
  layerGap: number,
): Layered {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = nodes.filter(({ id }) => !joined.has(id));
  if (alone.length <= MOST_ALONE_IN_LINE) return inLayers(nodes, edges, layerGap);
  return withBlock(
    inLayers(
      nodes.filter(({ id }) => joined.has(id)),
      edges,
      layerGap,
    ),
    alone,
  );
}

/** Adds nodes without edges as a block of about the shape of a screen: one column of them could be endless. */
function withBlock(rest: Layered, alone: ReadonlyArray<LayeredNode>): Layered {
  const main = Math.max(...alone.map(node => node.main)) + NODE_GAP * 2;
  const cross = Math.max(...alone.map(node => node.cross)) + NODE_GAP;
  const columns = Math.max(1, Math.round(Math.sqrt((alone.length * cross * 1.6) / main)));
  const top = rest.cross === 0 ? 0 : rest.cross + NODE_GAP * 2;
  const spots = new Map(rest.spots);
  for (const [index, node] of alone.entries()) {
    const row = Math.floor(index / columns);
    spots.set(node.id, { main: (index % columns) * main, cross: top + row * cross + node.cross / 2 });
  }
  return {
    spots,
    routes: rest.routes,
    main: Math.max(rest.main, columns * main - NODE_GAP * 2),
    cross: top + Math.ceil(alone.length / columns) * cross - NODE_GAP,
  };
}

function inLayers(nodes: ReadonlyArray<LayeredNode>, edges: ReadonlyArray<LayeredEdge>, layerGap: number): Layered {
  const layerOf = layerNumbers(nodes, edges);
  const items = new Map(nodes.map(node => [node.id, itemOf(node, layerOf.get(node.id) ?? 0)]));
  const layers: Item[][] = [];
  const put = (item: Item) => {
    const layer = (layers[item.layer] ??= []);
    item.order = layer.length;
    layer.push(item);
  };
  for (const item of items.values()) put(item);
  const chains = edges.map(edge => chainOf(edge, items, put));
  for (let i = 0; i < layers.length; i++) layers[i] ??= [];
  reduceCrossings(layers);
  straighten(layers);
  return result(layers, items, edges, chains, layerGap);
}

function itemOf({ id, main, cross }: LayeredNode, layer: number): Item {
  return { id, main, cross, lane: false, layer, order: 0, at: 0, before: [], after: [] };
}

/** Each node one layer after the last of those before it, then as near to those after it as it can be. */
function layerNumbers(nodes: ReadonlyArray<LayeredNode>, edges: ReadonlyArray<LayeredEdge>): Map<string, number> {
  const free = nodes.filter(node => node.pin === undefined).map(({ id }) => id);
  const layer = new Map(free.map(id => [id, 0]));
  const inner = edges.filter(({ from, to }) => layer.has(from) && layer.has(to) && from !== to);
  const after = groupBy(inner, ({ from }) => from);
  const incoming = groupBy(inner, ({ to }) => to);
  const order = topological(free, inner);
  for (const id of order) {
    for (const { to } of after.get(id) ?? []) layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(id) ?? 0) + 1));
  }
  for (const id of order.toReversed()) {
    const targets = after.get(id) ?? [];
    if (targets.length === 0 || targets.length < (incoming.get(id)?.length ?? 0)) continue;
    layer.set(id, Math.max(layer.get(id) ?? 0, Math.min(...targets.map(({ to }) => layer.get(to) ?? 0)) - 1));
  }
  const hasFirst = nodes.some(node => node.pin === "first");
  const shift = hasFirst ? 1 : 0;
  const last = Math.max(-1, ...layer.values()) + shift + 1;
  for (const id of free) layer.set(id, (layer.get(id) ?? 0) + shift);
  for (const { id, pin } of nodes) if (pin !== undefined) layer.set(id, pin === "first" ? 0 : last);
  return layer;
}

/** Sources first. The nodes of a cycle (a broken answer) come last, in the order given. */
function topological(ids: ReadonlyArray<string>, edges: ReadonlyArray<LayeredEdge>): ReadonlyArray<string> {
  const waits = new Map(ids.map(id => [id, 0]));
  for (const { to } of edges) waits.set(to, (waits.get(to) ?? 0) + 1);
  const after = groupBy(edges, ({ from }) => from);
  const order = ids.filter(id => waits.get(id) === 0);
  for (const id of order) {
    for (const { to } of after.get(id) ?? []) {
      const left = (waits.get(to) ?? 0) - 1;
      waits.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  const placed = new Set(order);
  return [...order, ...ids.filter(id => !placed.has(id))];
}

/** The items that an edge goes through, linked; with a lane in each layer between its ends. */
function chainOf(edge: LayeredEdge, items: ReadonlyMap<string, Item>, put: (item: Item) => void): ReadonlyArray<Item> {
  const from = items.get(edge.from);
  const to = items.get(edge.to);
  if (!from || !to || to.layer <= from.layer) return [];
  const chain = [from];
  const length = to.layer - from.layer;
  if (length > 1 && length <= LONGEST_LANE) {
    for (let layer = from.layer + 1; layer < to.layer; layer++) {
      const lane = { ...itemOf({ id: "", main: 0, cross: LANE }, layer), lane: true };
      put(lane);
      chain.push(lane);
    }
  }
  chain.push(to);
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1], chain[i]];
    if (!a || !b) continue;
    const shift = (i === 1 ? edge.fromOffset : 0) - (i === chain.length - 1 ? edge.toOffset : 0);
    const weight = (a.lane ? 2 : 1) * (b.lane ? 2 : 1);
    a.after.push({ item: b, shift: -shift, weight });
    b.before.push({ item: a, shift, weight });
  }
  return chain;
}

const SWEEPS = 12;

/** Sorts each layer by the middle of its neighbours, forth and back; keeps the best order seen. */
function reduceCrossings(layers: Item[][]): void {
  let best = layers.map(layer => [...layer]);
  let fewest = crossings(layers);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const forth = sweep % 2 === 0;
    for (const layer of forth ? layers : layers.toReversed()) {
      const middle = new Map(layer.map(item => [item, median(forth ? item.before : item.after, item.order)]));
      layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || a.order - b.order);
      for (const [order, item] of layer.entries()) item.order = order;
    }
    const now = crossings(layers);
    if (now < fewest) {
      fewest = now;
      best = layers.map(layer => [...layer]);
    }
  }
  for (const [index, layer] of best.entries()) {
    layers[index] = layer;
    for (const [order, item] of layer.entries()) item.order = order;
  }
}

function median(links: ReadonlyArray<Link>, otherwise: number): number {
  if (links.length === 0) return otherwise;
  const orders = links.map(({ item }) => item.order).toSorted((a, b) => a - b);
  const half = orders.length >> 1;
  const upper = orders[half] ?? 0;
  return orders.length % 2 === 1 ? upper : ((orders[half - 1] ?? 0) + upper) / 2;
}

/** Pairs of edges that cross, counted with a tree of sums: n log n. */
function crossings(layers: ReadonlyArray<ReadonlyArray<Item>>): number {
  let count = 0;
  for (const layer of layers) {
    const ends = layer.flatMap(item => item.after.map(link => link.item.order).toSorted((a, b) => a - b));
    const size = Math.max(0, ...ends) + 1;
    const sums = new Int32Array(size + 1);
    for (const [seen, end] of ends.entries()) {
      let notAbove = 0;
      for (let i = end + 1; i > 0; i -= i & -i) notAbove += sums[i] ?? 0;
      count += seen - notAbove;
      for (let i = end + 1; i <= size; i += i & -i) sums[i] = (sums[i] ?? 0) + 1;
    }
  }
  return count;
}

const ROUNDS = 6;

/** Moves the items of each layer across, order and distances kept, to where their edges are shortest. */
function straighten(layers: ReadonlyArray<ReadonlyArray<Item>>): void {
  for (const layer of layers) settle(layer, item => ({ at: item.order * 40, weight: 1 }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const layer of layers) settle(layer, item => wish(item, item.before));
    for (const layer of layers.toReversed()) settle(layer, item => wish(item, item.after));
  }
  for (const layer of layers) settle(layer, item => wish(item, [...item.before, ...item.after]));
}

interface Wish {
  readonly at: number;
  readonly weight: number;
}

function wish(item: Item, links: ReadonlyArray<Link>): Wish {
  let weight = 0;
  let sum = 0;
  for (const link of links) {
    weight += link.weight;
    sum += link.weight * (link.item.at + link.shift);
  }
  return weight === 0 ? { at: item.at, weight: 0.05 } : { at: sum / weight, weight };
}

/** The least squares answer to the wishes under the distances: neighbours that collide move as one block. */
function settle(layer: ReadonlyArray<Item>, wishOf: (item: Item) => Wish): void {
  const blocks: { weight: number; at: number; count: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, item] of layer.entries()) {
    const previous = layer[index - 1];
    if (previous) offset += (previous.cross + item.cross) / 2 + (previous.lane && item.lane ? LANE_GAP : NODE_GAP);
    offsets.push(offset);
    const { at, weight } = wishOf(item);
    let block = { weight, at: at - offset, count: 1 };
    for (let last = blocks.at(-1); last && last.at > block.at; last = blocks.at(-1)) {
      blocks.pop();
      const sum = last.weight + block.weight;
      block = {
        weight: sum,
        at: (last.at * last.weight + block.at * block.weight) / sum,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  let next = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.count; i++, next++) {
      const item = layer[next];
      if (item) item.at = block.at + (offsets[next] ?? 0);
    }
  }
}

function result(
  layers: ReadonlyArray<ReadonlyArray<Item>>,
  items: ReadonlyMap<string, Item>,
  edges: ReadonlyArray<LayeredEdge>,
  chains: ReadonlyArray<ReadonlyArray<Item>>,
  layerGap: number,
): Layered {
  const all = layers.flat();
  const top = all.reduce((least, item) => Math.min(least, item.at - item.cross / 2), Number.POSITIVE_INFINITY);
  const bottom = all.reduce((most, item) => Math.max(most, item.at + item.cross / 2), Number.NEGATIVE_INFINITY);
  const lengths = layers.map(layer => Math.max(0, ...layer.map(item => item.main)));
  const starts: number[] = [];
  let main = 0;
  for (const length of lengths) {
    starts.push(main);
    main += length + layerGap;
  }
  const startOf = (item: Item) => starts[item.layer] ?? 0;
  const endOf = (item: Item) => startOf(item) + (item.lane ? (lengths[item.layer] ?? 0) : item.main);
  const routes = chains.map((chain, index) =>
    chain.flatMap((item, step): Point[] => {
      const edge = edges[index];
      const cross = item.at - top;
      if (step === 0) return [{ main: endOf(item), cross: cross + (edge?.fromOffset ?? 0) }];
      if (step === chain.length - 1) return [{ main: startOf(item), cross: cross + (edge?.toOffset ?? 0) }];
      return [
        { main: startOf(item), cross },
        { main: endOf(item), cross },
      ];
    }),
  );
  const spots = new Map([...items].map(([id, item]) => [id, { main: startOf(item), cross: item.at - top }]));
  return { spots, routes, main: Math.max(0, main - layerGap), cross: all.length === 0 ? 0 : bottom - top };
}
