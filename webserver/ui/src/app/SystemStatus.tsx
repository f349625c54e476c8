import { type ReactNode, useId } from "react";
import { get } from "../api/endpoints.ts";
import type { HealthInfoResponse } from "../api/types.ts";
import { useConnection, useGet } from "../live/useGet.ts";
import type { Connection } from "../live/cache.ts";
import { Ago } from "../time/Time.tsx";

const CONNECTION: Readonly<Record<Connection, readonly [text: string, meaning: string]>> = {
  live: ["Live", "The server tells of each change as it happens."],
  polling: ["Polling", "The server has no event stream; the page asks every few seconds."],
  unreachable: ["No answer", "The server does not answer. The page keeps trying."],
};

interface Part {
  readonly name: string;
  readonly status: string;
  readonly seen: string | null | undefined;
}

/** Whether what is shown is fresh, and whether the parts of the system are well; a click tells more. */
export function SystemStatus() {
  const connection = useConnection();
  const { data: health } = useGet(get.health());
  const { data: version } = useGet(get.version());
  const panel = useId();
  const parts = health ? partsOf(health) : [];
  const ill = parts.filter(({ status }) => status !== "healthy");
  const [text, meaning] = CONNECTION[connection];
  const warning = connection !== "unreachable" && ill.length > 0;
  return (
    <>
      <button type="button" className="status-button" popoverTarget={panel} title={meaning}>
        <span
          className={`connection ${warning ? "connection-ill" : `connection-${connection}`}`}
          role="status"
          data-testid="connection"
        >
          {warning ? `${ill.map(({ name }) => name).join(", ")} down` : text}
        </span>
      </button>
      <div id={panel} popover="auto" className="status-panel">
        <p>{meaning}</p>
        <dl>
          {parts.map(({ name, status, seen }) => (
            <Line key={name} name={name} ill={status !== "healthy"}>
              {status}
              {seen && (
                <span className="faint">
                  {" "}
                  · seen <Ago at={seen} />
                </span>
              )}
            </Line>
          ))}
          {version && <Line name="Rondo">{version.version}</Line>}
        </dl>
      </div>
    </>
  );
}

interface LineProps {
  readonly name: string;
  readonly ill?: boolean;
  readonly children: ReactNode;
}

function Line({ name, ill = false, children }: LineProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={ill ? "warn" : undefined}>{children}</dd>
    </>
  );
}

/** A part without a status is one that this installation does not have. */
function partsOf({
  metadatabase,
  scheduler,
  triggerer,
  dag_processor: processor,
}: HealthInfoResponse): ReadonlyArray<Part> {
  const all = [
    ["Database", metadatabase.status, undefined],
    ["Scheduler", scheduler.status, scheduler.latest_scheduler_heartbeat],
    ["DAG processor", processor?.status, processor?.latest_dag_processor_heartbeat],
    ["Triggerer", triggerer.status, triggerer.latest_triggerer_heartbeat],
  ] as const;
  return all.flatMap(([name, status, seen]) => (status ? { name, status, seen } : []));
}
