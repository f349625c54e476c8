import { get, type InstanceKey } from "../../api/endpoints.ts";
import type { XComResponse } from "../../api/types.ts";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { Json } from "../../components/Json.tsx";
import { useGet } from "../../live/useGet.ts";
import { Time } from "../../time/Time.tsx";

export function XComTab({ instance, signature }: { readonly instance: InstanceKey; readonly signature: string }) {
  const { data, error } = useGet(get.xcoms(instance), signature);
  if (!data) return <Missing error={error} what="The XComs cannot be listed." />;
  if (data.xcom_entries.length === 0) {
    return <Empty title="No XCom">What the task returns, or pushes under a key, shows up here.</Empty>;
  }
  return (
    <div className="xcoms">
      {data.xcom_entries.map(entry => (
        <XCom key={entry.key} instance={instance} entry={entry} />
      ))}
    </div>
  );
}

function XCom({ instance, entry }: { readonly instance: InstanceKey; readonly entry: XComResponse }) {
  const { data, error } = useGet(get.xcom(instance, entry.key, entry.timestamp));
  return (
    <section className="card" aria-label={`XCom ${entry.key}`}>
      <header className="xcom-head">
        <h2>
          <bdi>{entry.key}</bdi>
        </h2>
        <span className="faint">
          <Time at={entry.timestamp} />
        </span>
      </header>
      {data ? (
        <Json value={readable(data.value)} label={entry.key} />
      ) : (
        <Missing error={error} what="The value cannot be read." lines={2} />
      )}
    </section>
  );
}

/** Some servers give the value as the JSON text that is stored. */
function readable(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{"]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
