import { describe, expect, test } from "vitest";
import type { TaskInstanceResponse } from "../api/types.ts";
import { cellOf, cellsOf, groupCell } from "./cells.ts";

function instance(
  task_id: string,
  state: string | null,
  more: Partial<TaskInstanceResponse> = {},
): TaskInstanceResponse {
  const start_date = state === null ? null : "2026-01-01T00:00:00Z";
  const end_date = state === "success" || state === "failed" ? "2026-01-01T00:01:00Z" : null;
  return { task_id, state, map_index: -1, try_number: 1, start_date, end_date, ...more } as TaskInstanceResponse;
}

describe("cells of the grid", () => {
  test("a task that is not mapped is in its instance's state", () => {
    expect(cellOf([instance("a", "success")])).toEqual({
      state: "success",
      counts: new Map([["success", 1]]),
      total: 1,
      tries: 1,
      start: "2026-01-01T00:00:00Z",
      end: "2026-01-01T00:01:00Z",
      mapped: false,
    });
  });

  test("a mapped task shows the gravest state, the counts in that order, and no end while one runs", () => {
    const states = ["success", "running", "success", null, "failed"];
    const cell = cellOf(states.map((state, map_index) => instance("m", state, { map_index, try_number: map_index })));

    expect(cell.state).toBe("failed");
    expect([...cell.counts]).toEqual([
      ["failed", 1],
      ["running", 1],
      ["none", 1],
      ["success", 2],
    ]);
    expect(cell).toMatchObject({ total: 5, tries: 4, end: null, mapped: true });
  });

  test("a group is all of its tasks together; one that the run does not have is left out", () => {
    const cells = cellsOf([instance("g.a", "success"), instance("g.b", "upstream_failed"), instance("x", "failed")]);

    expect(groupCell(["g.a", "g.b", "g.gone"], cells)).toMatchObject({ state: "upstream_failed", total: 2 });
    expect(groupCell(["g.gone"], cells)).toBeUndefined();
  });

  test("a state from a newer server is shown as none and breaks nothing", () => {
    expect(cellOf([instance("a", "levitating")]).state).toBe("none");
  });
});
