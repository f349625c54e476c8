import { get } from "../../api/endpoints.ts";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { RunGrid } from "../../grid/RunGrid.tsx";
import { useGet } from "../../live/useGet.ts";
import { useQuery } from "../../router/router.ts";
import { StateLegend } from "../../states/StateLegend.tsx";

const COUNTS = [14, 30, 60, 120, 365];

// As many cells as a browser fetches and holds without a wait; a DAG of thousands of tasks shows fewer runs at first.
const COMFORTABLE_CELLS = 20_000;

export function GridTab({ dagId, paused }: { readonly dagId: string; readonly paused: boolean }) {
  const { data: tasks, error: tasksError } = useGet(get.tasks(dagId));
  const usual = tasks && tasks.total_entries * 60 > COMFORTABLE_CELLS ? 14 : 60;
  const [wanted, setWanted] = useQuery("runs", "");
  const count = Number(wanted) || usual;
  const { data: page, error } = useGet(tasks && get.runs(dagId, count));
  if (!tasks || !page) return <Missing error={tasksError ?? error} what="The runs cannot be shown." lines={8} />;
  if (page.dag_runs.length === 0) return <NoRuns paused={paused} />;
  return (
    <section className="grid-tab" aria-label="Grid">
      <div className="tool-row">
        <StateLegend />
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
      <RunGrid dagId={dagId} tasks={tasks.tasks} runs={page.dag_runs.toReversed()} />
    </section>
  );
}

function NoRuns({ paused }: { readonly paused: boolean }) {
  return (
    <Empty title="No run yet">
      {paused ? (
        <p>The DAG is paused: turn it on with the switch beside its name, and its schedule makes runs.</p>
      ) : (
        <p>Its schedule makes the first one; or trigger one now.</p>
      )}
    </Empty>
  );
}
