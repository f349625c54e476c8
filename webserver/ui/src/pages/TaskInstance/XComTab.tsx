import { useState } from "react";
import { get, type InstanceKey } from "../../api/endpoints.ts";
import type { XCom } from "../../api/ours.ts";
import { Button } from "../../components/Button.tsx";
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
        <XComCard key={entry.key} instance={instance} entry={entry} />
      ))}
    </div>
  );
}

// Larger values are read only when someone asks for them.
const AT_ONCE_BYTES = 256 * 1024;

function XComCard({ instance, entry }: { readonly instance: InstanceKey; readonly entry: XCom }) {
  const size = entry.size_bytes ?? 0;
  const [wanted, setWanted] = useState(size <= AT_ONCE_BYTES);
  const { data, error } = useGet(wanted ? get.xcom(instance, entry.key, entry.timestamp) : undefined);
  return (
    <section className="card" aria-label={`XCom ${entry.key}`}>
      <header className="xcom-head">
        <h2>
          <bdi>{entry.key}</bdi>
        </h2>
        <span className="faint">
          {entry.type_name && <bdi>{entry.type_name} · </bdi>}
          {size > 0 && `${formatBytes(size)} · `}
          <Time at={entry.timestamp} />
        </span>
      </header>
      {!wanted && <Button onClick={() => setWanted(true)}>Show {formatBytes(size)}</Button>}
      {wanted && data && <Json value={readable(data.value)} label={entry.key} />}
      {wanted && !data && <Missing error={error} what="The value cannot be read." lines={2} />}
    </section>
  );
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
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
