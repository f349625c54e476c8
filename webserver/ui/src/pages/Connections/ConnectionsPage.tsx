import "./ConnectionsPage.css";
import { useState } from "react";
import { get, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { Connection, ConnectionPage, ConnectionTested } from "../../api/ours.ts";
import { useServices } from "../../app/services.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import { Empty, ErrorBox, Missing } from "../../components/Feedback.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useGet } from "../../live/useGet.ts";

const AT_ONCE = 100;

/** Connections without their secrets; each can be tried by a worker. They are made by API and command line. */
export function ConnectionsPage() {
  useTitle("Connections");
  const [offset, setOffset] = useState(0);
  const { data, error } = useGet(get.connections(AT_ONCE, offset));
  return (
    <div className="page">
      <header className="list-head">
        <h1>Connections {data && data.total_entries > 0 && <span className="count">{data.total_entries}</span>}</h1>
      </header>
      {data ? <Listed found={data} /> : <Missing error={error} what="The connections cannot be listed." />}
      {data && data.total_entries > AT_ONCE && (
        <nav aria-label="Pages">
          <Button disabled={offset === 0} onClick={() => setOffset(offset - AT_ONCE)}>
            Earlier
          </Button>
          <Button disabled={offset + AT_ONCE >= data.total_entries} onClick={() => setOffset(offset + AT_ONCE)}>
            Later
          </Button>
        </nav>
      )}
    </div>
  );
}

function Listed({ found }: { readonly found: ConnectionPage }) {
  // Until the server has said, nothing is offered that it might refuse.
  const testing = useGet(get.connectionTesting()).data?.sections[0]?.options[0]?.value ?? "hidden";
  if (found.connections.length === 0) {
    return (
      <Empty title="There are no connections">
        <p>
          Make one: <code>rondo connections add ID --conn-uri URI</code>
        </p>
      </Empty>
    );
  }
  return (
    <div className="table-box">
      <table className="table" aria-label="Connections">
        <thead>
          <tr>
            <th scope="col">Connection</th>
            <th scope="col">Type</th>
            <th scope="col">Host</th>
            <th scope="col">Login</th>
            <th scope="col">Description</th>
            {testing !== "hidden" && <th scope="col">Test</th>}
          </tr>
        </thead>
        <tbody>
          {found.connections.map(each => (
            <Row key={each.connection_id} connection={each} testing={testing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ connection, testing }: { readonly connection: Connection; readonly testing: string }) {
  const { connection_id: id, host, port } = connection;
  return (
    <tr data-testid={`connection-${id}`}>
      <td>
        <bdi>{id}</bdi>
      </td>
      <td>{connection.conn_type}</td>
      <td dir="auto">
        {host}
        {port !== null && `:${port}`}
        {connection.schema && `/${connection.schema}`}
      </td>
      <td dir="auto">{connection.login}</td>
      <td dir="auto" className="cell-long">
        {connection.description}
      </td>
      {testing !== "hidden" && (
        <td>
          <TestButton id={id} enabled={testing === "enabled"} />
        </td>
      )}
    </tr>
  );
}

function TestButton({ id, enabled }: { readonly id: string; readonly enabled: boolean }) {
  const { http } = useServices();
  const [busy, setBusy] = useState(false);
  const [tested, setTested] = useState<ConnectionTested>();
  const [error, setError] = useState<ApiError>();

  const test = async () => {
    setBusy(true);
    setTested(undefined);
    setError(undefined);
    try {
      setTested(await post.testConnection(http, id));
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setBusy(false);
  };

  return (
    <>
      <Button
        disabled={busy || !enabled}
        title={enabled ? "A worker tries it" : "Tests are turned off on this server: RONDO_TEST_CONNECTION"}
        aria-label={`Test ${id}`}
        onClick={() => void test()}
      >
        {busy ? "Testing…" : "Test"}
      </Button>
      {tested && (
        <div role="status" className={`connection-result ${tested.status ? "connection-works" : "warn"}`}>
          <Icon name={tested.status ? "check" : "cross"} />
          <span dir="auto">
            {tested.status ? "works: " : "does not work: "}
            {tested.message}
          </span>
        </div>
      )}
      {error && <ErrorBox error={error} what="It was not tested." />}
    </>
  );
}
