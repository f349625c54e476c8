import { useRef, useState } from "react";
import { useShortcuts } from "../../app/shortcuts.ts";
import { Empty } from "../../components/Feedback.tsx";
import { Icon } from "../../components/Icon.tsx";
import { rank, type State } from "../../states/states.ts";
import { StateFilter } from "../../states/StateFilter.tsx";
import type { InstanceRow } from "./instanceRows.ts";
import { InstanceTable } from "./InstanceTable.tsx";

// Fewer are seen at a glance.
const FEW = 15;

export function TasksTab({ rows }: { readonly rows: ReadonlyArray<InstanceRow> }) {
  const [only, setOnly] = useState<State>();
  const [search, setSearch] = useState("");
  const searchField = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => searchField.current?.focus() });
  if (rows.length === 0) {
    return <Empty title="No task instance yet">The scheduler makes them when the run starts.</Empty>;
  }
  const wanted = search.trim().toLowerCase();
  const shown = rows.filter(
    ({ label, cell }) => (only === undefined || cell.counts.has(only)) && label.toLowerCase().includes(wanted),
  );
  return (
    <>
      {rows.length > FEW && (
        <div className="tool-row">
          <StateFilter counts={statesOf(rows)} only={only} onChange={setOnly} />
          <span className="tool-space" />
          <label className="search">
            <Icon name="search" size={14} />
            <input
              ref={searchField}
              type="search"
              aria-label="Search tasks"
              placeholder="Search by name"
              value={search}
              onChange={event => setSearch(event.target.value)}
            />
          </label>
        </div>
      )}
      {shown.length === 0 ? (
        <Empty title="No task fits" />
      ) : (
        <InstanceTable label="Task instances" first="Task" rows={shown} />
      )}
    </>
  );
}

/** In how many tasks there is an instance in each state. */
function statesOf(rows: ReadonlyArray<InstanceRow>): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const { cell } of rows) for (const state of cell.counts.keys()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return new Map([...counts].toSorted(([a], [b]) => rank(a) - rank(b)));
}
