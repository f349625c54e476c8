import "./TaskInstancePage.css";
import { useState } from "react";
import { get, type InstanceKey, isActive } from "../../api/endpoints.ts";
import { ApiError } from "../../api/errors.ts";
import type { Instance } from "../../api/ours.ts";
import type { DAGDetailsResponse } from "../../api/types.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import { Missing } from "../../components/Feedback.tsx";
import { Head } from "../../components/Head.tsx";
import { Tabs } from "../../components/Tabs.tsx";
import { LogView } from "../../log/LogView.tsx";
import { useGet } from "../../live/useGet.ts";
import { type InstanceTab, paths } from "../../router/paths.ts";
import { useQuery } from "../../router/router.ts";
import { mayRun } from "../../session/rights.ts";
import { StateBadge } from "../../states/StateMark.tsx";
import { stateOf } from "../../states/states.ts";
import { Time, Took } from "../../time/Time.tsx";
import { DagZoneContext } from "../../time/zone.ts";
import { ApprovalPanel } from "../Approvals/ApprovalPanel.tsx";
import { ASKS, WAITS } from "../Approvals/asked.ts";
import { RunSteps } from "../DagRun/RunSteps.tsx";
import { ClearDialog } from "../DagRun/ClearDialog.tsx";
import { MarkDialog } from "../DagRun/MarkDialog.tsx";
import { Ending } from "./Ending.tsx";
import { InstanceDetails } from "./InstanceDetails.tsx";
import { LostExecutions } from "./LostExecutions.tsx";
import { MappedInstances } from "./MappedInstances.tsx";
import { TrySelect } from "./TrySelect.tsx";
import { WhyNot } from "./WhyNot.tsx";
import { XComTab } from "./XComTab.tsx";

interface TaskInstancePageProps {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tab: InstanceTab;
}

/** One instance; or, for a mapped task whose element was not chosen, the list of its instances. */
export function TaskInstancePage(props: TaskInstancePageProps) {
  const { dagId, runId, taskId } = props;
  const [index] = useQuery("map_index", "-1");
  const mapIndex = Number.parseInt(index, 10);
  const { data: dag } = useGet(get.dag(dagId));
  const chosen = useGet(mapIndex >= 0 ? get.instance({ dagId, runId, taskId, mapIndex }) : undefined);
  const all = useGet(mapIndex >= 0 ? undefined : get.ofTask(dagId, runId, taskId));
  const instances = all.data?.filter(row => row.task_id === taskId);
  const single = instances?.length === 1 && instances[0]?.map_index === -1 ? instances[0] : undefined;
  const instance = chosen.data ?? single;
  const name = instance?.task_display_name ?? taskId;
  useTitle(name, dag?.dag_display_name ?? dagId);

  return (
    <DagZoneContext value={dag?.timezone ?? "UTC"}>
      <div className="page instance-page">
        {instance ? (
          <LoadedInstance {...props} instance={instance} dag={dag} />
        ) : (
          <>
            <Head trail={trailOf(props, dag)} title={name} />
            {instances && instances.length > 0 ? (
              <MappedInstances
                dagId={dagId}
                runId={runId}
                taskId={taskId}
                instances={instances}
                mayClear={mayRun(dag)}
              />
            ) : (
              <Missing error={chosen.error ?? all.error ?? absent(instances)} what={`${taskId} cannot be shown.`} />
            )}
          </>
        )}
      </div>
    </DagZoneContext>
  );
}

function absent(instances: ReadonlyArray<Instance> | undefined) {
  return instances ? new ApiError(404, "This run has no instance of the task.") : undefined;
}

function trailOf({ dagId, runId }: TaskInstancePageProps, dag: DAGDetailsResponse | undefined) {
  return [
    ["DAGs", paths.dags()],
    [dag?.dag_display_name ?? dagId, paths.dag(dagId)],
    [runId, paths.run(dagId, runId)],
  ] as const;
}

interface InstanceProps extends TaskInstancePageProps {
  readonly instance: Instance;
  readonly dag: DAGDetailsResponse | undefined;
}

function LoadedInstance(props: InstanceProps) {
  const { dagId, runId, taskId, tab, instance, dag } = props;
  const [clearing, setClearing] = useState(false);
  const [marking, setMarking] = useState(false);
  const [chosenTry, chooseTry] = useQuery("try");
  const mapIndex = instance.map_index;
  const key: InstanceKey = { dagId, runId, taskId, mapIndex };
  const mapped = mapIndex >= 0;
  const { data: tries } = useGet(get.tries(key), `${instance.state} ${instance.try_number}`);
  const tryNumber = Number(chosenTry) || instance.try_number;
  const shownTry = tries?.task_instances.find(each => each.try_number === tryNumber);
  const tryState = (shownTry ?? instance).state;
  const running = tryState === "running" && tryNumber === instance.try_number;
  const asks = instance.operator === ASKS;
  const may = mayRun(dag);
  useShortcuts({ c: () => setClearing(may) });

  const trail = [
    ...trailOf(props, dag),
    ...(mapped ? ([[instance.task_display_name, paths.instance({ ...key, mapIndex: -1 })]] as const) : []),
  ];
  const element = instance.rendered_map_index ?? String(mapIndex);
  const to = (each: InstanceTab) => paths.instance(key, each, chosenTry === "" ? undefined : tryNumber);
  return (
    <>
      <Head
        trail={trail}
        title={mapped ? `${instance.task_display_name} [${element}]` : instance.task_display_name}
        before={<StateBadge state={stateOf(instance.state)} />}
        after={
          <>
            <RunSteps dagId={dagId} runId={runId} to={id => paths.instance({ ...key, runId: id }, tab)} />
            {may && (
              <Button icon="check" onClick={() => setMarking(true)}>
                Mark…
              </Button>
            )}
            {may && (
              <Button icon="clear" onClick={() => setClearing(true)}>
                Clear…
              </Button>
            )}
          </>
        }
      >
        <div className="head-facts">
          {instance.operator_name && <span>{instance.operator_name}</span>}
          <span>
            Started <Time at={instance.start_date} />
          </span>
          <span>
            Took <Took start={instance.start_date} end={instance.end_date} />
          </span>
          <span>
            {instance.try_number === 0 ? "No try yet" : `Try ${instance.try_number} of ${instance.max_tries + 1}`}
          </span>
        </div>
      </Head>
      <Ending of={shownTry ?? instance} />
      {tries && <LostExecutions tries={tries.task_instances} />}
      {asks && <ApprovalPanel instance={key} state={instance.state} tryNumber={instance.try_number} />}
      {isActive(instance.state) && instance.state !== "running" && !(asks && instance.state === WAITS) && (
        <WhyNot instance={key} state={instance.state} nextAt={instance.next_at ?? null} />
      )}
      <div className="tabs-line">
        <Tabs
          label="Views of the task instance"
          current={tab}
          tabs={[
            { id: "log", label: "Log", to: to("log"), icon: "log" },
            { id: "xcom", label: "XCom", to: to("xcom"), icon: "value" },
            { id: "details", label: "Details", to: to("details"), icon: "info" },
          ]}
        />
        {tries && <TrySelect tries={tries.task_instances} current={tryNumber} onChoose={n => chooseTry(String(n))} />}
      </div>
      {tab === "log" &&
        (tryNumber > 0 ? (
          <LogView
            key={`${mapIndex} ${tryNumber}`}
            instance={key}
            tryNumber={tryNumber}
            running={running}
            failed={tryState === "failed" || tryState === "up_for_retry"}
          />
        ) : (
          <p className="log-empty">There is no log before the first try.</p>
        ))}
      {tab === "xcom" && <XComTab instance={key} signature={`${instance.state} ${instance.try_number}`} />}
      {tab === "details" && <InstanceDetails instance={instance} shownTry={shownTry} />}
      {marking && (
        <MarkDialog
          instance={key}
          state={instance.state}
          what={mapped ? `${taskId} [${element}]` : taskId}
          onClose={() => setMarking(false)}
        />
      )}
      {clearing && (
        <ClearDialog
          dagId={dagId}
          runId={runId}
          what={mapped ? `${taskId} [${element}]` : taskId}
          taskIds={[mapped ? [taskId, mapIndex] : taskId]}
          onClose={() => setClearing(false)}
        />
      )}
    </>
  );
}
