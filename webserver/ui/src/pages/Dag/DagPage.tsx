import { useState } from "react";
import { get } from "../../api/endpoints.ts";
import type { DAGDetailsResponse } from "../../api/types.ts";
import { useServices } from "../../app/services.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import { Missing } from "../../components/Feedback.tsx";
import { Head } from "../../components/Head.tsx";
import { type Tab, Tabs } from "../../components/Tabs.tsx";
import { Toggle } from "../../components/Toggle.tsx";
import { useGet } from "../../live/useGet.ts";
import { type DagTab, paths } from "../../router/paths.ts";
import { mayRun } from "../../session/rights.ts";
import { Ago } from "../../time/Time.tsx";
import { DagZoneContext } from "../../time/zone.ts";
import { CodeTab } from "./CodeTab.tsx";
import { DagDetails, versionOf } from "./DagDetails.tsx";
import { GraphTab } from "./GraphTab.tsx";
import { GridTab } from "./GridTab.tsx";
import { usePause } from "./PauseToggle.tsx";
import { RunsTab } from "./RunsTab.tsx";
import { TriggerDialog } from "./TriggerDialog.tsx";

export function DagPage({ dagId, tab }: { readonly dagId: string; readonly tab: DagTab }) {
  const { data: dag, error } = useGet(get.dag(dagId));
  useTitle(dag?.dag_display_name ?? dagId);
  if (!dag) {
    return (
      <div className="page">
        <Head trail={[["DAGs", paths.dags()]]} title={dagId} />
        <Missing error={error} what={`The DAG ${dagId} cannot be shown.`} lines={10} />
      </div>
    );
  }
  return (
    <DagZoneContext value={dag.timezone ?? "UTC"}>
      <LoadedDag dag={dag} tab={tab} />
    </DagZoneContext>
  );
}

function LoadedDag({ dag, tab }: { readonly dag: DAGDetailsResponse; readonly tab: DagTab }) {
  const { router } = useServices();
  const [triggering, setTriggering] = useState(false);
  const { shown: paused, busy, set: setPaused } = usePause(dag.dag_id, dag.is_paused);
  const may = mayRun(dag);
  useShortcuts({
    t: () => setTriggering(may),
    p: () => may && setPaused(!paused),
    v: () => router.go(paths.dag(dag.dag_id, tab === "grid" ? "graph" : "grid")),
  });
  return (
    <div className="page dag-page">
      <Head
        trail={[["DAGs", paths.dags()]]}
        title={dag.dag_display_name}
        before={
          <Toggle
            on={!paused}
            disabled={busy || !may}
            label={paused ? `Unpause ${dag.dag_id}` : `Pause ${dag.dag_id}`}
            onChange={on => setPaused(!on)}
          />
        }
        after={
          may && (
            <Button kind="primary" icon="play" onClick={() => setTriggering(true)}>
              Trigger
            </Button>
          )
        }
      >
        <Summary dag={dag} paused={paused} />
      </Head>
      <Tabs label="Views of the DAG" tabs={tabsOf(dag.dag_id)} current={tab} />
      {tab === "grid" && <GridTab dagId={dag.dag_id} paused={paused} version={versionOf(dag)} />}
      {tab === "graph" && <GraphTab dagId={dag.dag_id} version={versionOf(dag)} />}
      {tab === "runs" && <RunsTab dagId={dag.dag_id} />}
      {tab === "code" && <CodeTab dag={dag} />}
      {tab === "details" && <DagDetails dag={dag} />}
      {triggering && <TriggerDialog dagId={dag.dag_id} onClose={() => setTriggering(false)} />}
    </div>
  );
}

function Summary({ dag, paused }: { readonly dag: DAGDetailsResponse; readonly paused: boolean }) {
  return (
    <div className="head-facts">
      {dag.timetable_summary && <code title={dag.timetable_description ?? undefined}>{dag.timetable_summary}</code>}
      {paused ? (
        <span className="warn">Paused: no run starts by schedule</span>
      ) : (
        dag.next_dagrun_run_after && (
          <span>
            Next run <Ago at={dag.next_dagrun_run_after} />
          </span>
        )
      )}
      {dag.is_stale && <span className="warn">Its file is gone; only its history is left</span>}
      {dag.has_import_errors && <span className="warn">The newest version of its file cannot be loaded</span>}
      {dag.tags.length > 0 && (
        <span className="tags">
          {dag.tags.map(tag => (
            <span key={tag.name} className="tag" dir="auto">
              {tag.name}
            </span>
          ))}
        </span>
      )}
      {dag.description && (
        <span className="faint" dir="auto">
          {dag.description}
        </span>
      )}
    </div>
  );
}

function tabsOf(dagId: string): ReadonlyArray<Tab> {
  return [
    { id: "grid", label: "Grid", to: paths.dag(dagId), icon: "grid" },
    { id: "graph", label: "Graph", to: paths.dag(dagId, "graph"), icon: "graph" },
    { id: "runs", label: "Runs", to: paths.dag(dagId, "runs"), icon: "list" },
    { id: "code", label: "Code", to: paths.dag(dagId, "code"), icon: "code" },
    { id: "details", label: "Details", to: paths.dag(dagId, "details"), icon: "info" },
  ];
}
