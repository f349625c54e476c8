import { get } from "../../api/endpoints.ts";
import { Button } from "../../components/Button.tsx";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { useGet } from "../../live/useGet.ts";
import { Link } from "../../router/Link.tsx";
import type { DagRunState } from "../../api/types.ts";
import { paths } from "../../router/paths.ts";
import { useQuery } from "../../router/router.ts";
import { StateBadge, StateMark } from "../../states/StateMark.tsx";
import { labelOf, runTypeLabel, stateOf } from "../../states/states.ts";
import { Time, Took } from "../../time/Time.tsx";

const PAGE = 50;

const STATES: ReadonlyArray<DagRunState> = ["running", "queued", "success", "failed"];

export function RunsTab({ dagId }: { readonly dagId: string }) {
  const [state, setState] = useQuery("state");
  const [pageText, setPageText] = useQuery("page");
  const page = Math.max(0, (Number(pageText) || 1) - 1);
  const only = STATES.find(each => each === state);
  const choose = (next: string) => {
    setState(next);
    setPageText("");
  };
  return (
    <>
      <div className="tool-row">
        <div className="segments" role="group" aria-label="State">
          <button type="button" aria-pressed={only === undefined} onClick={() => choose("")}>
            All
          </button>
          {STATES.map(each => (
            <button key={each} type="button" aria-pressed={only === each} onClick={() => choose(each)}>
              <StateMark state={each} size={11} /> {labelOf(each)}
            </button>
          ))}
        </div>
      </div>
      <RunList
        key={only}
        dagId={dagId}
        only={only}
        page={page}
        onPage={to => setPageText(to === 0 ? "" : String(to + 1))}
      />
    </>
  );
}

interface RunListProps {
  readonly dagId: string;
  readonly only: DagRunState | undefined;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function RunList({ dagId, only, page, onPage }: RunListProps) {
  const { data, error } = useGet(get.runs(dagId, PAGE, page * PAGE, only));
  if (!data) return <Missing error={error} what="The runs cannot be listed." lines={8} />;
  const total = data.total_entries ?? data.dag_runs.length;
  if (total === 0) return <Empty title={only ? `No run is ${labelOf(only)}` : "No run yet"} />;
  return (
    <>
      <div className="table-box">
        <table className="table" aria-label="Runs">
          <thead>
            <tr>
              <th scope="col">Logical date</th>
              <th scope="col">State</th>
              <th scope="col">Type</th>
              <th scope="col">Started</th>
              <th scope="col">Took</th>
              <th scope="col">Run id</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {data.dag_runs.map(run => (
              <tr key={run.dag_run_id}>
                <td>
                  <Link to={paths.run(dagId, run.dag_run_id)}>
                    {run.logical_date ? <Time at={run.logical_date} detail="logical" /> : "no date"}
                  </Link>
                </td>
                <td>
                  <StateBadge state={stateOf(run.state)} />
                </td>
                <td>{runTypeLabel(run.run_type)}</td>
                <td>
                  <Time at={run.start_date} />
                </td>
                <td>
                  <Took start={run.start_date} end={run.end_date} />
                </td>
                <td>
                  <div className="cell-long" dir="auto">
                    {run.dag_run_id}
                  </div>
                </td>
                <td dir="auto">{run.triggering_user_name ?? run.triggered_by ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > PAGE && (
        <nav className="pager" aria-label="Pages">
          <Button disabled={page === 0} onClick={() => onPage(page - 1)}>
            Newer
          </Button>
          <span>
            {page * PAGE + 1}–{page * PAGE + data.dag_runs.length} of {total}
          </span>
          <Button disabled={(page + 1) * PAGE >= total} onClick={() => onPage(page + 1)}>
            Older
          </Button>
        </nav>
      )}
    </>
  );
}
