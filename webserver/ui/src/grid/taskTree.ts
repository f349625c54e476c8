import type { Task } from "../api/ours.ts";

export interface TaskNode {
  readonly kind: "task";
  readonly id: string;
  readonly label: string;
  readonly mapped: boolean;
  readonly operator: string | null;
  readonly role: "setup" | "teardown" | undefined;
}

export interface GroupNode {
  readonly kind: "group";
  /** The ids of its tasks begin with this and a dot. */
  readonly id: string;
  readonly label: string;
  readonly children: ReadonlyArray<TreeNode>;
}

export type TreeNode = TaskNode | GroupNode;

/** A line of the grid. */
export interface Row {
  readonly node: TreeNode;
  readonly depth: number;
  /** The tasks whose states it shows: itself, or all of the group. */
  readonly taskIds: ReadonlyArray<string>;
  readonly collapsed: boolean;
}

interface GroupBuilder {
  readonly id: string;
  readonly children: (TaskNode | GroupBuilder)[];
}

/** Tasks in the order in which they can run, put into the groups that their ids name (`features.hourly`). */
export function treeOf(tasks: ReadonlyArray<Task>): ReadonlyArray<TreeNode> {
  const root: GroupBuilder = { id: "", children: [] };
  const groups = new Map<string, GroupBuilder>([["", root]]);
  for (const task of runOrder(tasks)) {
    const id = task.task_id ?? "";
    const parentId = groupOf(id);
    const parent = groupAt(parentId, groups);
    parent.children.push({
      kind: "task",
      id,
      label: labelIn(parentId, task.task_display_name ?? id),
      mapped: task.is_mapped === true,
      operator: task.operator_name,
      role: task.is_setup ? "setup" : task.is_teardown ? "teardown" : undefined,
    });
  }
  return root.children.map(child => finished(child, ""));
}

export function groupOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf(".")));
}

function labelIn(parentId: string, name: string): string {
  return parentId !== "" && name.startsWith(`${parentId}.`) ? name.slice(parentId.length + 1) : name;
}

function groupAt(id: string, groups: Map<string, GroupBuilder>): GroupBuilder {
  const known = groups.get(id);
  if (known) return known;
  const made: GroupBuilder = { id, children: [] };
  groups.set(id, made);
  groupAt(groupOf(id), groups).children.push(made);
  return made;
}

function finished(node: TaskNode | GroupBuilder, parentId: string): TreeNode {
  if ("kind" in node) return node;
  return {
    kind: "group",
    id: node.id,
    label: labelIn(parentId, node.id),
    children: node.children.map(child => finished(child, node.id)),
  };
}

/** Upstream before downstream, else as the server listed them. Tasks of a cycle, should there be one, come last. */
function runOrder(tasks: ReadonlyArray<Task>): ReadonlyArray<Task> {
  const places = new Map(tasks.map((task, place) => [task.task_id, place]));
  const after = tasks.map(task => (task.downstream_task_ids ?? []).flatMap(id => places.get(id) ?? []));
  const waitsFor = tasks.map(() => 0);
  for (const place of after.flat()) waitsFor[place] = (waitsFor[place] ?? 0) + 1;
  // Places of tasks that wait for none that is not in the order yet, the one to take next at the end.
  const ready = waitsFor.flatMap((count, place) => (count === 0 ? place : [])).toReversed();
  const order: number[] = [];
  for (let place = ready.pop(); place !== undefined; place = ready.pop()) {
    order.push(place);
    for (const next of after[place] ?? []) {
      const left = (waitsFor[next] ?? 0) - 1;
      waitsFor[next] = left;
      if (left === 0) insert(ready, next);
    }
  }
  const placed = new Set(order);
  const cyclic = [...tasks.keys()].filter(place => !placed.has(place));
  return [...order, ...cyclic].flatMap(place => tasks[place] ?? []);
}

/** Keeps the list falling. */
function insert(falling: number[], value: number): void {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((falling[middle] ?? 0) > value) low = middle + 1;
    else high = middle;
  }
  falling.splice(low, 0, value);
}

/** The lines to show when some groups are closed. */
export function rowsOf(tree: ReadonlyArray<TreeNode>, collapsed: ReadonlySet<string>): ReadonlyArray<Row> {
  const rows: Row[] = [];
  const add = (node: TreeNode, depth: number) => {
    const closed = node.kind === "group" && collapsed.has(node.id);
    rows.push({ node, depth, taskIds: taskIdsOf(node), collapsed: closed });
    if (node.kind === "group" && !closed) for (const child of node.children) add(child, depth + 1);
  };
  for (const node of tree) add(node, 0);
  return rows;
}

export function taskIdsOf(node: TreeNode): ReadonlyArray<string> {
  return node.kind === "task" ? [node.id] : node.children.flatMap(taskIdsOf);
}

export function groupIdsOf(tree: ReadonlyArray<TreeNode>): ReadonlyArray<string> {
  return tree.flatMap(node => (node.kind === "group" ? [node.id, ...groupIdsOf(node.children)] : []));
}
