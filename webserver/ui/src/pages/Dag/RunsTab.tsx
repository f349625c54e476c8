import { useState } from "react";
import { get } from "../../api/endpoints.ts";
import { Button } from "../../components/Button.tsx";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { useGet } from "../../live/useGet.ts";
import { Link } from "../../router/Link.tsx";
import { paths } from "../../router/paths.ts";
import { StateBadge } from "../../states/StateMark.tsx";
import { runTypeLabel, stateOf } from "../../states/states.ts";
import { Time, Took } from "../../time/Time.tsx";

const PAGE = 50;

export function RunsTab({ dagId }: { readonly dagId: string }) {
  const [page, setPage] = useState(0);
  const { data, error } = useGet(get.runs(dagId, PAGE, page * PAGE));
  if (!data) return <Missing error={error} what="The runs cannot be listed." lines={8} />;
  const total = data.total_entries ?? data.dag_runs.length;
  if (total === 0) return <Empty title="No run yet" />;
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
          <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
            Newer
          </Button>
          <span>
            {page * PAGE + 1}–{page * PAGE + data.dag_runs.length} of {total}
          </span>
          <Button disabled={(page + 1) * PAGE >= total} onClick={() => setPage(page + 1)}>
            Older
          </Button>
        </nav>
      )}
    </>
  );
}
