import type { DAGResponse, DagStatsResponse } from "../../api/types.ts";
import { IconButton } from "../../components/Button.tsx";
import { Link } from "../../router/Link.tsx";
import { paths } from "../../router/paths.ts";
import { mayRun } from "../../session/rights.ts";
import { labelOf, stateOf } from "../../states/states.ts";
import { StateMark } from "../../states/StateMark.tsx";
import { Ago } from "../../time/Time.tsx";
import { PauseToggle } from "../Dag/PauseToggle.tsx";
import { RunStrip } from "./RunStrip.tsx";

interface DagRowProps {
  readonly dag: DAGResponse;
  readonly stats: DagStatsResponse | undefined;
  readonly onTrigger: (dag: DAGResponse) => void;
}

export function DagRow({ dag, stats, onTrigger }: DagRowProps) {
  const counts = stats?.stats.filter(({ count }) => count > 0) ?? [];
  const signature = counts.map(({ state, count }) => `${state} ${count}`).join();
  return (
    <tr className={dag.is_paused ? "dag-row dag-row-paused" : "dag-row"} data-testid={`dag-${dag.dag_id}`}>
      <td className="dag-cell-toggle">
        <PauseToggle dagId={dag.dag_id} paused={dag.is_paused} disabled={!mayRun(dag)} />
      </td>
      <td className="dag-cell-name">
        <Link to={paths.dag(dag.dag_id)} className="dag-name">
          <bdi>{dag.dag_display_name}</bdi>
        </Link>
        {dag.has_import_errors && <span className="tag tag-danger">import error</span>}
        {dag.tags.map(tag => (
          <span key={tag.name} className="tag" dir="auto">
            {tag.name}
          </span>
        ))}
        {dag.description && (
          <div className="dag-description" dir="auto">
            {dag.description}
          </div>
        )}
      </td>
      <td className="dag-cell-schedule">
        {dag.timetable_summary ? (
          <>
            <code>{dag.timetable_summary}</code>
            {dag.timetable_description && <div className="dag-schedule-words">{dag.timetable_description}</div>}
          </>
        ) : (
          <span className="faint">no schedule</span>
        )}
      </td>
      <td className="dag-cell-runs">
        <RunStrip dagId={dag.dag_id} signature={signature} />
        <span className="run-counts">
          {counts.map(({ state, count }) => (
            <span key={state} title={`${count} runs ${labelOf(stateOf(state))}`}>
              <StateMark state={stateOf(state)} size={10} /> {count}
            </span>
          ))}
        </span>
      </td>
      <td className="dag-cell-next">{nextRun(dag)}</td>
      <td className="dag-cell-actions">
        {mayRun(dag) && (
          <IconButton icon="play" label={`Trigger ${dag.dag_display_name}`} onClick={() => onTrigger(dag)} />
        )}
      </td>
    </tr>
  );
}

function nextRun(dag: DAGResponse) {
  if (dag.is_paused) return <span className="faint">paused</span>;
  return <Ago at={dag.next_dagrun_run_after} />;
}
