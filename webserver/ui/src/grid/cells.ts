import { groupBy } from "../base/groupBy.ts";
import type { TaskInstanceResponse } from "../api/types.ts";
import { rank, type State, stateOf, worst } from "../states/states.ts";

/** A task's part in one run: one instance, or all of a mapped task's, or all of a group's. */
export interface Cell {
  readonly state: State;
  readonly counts: ReadonlyMap<State, number>;
  readonly total: number;
  /** The highest number of tries that an instance needed. */
  readonly tries: number;
  readonly start: string | null;
  /** Null while one of them has not ended. */
  readonly end: string | null;
  readonly mapped: boolean;
}

export type RunCells = ReadonlyMap<string, Cell>;

// The same answer is asked about on each drawing; answers never change, so what was found of one stays right.
const known = new WeakMap<ReadonlyArray<TaskInstanceResponse>, RunCells>();

export function cellsOf(instances: ReadonlyArray<TaskInstanceResponse>): RunCells {
  const found = known.get(instances);
  if (found) return found;
  const byTask = groupBy(instances, instance => instance.task_id);
  const cells = new Map<string, Cell>();
  for (const [taskId, ofTask] of byTask) cells.set(taskId, cellOf(ofTask));
  known.set(instances, cells);
  return cells;
}

export function cellOf(instances: ReadonlyArray<TaskInstanceResponse>): Cell {
  const counts = new Map<State, number>();
  for (const instance of instances) {
    const state = stateOf(instance.state);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return {
    state: worst(counts.keys()),
    counts: sorted(counts),
    total: instances.length,
    tries: instances.reduce((most, instance) => Math.max(most, instance.try_number), 0),
    start: earliest(instances.map(instance => instance.start_date)),
    end: latest(instances.map(instance => instance.end_date)),
    mapped: instances.some(instance => instance.map_index >= 0),
  };
}

/** What a group shows: all of its tasks' instances together; undefined when the run has none of them. */
export function groupCell(taskIds: ReadonlyArray<string>, cells: RunCells): Cell | undefined {
  const parts = taskIds.flatMap(id => cells.get(id) ?? []);
  const [only] = parts;
  if (parts.length === 1) return only;
  if (parts.length === 0) return undefined;
  const counts = new Map<State, number>();
  for (const part of parts)
    for (const [state, count] of part.counts) counts.set(state, (counts.get(state) ?? 0) + count);
  return {
    state: worst(counts.keys()),
    counts: sorted(counts),
    total: parts.reduce((sum, part) => sum + part.total, 0),
    tries: Math.max(...parts.map(part => part.tries)),
    start: earliest(parts.map(part => part.start)),
    end: latest(parts.map(part => part.end)),
    mapped: false,
  };
}

function sorted(counts: ReadonlyMap<State, number>): ReadonlyMap<State, number> {
  return new Map([...counts].toSorted(([a], [b]) => rank(a) - rank(b)));
}

function earliest(moments: ReadonlyArray<string | null>): string | null {
  const known = moments.filter(at => at !== null);
  return known.length === 0 ? null : known.reduce((first, at) => (Date.parse(at) < Date.parse(first) ? at : first));
}

function latest(moments: ReadonlyArray<string | null>): string | null {
  const known = moments.filter(at => at !== null);
  if (known.length === 0 || known.length < moments.length) return null;
  return known.reduce((last, at) => (Date.parse(at) > Date.parse(last) ? at : last));
}
