import { useMemo, useState } from "react";
import { get } from "../../api/endpoints.ts";
import type { Run } from "../../api/ours.ts";
import type { DAGDetailsResponse } from "../../api/types.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import { Facts } from "../../components/Facts.tsx";
import { Missing } from "../../components/Feedback.tsx";
import { Head } from "../../components/Head.tsx";
import { Json } from "../../components/Json.tsx";
import { Tabs } from "../../components/Tabs.tsx";
import { Graph } from "../../graph/Graph.tsx";
import { cellOf, cellsOf } from "../../grid/cells.ts";
import { taskIdsOf, treeOf } from "../../grid/taskTree.ts";
import { useGet } from "../../live/useGet.ts";
import { paths, type RunTab } from "../../router/paths.ts";
import { mayRun } from "../../session/rights.ts";
import { reasonWords } from "../../states/reasons.ts";
import { runTypeLabel, stateOf } from "../../states/states.ts";
import { StateBadge, StateShares } from "../../states/StateMark.tsx";
import { Dash, Time, Took } from "../../time/Time.tsx";
import { DagZoneContext } from "../../time/zone.ts";
import { WaitsForAnswer } from "../Approvals/WaitsForAnswer.tsx";
import { ClearDialog } from "./ClearDialog.tsx";
import { DeadlineCard, DeadlineGlance } from "./Deadlines.tsx";
import { taskRows } from "./instanceRows.ts";
import { MarkButton } from "./MarkButton.tsx";
import { TasksTab } from "./TasksTab.tsx";
import { RunSteps } from "./RunSteps.tsx";

interface DagRunPageProps {
  readonly dagId: string;
  readonly runId: string;
  readonly tab: RunTab;
}

export function DagRunPage({ dagId, runId, tab }: DagRunPageProps) {
  const { data: dag } = useGet(get.dag(dagId));
  const { data: run, error } = useGet(get.run(dagId, runId));
  useTitle(runId, dag?.dag_display_name ?? dagId);
  return (
    <DagZoneContext value={dag?.timezone ?? "UTC"}>
      <div className="page run-page">
        {run ? (
          <LoadedRun run={run} dag={dag} tab={tab} />
        ) : (
          <>
            <Head trail={trailOf(dagId, dag)} title={runId} />
            <Missing error={error} what={`The run ${runId} cannot be shown.`} lines={10} />
          </>
        )}
      </div>
    </DagZoneContext>
  );
}

function trailOf(dagId: string, dag: DAGDetailsResponse | undefined) {
  return [
    ["DAGs", paths.dags()],
    [dag?.dag_display_name ?? dagId, paths.dag(dagId)],
  ] as const;
}

interface LoadedRunProps {
  readonly run: Run;
  readonly dag: DAGDetailsResponse | undefined;
  readonly tab: RunTab;
}

function LoadedRun({ run, dag, tab }: LoadedRunProps) {
  const { dag_id: dagId, dag_run_id: runId } = run;
  const [clearing, setClearing] = useState(false);
  const { data: tasks } = useGet(get.tasks(dagId, run.dag_versions.at(-1)?.version_number));
  const signature = `${run.state} ${run.start_date} ${run.end_date}`;
  const { data: instances, error } = useGet(get.instances(dagId, runId), signature);
  const rows = useMemo(() => {
    const order = tasks ? treeOf(tasks.tasks).flatMap(taskIdsOf) : [];
    return instances && taskRows(instances, order);
  }, [instances, tasks]);
  const cells = useMemo(() => instances && cellsOf(instances), [instances]);
  const may = mayRun(dag);
  useShortcuts({ c: () => setClearing(may) });

  return (
    <>
      <Head
        trail={trailOf(dagId, dag)}
        title={runId}
        before={<StateBadge state={stateOf(run.state)} />}
        after={
          <>
            <RunSteps dagId={dagId} runId={runId} to={id => paths.run(dagId, id, tab)} />
            {may && <MarkButton run={run} />}
            {may && (
              <Button icon="clear" onClick={() => setClearing(true)}>
                Clear…
              </Button>
            )}
          </>
        }
      >
        <div className="head-facts">
          <span>{runTypeLabel(run.run_type)}</span>
          <span>
            Logical date <Time at={run.logical_date} detail="logical" />
          </span>
          <span>
            Started <Time at={run.start_date} />
          </span>
          <span>
            Took <Took start={run.start_date} end={run.end_date} />
          </span>
          {run.reason && <span className="warn">{reasonWords(run.reason)}</span>}
          {run.note && <span dir="auto">{run.note}</span>}
          <DeadlineGlance deadlines={run.deadlines ?? []} />
        </div>
        {instances && instances.length > 0 && <StateShares counts={cellOf(instances).counts} />}
      </Head>
      {instances && <WaitsForAnswer instances={instances} />}
      <Tabs
        label="Views of the run"
        current={tab}
        tabs={[
          { id: "tasks", label: "Tasks", to: paths.run(dagId, runId), icon: "list", count: rows?.length },
          { id: "graph", label: "Graph", to: paths.run(dagId, runId, "graph"), icon: "graph" },
          { id: "details", label: "Details", to: paths.run(dagId, runId, "details"), icon: "info" },
        ]}
      />
      {tab === "tasks" &&
        (rows ? (
          <TasksTab rows={rows} />
        ) : (
          <Missing error={error} what="The task instances cannot be listed." lines={8} />
        ))}
      {tab === "graph" &&
        (tasks ? (
          <Graph dagId={dagId} tasks={tasks.tasks} runId={runId} cells={cells} />
        ) : (
          <Missing error={error} what="The graph cannot be drawn." />
        ))}
      {tab === "details" && <RunDetails run={run} />}
      {clearing && <ClearDialog dagId={dagId} runId={runId} what={runId} onClose={() => setClearing(false)} />}
    </>
  );
}

function RunDetails({ run }: { readonly run: Run }) {
  const versions = run.dag_versions.map(version => version.version_number).join(", ");
  return (
    <div className="details">
      <section className="card" aria-label="Details">
        <h2>Details</h2>
        <Facts
          rows={[
            ["Run id", run.dag_run_id],
            ["Type", runTypeLabel(run.run_type)],
            ["Triggered by", run.triggering_user_name ?? run.triggered_by ?? <Dash key="by" />],
            ["Logical date", <Time key="logical" at={run.logical_date} />],
            ["Data interval from", <Time key="from" at={run.data_interval_start} />],
            ["Data interval to (excluded)", <Time key="to" at={run.data_interval_end} />],
            ["Run after", <Time key="after" at={run.run_after} />],
            ["Queued", <Time key="queued" at={run.queued_at} />],
            ["Started", <Time key="start" at={run.start_date} />],
            ["Ended", <Time key="end" at={run.end_date} />],
            ["Last scheduling decision", <Time key="decision" at={run.last_scheduling_decision} />],
            ["DAG version", versions || <Dash key="versions" />],
            ["Bundle version", run.bundle_version ?? <Dash key="bundle" />],
          ]}
        />
      </section>
      {run.deadlines && run.deadlines.length > 0 && <DeadlineCard deadlines={run.deadlines} />}
      {run.note && (
        <section className="card" aria-label="Note">
          <h2>Note</h2>
          <p className="pre-wrap" dir="auto">
            {run.note}
          </p>
        </section>
      )}
      <section className="card" aria-label="Configuration">
        <h2>Configuration</h2>
        <Json value={run.conf ?? {}} label="the configuration" />
      </section>
    </div>
  );
}
