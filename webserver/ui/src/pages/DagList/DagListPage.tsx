import "./DagListPage.css";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { type DagFilter, get } from "../../api/endpoints.ts";
import type { DAGResponse, DagStatsResponse } from "../../api/types.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import { Empty, Missing } from "../../components/Feedback.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useGet } from "../../live/useGet.ts";
import { useQuery } from "../../router/router.ts";
import { TriggerDialog } from "../Dag/TriggerDialog.tsx";
import { DagRow } from "./DagRow.tsx";
import { ImportErrors } from "./ImportErrors.tsx";

const PAGE = 50;

type Show = "all" | "active" | "paused" | "failed" | "running";

const SHOW: ReadonlyArray<readonly [Show, string, Omit<DagFilter, "limit" | "offset">]> = [
  ["all", "All", {}],
  ["active", "Active", { paused: false }],
  ["paused", "Paused", { paused: true }],
  ["running", "Running", { lastRunState: "running" }],
  ["failed", "Failed", { lastRunState: "failed" }],
];

export function DagListPage() {
  useTitle("DAGs");
  const [search, setSearch] = useQuery("search");
  const [show, setShow] = useQuery("show", "all");
  const [page, setPage] = useState(0);
  const [triggering, setTriggering] = useState<DAGResponse>();
  const searchField = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => searchField.current?.focus() });

  const settled = useDeferredValue(search.trim());
  const filter = SHOW.find(([id]) => id === show)?.[2] ?? {};
  const { data, error } = useGet(get.dags({ ...filter, search: settled, limit: PAGE, offset: page * PAGE }));
  const stats = useGet(get.dagStats()).data;
  const statsOf = useMemo(() => new Map(stats?.dags.map(dag => [dag.dag_id, dag])), [stats]);
  const filtered = settled !== "" || show !== "all";

  return (
    <div className="page dag-list">
      <ImportErrors />
      <header className="list-head">
        <h1>DAGs {data && <span className="count">{data.total_entries}</span>}</h1>
        <div className="segments" role="group" aria-label="Which DAGs">
          {SHOW.map(([id, label]) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === show}
              onClick={() => {
                setShow(id);
                setPage(0);
              }}
            >
              {label}
            </button>
          ))}
        </div>
        <label className="search">
          <Icon name="search" size={14} />
          <input
            ref={searchField}
            type="search"
            aria-label="Search DAGs"
            placeholder="Search by name"
            value={search}
            onChange={event => {
              setSearch(event.target.value);
              setPage(0);
            }}
          />
          <kbd>/</kbd>
        </label>
      </header>
      {data ? (
        <DagTable dags={data.dags} statsOf={statsOf} filtered={filtered} onTrigger={setTriggering} />
      ) : (
        <Missing error={error} what="The DAGs cannot be listed." lines={8} />
      )}
      {data && data.total_entries > PAGE && (
        <nav className="pager" aria-label="Pages">
          <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <span>
            {page * PAGE + 1}–{page * PAGE + data.dags.length} of {data.total_entries}
          </span>
          <Button disabled={(page + 1) * PAGE >= data.total_entries} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </nav>
      )}
      {triggering && <TriggerDialog dagId={triggering.dag_id} onClose={() => setTriggering(undefined)} />}
    </div>
  );
}

interface DagTableProps {
  readonly dags: ReadonlyArray<DAGResponse>;
  readonly statsOf: ReadonlyMap<string, DagStatsResponse>;
  readonly filtered: boolean;
  readonly onTrigger: (dag: DAGResponse) => void;
}

function DagTable({ dags, statsOf, filtered, onTrigger }: DagTableProps) {
  if (dags.length === 0) return filtered ? <Empty title="No DAG fits" /> : <FirstDag />;
  return (
    <table className="dag-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Active</span>
          </th>
          <th scope="col">DAG</th>
          <th scope="col">Schedule</th>
          <th scope="col">Latest runs</th>
          <th scope="col">Next run</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {dags.map(dag => (
          <DagRow key={dag.dag_id} dag={dag} stats={statsOf.get(dag.dag_id)} onTrigger={onTrigger} />
        ))}
      </tbody>
    </table>
  );
}

function FirstDag() {
  return (
    <Empty title="No DAG yet">
      <p>
        Drop a DAG’s <code>.jar</code>, or a single <code>.java</code> file, into the dags folder (
        <code>~/.rondo/dags</code>). It shows up here within a second.
      </p>
      <p>
        For a project to start from: <code>rondo dags init my_pipeline</code>
      </p>
    </Empty>
  );
}
