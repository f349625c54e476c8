import type { Instance, Try } from "../../api/ours.ts";
import { Facts } from "../../components/Facts.tsx";
import { Json } from "../../components/Json.tsx";
import { formatDuration, secondsBetween } from "../../time/format.ts";
import { Dash, Time, Took } from "../../time/Time.tsx";
import { StateBadge } from "../../states/StateMark.tsx";
import { STATES, stateOf } from "../../states/states.ts";

interface InstanceDetailsProps {
  readonly instance: Instance;
  /** The chosen try, where it is not the newest. */
  readonly shownTry: Try | undefined;
}

export function InstanceDetails({ instance, shownTry }: InstanceDetailsProps) {
  const one = shownTry ?? instance;
  const state = stateOf(one.state);
  const waited = secondsBetween(one.queued_when, one.start_date ?? one.queued_when, 0);
  const rendered = Object.entries(instance.rendered_fields ?? {});
  return (
    <div className="details">
      <section className="card" aria-label="Details">
        <h2>Try {one.try_number}</h2>
        <Facts
          rows={[
            ["State", <StateBadge key="state" state={state} />],
            ["Which means", STATES[state].meaning],
            ["Reason", one.reason?.replaceAll("_", " ") ?? <Dash key="reason" />],
            ["Message", one.message ?? <Dash key="message" />],
            ["Exit code", one.exit_code ?? <Dash key="exit" />],
            ["Scheduled", <Time key="scheduled" at={one.scheduled_when} />],
            ["Queued", <Time key="queued" at={one.queued_when} />],
            [
              "Waited for a worker",
              waited === undefined || one.start_date === null ? <Dash key="w" /> : formatDuration(waited),
            ],
            ["Started", <Time key="start" at={one.start_date} />],
            ["Ended", <Time key="end" at={one.end_date} />],
            ["Took", <Took key="took" start={one.start_date} end={one.end_date} />],
            ["Tries", `${one.try_number} of ${one.max_tries + 1}`],
            ["Operator", one.operator_name ?? one.operator ?? <Dash key="operator" />],
            ["Pool", `${one.pool} (${one.pool_slots === 1 ? "1 slot" : `${one.pool_slots} slots`})`],
            ["Queue", one.queue ?? <Dash key="queue" />],
            ["Priority weight", one.priority_weight ?? <Dash key="weight" />],
            ["Worker", one.hostname ?? <Dash key="host" />],
            ["Process", one.pid ?? <Dash key="pid" />],
            ["DAG version", one.dag_version ? String(one.dag_version.version_number) : <Dash key="version" />],
            ["Task", instance.task_id],
            ["Run", instance.dag_run_id],
          ]}
        />
      </section>
      {instance.note && (
        <section className="card" aria-label="Note">
          <h2>Note</h2>
          <p className="pre-wrap" dir="auto">
            {instance.note}
          </p>
        </section>
      )}
      {rendered.length > 0 && (
        <section className="card" aria-label="Rendered fields">
          <h2>Rendered fields</h2>
          {rendered.map(([name, value]) => (
            <div key={name} className="rendered">
              <h3>{name}</h3>
              {typeof value === "string" ? (
                <pre className="pre-box" dir="auto">
                  {value}
                </pre>
              ) : (
                <Json value={value} label={name} />
              )}
            </div>
          ))}
        </section>
      )}
    </div>
  );
}
