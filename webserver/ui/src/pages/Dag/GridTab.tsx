import { get } from "../../api/endpoints.ts";
import type { DAGRunResponse } from "../../api/types.ts";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { RunGrid } from "../../grid/RunGrid.tsx";
import { useGet } from "../../live/useGet.ts";
import { summaryOf } from "../../grid/summary.ts";
import { useQuery } from "../../router/router.ts";
import { HeldBack } from "./HeldBack.tsx";
import { useRuns } from "./useRuns.ts";
import { labelOf } from "../../states/states.ts";
import { StateLegend } from "../../states/StateLegend.tsx";
import { StateMark } from "../../states/StateMark.tsx";
import { formatDuration } from "../../time/format.ts";

const COUNTS: readonly [number, ...number[]] = [7, 14, 30, 60, 120, 365];

// As many cells as a browser fetches and holds without a wait; a DAG of thousands of tasks shows fewer runs at first.
const COMFORTABLE_CELLS = 20_000;

function usualCount(tasks: number): number {
  return COUNTS.findLast(count => count <= 60 && count * tasks <= COMFORTABLE_CELLS) ?? COUNTS[0];
}

interface GridTabProps {
  readonly dagId: string;
  readonly paused: boolean;
  /** Of the DAG: another one may have other tasks. */
  readonly version: string;
}

export function GridTab({ dagId, paused, version }: GridTabProps) {
  const { data: tasks, error: tasksError } = useGet(get.tasks(dagId), version);
  const [wanted, setWanted] = useQuery("runs", "");
  const count = Number(wanted) || usualCount(tasks?.total_entries ?? 0);
  const { runs, notShown, error } = useRuns(dagId, count, tasks !== undefined);
  if (!tasks || !runs) return <Missing error={tasksError ?? error} what="The runs cannot be shown." lines={8} />;
  if (runs.length === 0) return <NoRuns dagId={dagId} paused={paused} />;
  return (
    <section className="grid-tab" aria-label="Grid">
      <div className="tool-row">
        <RunFigures runs={runs} notShown={notShown} />
        <span className="tool-space" />
        <label className="tool">
          Runs
          <select aria-label="Number of runs" value={count} onChange={event => setWanted(event.target.value)}>
            {[...new Set([...COUNTS, count])]
              .toSorted((a, b) => a - b)
              .map(option => (
                <option key={option}>{option}</option>
              ))}
          </select>
        </label>
      </div>
      <RunGrid dagId={dagId} tasks={tasks.tasks} runs={runs.toReversed()} />
      <StateLegend />
    </section>
  );
}

interface RunFiguresProps {
  readonly runs: ReadonlyArray<DAGRunResponse>;
  /** How many more wait than are shown. */
  readonly notShown: number;
}

function RunFigures({ runs, notShown }: RunFiguresProps) {
  const { counts, medianSeconds } = summaryOf(runs);
  return (
    <ul className="figures" aria-label="The runs shown">
      {[...counts].map(([state, count]) => (
        <li key={state}>
          <StateMark state={state} size={11} /> <strong>{count}</strong> {labelOf(state)}
        </li>
      ))}
      {notShown > 0 && (
        <li>
          <strong>{notShown}</strong> more wait
        </li>
      )}
      {medianSeconds !== undefined && (
        <li>
          <strong>{formatDuration(medianSeconds)}</strong> median
        </li>
      )}
    </ul>
  );
}

function NoRuns({ dagId, paused }: { readonly dagId: string; readonly paused: boolean }) {
  return (
    <Empty title="No run yet">
      {paused ? (
        <p>The DAG is paused: turn it on with the switch beside its name, and its schedule makes runs.</p>
      ) : (
        <p>Its schedule makes the first one; or trigger one now.</p>
      )}
      {!paused && <HeldBack dagId={dagId} />}
    </Empty>
  );
}
