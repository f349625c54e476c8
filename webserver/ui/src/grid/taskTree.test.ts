import { describe, expect, test } from "vitest";
import type { TaskResponse } from "../api/types.ts";
import { groupIdsOf, rowsOf, treeOf } from "./taskTree.ts";

const task = (task_id: string, ...downstream_task_ids: string[]) =>
  ({
    task_id,
    task_display_name: task_id,
    downstream_task_ids,
    is_mapped: false,
    operator_name: "lambda",
  }) as unknown as TaskResponse;

const shape = (rows: ReturnType<typeof rowsOf>) => rows.map(({ node, depth }) => `${"  ".repeat(depth)}${node.label}`);

describe("the tree of tasks", () => {
  test("upstream comes before downstream, however the server sorts", () => {
    const tree = treeOf([task("c"), task("b", "c"), task("a", "b")]);

    expect(shape(rowsOf(tree, new Set()))).toEqual(["a", "b", "c"]);
  });

  test("dots in ids make groups, also within each other, at the place of their first task", () => {
    const tree = treeOf([task("start", "f.x", "f.g.y"), task("f.x", "f.g.y"), task("f.g.y", "end"), task("end")]);

    expect(shape(rowsOf(tree, new Set()))).toEqual(["start", "f", "  x", "  g", "    y", "end"]);
    expect(groupIdsOf(tree)).toEqual(["f", "f.g"]);
  });

  test("a closed group is one row that stands for all its tasks", () => {
    const tree = treeOf([task("f.x"), task("f.g.y"), task("z")]);

    const rows = rowsOf(tree, new Set(["f"]));

    expect(shape(rows)).toEqual(["f", "z"]);
    expect(rows[0]?.taskIds).toEqual(["f.x", "f.g.y"]);
  });

  test("tasks of a cycle are still there", () => {
    expect(shape(rowsOf(treeOf([task("a", "b"), task("b", "a"), task("c")]), new Set()))).toEqual(["c", "a", "b"]);
  });
});
