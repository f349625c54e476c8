import { get } from "../../api/endpoints.ts";
import type { DAGRunResponse } from "../../api/types.ts";
import { useGet } from "../../live/useGet.ts";
import { Link } from "../../router/Link.tsx";
import { paths } from "../../router/paths.ts";
import { colorOf, labelOf, runTypeLabel, stateOf } from "../../states/states.ts";
import { formatDuration, formatLogicalDate, secondsBetween } from "../../time/format.ts";
import { useNow } from "../../time/useNow.ts";
import { useZone } from "../../time/zone.ts";

interface RunStripProps {
  readonly dagId: string;
  /** Changes when the server's counts of this DAG's runs do: then the runs are read again. */
  readonly signature: string;
}

/** The runs of a DAG that started last, oldest first: colour is the state, height the duration. */
export function RunStrip({ dagId, signature }: RunStripProps) {
  const { data } = useGet(get.latestRuns(dagId), signature);
  const runs = (data?.dag_runs ?? []).toReversed();
  const now = useNow(runs.some(run => run.state === "running"));
  const seconds = runs.map(run => secondsBetween(run.start_date, run.end_date, now) ?? 0);
  const longest = Math.max(...seconds, 1);
  return (
    <span className="run-strip" role="group" aria-label={`Latest runs of ${dagId}`}>
      {runs.map((run, index) => (
        <RunBar key={run.dag_run_id} run={run} seconds={seconds[index] ?? 0} share={(seconds[index] ?? 0) / longest} />
      ))}
    </span>
  );
}

function RunBar({
  run,
  seconds,
  share,
}: {
  readonly run: DAGRunResponse;
  readonly seconds: number;
  readonly share: number;
}) {
  const zone = useZone();
  const state = stateOf(run.state);
  const name = run.logical_date ? formatLogicalDate(run.logical_date, zone) : run.dag_run_id;
  const text = `${name}: ${labelOf(state)}, ${runTypeLabel(run.run_type)}, ${formatDuration(seconds)}`;
  return (
    <Link
      to={paths.run(run.dag_id, run.dag_run_id)}
      className={`run-bar run-bar-${state}`}
      aria-label={text}
      title={text}
      data-state={state}
    >
      <span style={{ blockSize: `${Math.round(20 + 80 * Math.sqrt(share))}%`, background: colorOf(state) }} />
    </Link>
  );
}
