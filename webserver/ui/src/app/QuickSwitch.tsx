import { type KeyboardEvent, useId, useState } from "react";
import { get } from "../api/endpoints.ts";
import { Dialog } from "../components/Dialog.tsx";
import { useGet } from "../live/useGet.ts";
import { paths } from "../router/paths.ts";
import { useServices } from "./services.ts";

const SHOWN = 12;

/** Type a few letters of a DAG's name, press Enter. */
export function QuickSwitch({ onClose }: { readonly onClose: () => void }) {
  const { router } = useServices();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const { data } = useGet(get.dags({ search: search.trim(), limit: SHOWN, offset: 0 }));
  const dags = data?.dags ?? [];
  const current = dags[Math.min(chosen, dags.length - 1)];

  const open = (dagId: string | undefined) => {
    if (dagId === undefined) return;
    onClose();
    router.go(paths.dag(dagId));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(dags.length - 1, chosen + step)));
  };

  return (
    <Dialog title="Go to a DAG" onClose={onClose} onSubmit={() => open(current?.dag_id)}>
      <input
        className="field"
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current ? `${listId}-${current.dag_id}` : undefined}
        aria-label="Name of a DAG"
        placeholder="A part of its name"
        value={search}
        onChange={event => {
          setSearch(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div className="switch-list" id={listId} role="listbox" aria-label="DAGs">
        {dags.map(dag => (
          // The keys are handled where the focus is: in the field above.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={dag.dag_id}
            id={`${listId}-${dag.dag_id}`}
            className="switch-option"
            role="option"
            tabIndex={-1}
            aria-selected={dag === current}
            onClick={() => open(dag.dag_id)}
          >
            <bdi>{dag.dag_display_name}</bdi>
            <span className="faint">{dag.is_paused ? "paused" : dag.timetable_summary}</span>
          </div>
        ))}
      </div>
      {data && dags.length === 0 && <p className="faint">No DAG has “{search}” in its name.</p>}
    </Dialog>
  );
}
