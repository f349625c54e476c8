import "./ApprovalsPage.css";
import { get } from "../../api/endpoints.ts";
import type { Approval } from "../../api/ours.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { useGet } from "../../live/useGet.ts";
import { Link } from "../../router/Link.tsx";
import { paths } from "../../router/paths.ts";
import { formatLogicalDate } from "../../time/format.ts";
import { Ago } from "../../time/Time.tsx";
import { useZone } from "../../time/zone.ts";
import { keyOf } from "./asked.ts";

/** Every task that waits for a person's answer; each is answered on its own page, beside its log and values. */
export function ApprovalsPage() {
  useTitle("Approvals");
  const { data, error } = useGet(get.asked());
  return (
    <div className="page">
      <header className="list-head">
        <h1>Approvals {data && data.total_entries > 0 && <span className="count">{data.total_entries}</span>}</h1>
      </header>
      {data ? (
        <AskedTable asked={data.hitl_details} />
      ) : (
        <Missing error={error} what="The approvals cannot be listed." />
      )}
    </div>
  );
}

function AskedTable({ asked }: { readonly asked: ReadonlyArray<Approval> }) {
  if (asked.length === 0) {
    return (
      <Empty title="Nothing waits for an answer">
        <p>
          A task made with <code>dag.approve(…)</code> waits here until somebody has filled in its form.
        </p>
      </Empty>
    );
  }
  return (
    <div className="table-box">
      <table className="table" aria-label="Waiting for an answer">
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">DAG</th>
            <th scope="col">Run</th>
            <th scope="col">Asked</th>
            <th scope="col">Deadline</th>
          </tr>
        </thead>
        <tbody>
          {asked.map(each => (
            <AskedRow key={JSON.stringify(keyOf(each))} asked={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AskedRow({ asked }: { readonly asked: Approval }) {
  const zone = useZone();
  const key = keyOf(asked);
  const { dag_display_name: dagName, logical_date: logicalDate } = asked.task_instance;
  const name = key.mapIndex < 0 ? asked.subject : `${asked.subject} [${key.mapIndex}]`;
  return (
    <tr data-testid={`approval-${key.dagId}-${key.taskId}`}>
      <td>
        <Link to={paths.instance(key)}>
          <bdi>{name}</bdi>
        </Link>
        {asked.body && (
          <div className="cell-long approval-body" dir="auto">
            {asked.body}
          </div>
        )}
      </td>
      <td dir="auto">
        <Link to={paths.dag(key.dagId)}>{dagName}</Link>
      </td>
      <td>
        <Link to={paths.run(key.dagId, key.runId)}>
          {logicalDate ? formatLogicalDate(logicalDate, zone) : <bdi>{key.runId}</bdi>}
        </Link>
      </td>
      <td>
        <Ago at={asked.created_at} />
      </td>
      <td>
        {asked.task_instance.next_at ? <Ago at={asked.task_instance.next_at} /> : <span className="faint">none</span>}
      </td>
    </tr>
  );
}
