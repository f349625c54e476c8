import { get } from "../../api/endpoints.ts";
import type { Run } from "../../api/ours.ts";
import { useGet } from "../../live/useGet.ts";

/** The runs of a DAG that are worth a look: those that have started, and the next that wait; newest first. */
export function useRuns(dagId: string, count: number, ready = true) {
  const { data: started, error } = useGet(ready ? get.newestRuns(dagId, count) : undefined);
  const { data: waiting, error: waitingError } = useGet(ready ? get.waitingRuns(dagId) : undefined);
  if (!started || !waiting) return { runs: undefined, notShown: 0, error: error ?? waitingError };
  // Between the two answers a run may have begun.
  const known = new Set(started.map(run => run.dag_run_id));
  const next = waiting.dag_runs.filter(run => !known.has(run.dag_run_id));
  return {
    runs: [...started, ...next].toSorted(newestFirst),
    notShown: Math.max(0, (waiting.total_entries ?? 0) - waiting.dag_runs.length),
    error: undefined,
  };
}

function newestFirst(a: Run, b: Run): number {
  return Date.parse(b.run_after) - Date.parse(a.run_after);
}
