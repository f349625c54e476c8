import { groupBy } from "../../base/groupBy.ts";
import type { TaskInstanceResponse } from "../../api/types.ts";
import { type Cell, cellOf } from "../../grid/cells.ts";
import { paths } from "../../router/paths.ts";

/** A line of the table of task instances: one instance, or all of a mapped task's. */
export interface InstanceRow {
  readonly key: string;
  readonly label: string;
  readonly to: string;
  readonly cell: Cell;
  readonly operator: string | null;
}

/** A line for each task; in the order of `taskIds`, and what is not among them (any more) last. */
export function taskRows(
  instances: ReadonlyArray<TaskInstanceResponse>,
  taskIds: ReadonlyArray<string>,
): ReadonlyArray<InstanceRow> {
  const place = new Map(taskIds.map((id, index) => [id, index]));
  const placeOf = (id: string) => place.get(id) ?? taskIds.length;
  return [...groupBy(instances, instance => instance.task_id)]
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .flatMap(([taskId, ofTask]) => {
      const [first] = ofTask;
      if (!first) return [];
      return {
        key: taskId,
        label: first.task_display_name,
        to: paths.instance({ dagId: first.dag_id, runId: first.dag_run_id, taskId, mapIndex: -1 }),
        cell: cellOf(ofTask),
        operator: first.operator_name,
      };
    });
}

/** A line for each element of a mapped task. */
export function elementRows(instances: ReadonlyArray<TaskInstanceResponse>): ReadonlyArray<InstanceRow> {
  return instances
    .toSorted((a, b) => a.map_index - b.map_index)
    .map(instance => ({
      key: String(instance.map_index),
      label: instance.rendered_map_index ?? String(instance.map_index),
      to: paths.instance({
        dagId: instance.dag_id,
        runId: instance.dag_run_id,
        taskId: instance.task_id,
        mapIndex: instance.map_index,
      }),
      cell: cellOf([instance]),
      operator: instance.operator_name,
    }));
}

export interface Span {
  readonly startMillis: number;
  readonly endMillis: number;
}

/** From the first start to the last end, or to now while something runs. */
export function spanOf(rows: ReadonlyArray<InstanceRow>, nowMillis: number): Span {
  const starts = rows.flatMap(({ cell }) => (cell.start === null ? [] : [Date.parse(cell.start)]));
  const ends = rows.flatMap(({ cell }) =>
    cell.start === null ? [] : [cell.end === null ? nowMillis : Date.parse(cell.end)],
  );
  const startMillis = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const endMillis = ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return starts.length === 0 ? { startMillis: nowMillis, endMillis: nowMillis } : { startMillis, endMillis };
}
