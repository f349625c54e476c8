import { useMemo } from "react";
import { get } from "../../api/endpoints.ts";
import { Missing } from "../../components/Feedback.tsx";
import { Graph } from "../../graph/Graph.tsx";
import { cellsOf } from "../../grid/cells.ts";
import { useGet } from "../../live/useGet.ts";
import { useQuery } from "../../router/router.ts";
import { labelOf, stateOf } from "../../states/states.ts";
import { formatLogicalDate } from "../../time/format.ts";
import { useZone } from "../../time/zone.ts";
import { useRuns } from "./useRuns.ts";

const RUNS = 60;

/** The DAG's shape, coloured by one of its runs: the newest that has begun if none was chosen. */
export function GraphTab({ dagId, version }: { readonly dagId: string; readonly version: string }) {
  const zone = useZone();
  const [chosen, choose] = useQuery("run");
  const { data: tasks, error } = useGet(get.tasks(dagId), version);
  const { runs } = useRuns(dagId, RUNS);
  const run =
    runs?.find(each => each.dag_run_id === chosen) ?? runs?.find(each => each.state !== "queued") ?? runs?.[0];
  const signature = run ? `${run.state} ${run.start_date} ${run.end_date}` : "";
  const { data: instances } = useGet(run && get.instances(dagId, run.dag_run_id), signature);
  const cells = useMemo(() => instances && cellsOf(instances), [instances]);
  if (!tasks) return <Missing error={error} what="The graph cannot be drawn." lines={8} />;
  return (
    <Graph
      dagId={dagId}
      tasks={tasks.tasks}
      runId={run?.dag_run_id}
      cells={cells}
      tools={
        run && (
          <label className="tool">
            Run
            <select aria-label="Run" value={run.dag_run_id} onChange={event => choose(event.target.value)}>
              {runs?.map(each => (
                <option key={each.dag_run_id} value={each.dag_run_id}>
                  {each.logical_date ? formatLogicalDate(each.logical_date, zone) : each.dag_run_id} ·{" "}
                  {labelOf(stateOf(each.state))}
                </option>
              ))}
            </select>
          </label>
        )
      }
    />
  );
}
