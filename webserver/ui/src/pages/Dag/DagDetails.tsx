import type { ReactNode } from "react";
import { get } from "../../api/endpoints.ts";
import type { DAGDetailsResponse, TaskResponse, TimeDelta } from "../../api/types.ts";
import { Facts } from "../../components/Facts.tsx";
import { Missing } from "../../components/Feedback.tsx";
import { Json } from "../../components/Json.tsx";
import { type Param, paramsOf } from "../../fields/params.ts";
import { typeWords } from "../../fields/schema.ts";
import { useGet } from "../../live/useGet.ts";
import { HeldBack } from "./HeldBack.tsx";
import { formatDuration } from "../../time/format.ts";
import { Dash, Time } from "../../time/Time.tsx";

export function DagDetails({ dag }: { readonly dag: DAGDetailsResponse }) {
  const { data, error } = useGet(get.tasks(dag.dag_id), versionOf(dag));
  return (
    <div className="details">
      {dag.doc_md && (
        <section className="card" aria-label="Documentation">
          <h2>Documentation</h2>
          <p className="pre-wrap" dir="auto">
            {dag.doc_md}
          </p>
        </section>
      )}
      <section className="card" aria-label="Details">
        <h2>Details</h2>
        <HeldBack dagId={dag.dag_id} />
        <Facts rows={factsOf(dag)} />
      </section>
      {hasEntries(dag.params) && (
        <section className="card">
          <h2>Parameters</h2>
          <ParamTable params={paramsOf(dag.params)} />
        </section>
      )}
      {hasEntries(dag.default_args) && (
        <section className="card" aria-label="Default arguments">
          <h2>Default arguments</h2>
          <Json value={dag.default_args} label="the default arguments" />
        </section>
      )}
      <section className="card">
        <h2>Tasks {data && <span className="count">{data.total_entries}</span>}</h2>
        {data ? <TaskTable tasks={data.tasks} /> : <Missing error={error} what="The tasks cannot be listed." />}
      </section>
    </div>
  );
}

/** Of a table that has no links: where it is wider than the page, the keyboard must reach it to scroll. */
function ScrollBox({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-box" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

function ParamTable({ params }: { readonly params: ReadonlyArray<Param> }) {
  return (
    <ScrollBox label="Parameters">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Default</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {params.map(param => (
            <tr key={param.name}>
              <td dir="auto">{param.name}</td>
              <td>
                <code>{JSON.stringify(param.value)}</code>
              </td>
              <td>{typeWords(param.schema, param.value)}</td>
              <td dir="auto">{param.description ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function factsOf(dag: DAGDetailsResponse) {
  const version = dag.latest_dag_version;
  return [
    ["DAG id", dag.dag_id],
    ["Owners", dag.owners.join(", ") || <Dash key="owners" />],
    ["Schedule", dag.timetable_description ?? dag.timetable_summary ?? "none"],
    ["Time zone", dag.timezone ?? "UTC"],
    ["Start date", <Time key="start" at={dag.start_date} />],
    ["End date", <Time key="end" at={dag.end_date} />],
    ["Catchup", dag.catchup ? "on: runs are made for the past, too" : "off"],
    ["Next logical date", <Time key="next" at={dag.next_dagrun_logical_date} />],
    ["Next run after", <Time key="after" at={dag.next_dagrun_run_after} />],
    ["Most runs at once", dag.max_active_runs ?? "no limit"],
    ["Most tasks at once", dag.max_active_tasks],
    ["Version", version ? `${version.version_number}` : <Dash key="version" />],
    ["Bundle", dag.bundle_version ?? dag.bundle_name ?? <Dash key="bundle" />],
    ["File", dag.fileloc],
    ["Last parsed", <Time key="parsed" at={dag.last_parsed_time} />],
    ["Parsing took", dag.last_parse_duration === null ? <Dash key="took" /> : formatDuration(dag.last_parse_duration)],
  ] as const;
}

/** A text that changes when the DAG does. */
export function versionOf(dag: DAGDetailsResponse): string {
  return dag.latest_dag_version?.id ?? "";
}

function hasEntries(value: Readonly<Record<string, unknown>> | null): boolean {
  return value !== null && Object.keys(value).length > 0;
}

// A table of thousands of rows is no use to anyone; the grid and the graph show them all.
const MOST_TASKS = 500;

function TaskTable({ tasks }: { readonly tasks: ReadonlyArray<TaskResponse> }) {
  return (
    <ScrollBox label="Tasks">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Operator</th>
            <th scope="col">Trigger rule</th>
            <th scope="col">Retries</th>
            <th scope="col">Time limit</th>
            <th scope="col">Pool</th>
          </tr>
        </thead>
        <tbody>
          {tasks.slice(0, MOST_TASKS).map(task => (
            <tr key={task.task_id}>
              <td>
                <div className="cell-long" dir="auto">
                  {task.task_id} {task.is_mapped && <span className="tag">mapped</span>}
                </div>
              </td>
              <td>{task.operator_name ?? "–"}</td>
              <td>{task.trigger_rule?.replaceAll("_", " ") ?? "–"}</td>
              <td>{retriesOf(task)}</td>
              <td>{task.execution_timeout ? formatDuration(secondsOf(task.execution_timeout)) : "–"}</td>
              <td>{task.pool ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tasks.length > MOST_TASKS && <p className="faint">… and {tasks.length - MOST_TASKS} more.</p>}
    </ScrollBox>
  );
}

function retriesOf(task: TaskResponse): string {
  if (!task.retries) return "–";
  return task.retry_delay ? `${task.retries} after ${formatDuration(secondsOf(task.retry_delay))}` : `${task.retries}`;
}

function secondsOf(span: TimeDelta): number {
  return span.days * 86_400 + span.seconds + span.microseconds / 1e6;
}
