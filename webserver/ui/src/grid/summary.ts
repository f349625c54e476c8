import type { DAGRunResponse } from "../api/types.ts";
import { type State, stateOf } from "../states/states.ts";

export interface RunSummary {
  readonly counts: ReadonlyMap<State, number>;
  /** Of the runs that have ended; undefined when none has. */
  readonly medianSeconds: number | undefined;
}

export function summaryOf(runs: ReadonlyArray<DAGRunResponse>): RunSummary {
  const counts = new Map<State, number>();
  for (const run of runs) counts.set(stateOf(run.state), (counts.get(stateOf(run.state)) ?? 0) + 1);
  const seconds = runs
    .flatMap(({ start_date, end_date }) =>
      start_date && end_date ? Date.parse(end_date) - Date.parse(start_date) : [],
    )
    .map(millis => millis / 1000)
    .toSorted((a, b) => a - b);
  const half = seconds.length >> 1;
  const upper = seconds[half];
  const lower = seconds[seconds.length % 2 === 0 ? half - 1 : half];
  return { counts, medianSeconds: upper === undefined || lower === undefined ? undefined : (lower + upper) / 2 };
}
