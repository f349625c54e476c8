import { groupBy } from "../../base/groupBy.ts";
import type { ClearTaskInstanceCollectionResponse, TaskInstanceResponse } from "../../api/types.ts";
import { stateOf } from "../../states/states.ts";
import { StateMark } from "../../states/StateMark.tsx";
import { Time } from "../../time/Time.tsx";

interface AffectedListProps {
  readonly rows: ClearTaskInstanceCollectionResponse["task_instances"];
  /** The server may name fewer than there are. */
  readonly total: number;
  readonly runId: string;
}

// The count above says how many there are; nobody reads further than this.
const MOST_SHOWN = 500;

/** What will be cleared, run by run; the run at hand first. */
export function AffectedList({ rows, total, runId }: AffectedListProps) {
  if (rows.length === 0) return <p className="faint">Nothing fits this scope.</p>;
  const shown = rows.slice(0, MOST_SHOWN);
  const byRun = [...groupBy(shown, row => ("dag_run_id" in row ? row.dag_run_id : runId))];
  const ordered = byRun.toSorted(
    ([a, rowsA], [b, rowsB]) => Number(b === runId) - Number(a === runId) || compare(dateOf(rowsA), dateOf(rowsB)),
  );
  return (
    // It may scroll, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="affected" role="region" aria-label="What is affected" tabIndex={0}>
      {ordered.map(([id, ofRun]) => (
        <section key={id} aria-label={`In run ${id}`}>
          <h4>
            {dateOf(ofRun) ? <Time at={dateOf(ofRun)} detail="logical" /> : <bdi>{id}</bdi>}
            {id === runId && <span className="tag">this run</span>}
          </h4>
          <ul>
            {ofRun.map(row => (
              <li key={nameOf(row)}>
                <StateMark state={"state" in row ? stateOf(row.state) : "none"} size={11} /> <bdi>{nameOf(row)}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {total > shown.length && <p className="faint">… and {(total - shown.length).toLocaleString("en")} more.</p>}
    </div>
  );
}

type Row = AffectedListProps["rows"][number];

function dateOf([first]: ReadonlyArray<Row>): string | null {
  return first && "logical_date" in first ? first.logical_date : null;
}

function compare(a: string | null, b: string | null): number {
  return Date.parse(a ?? "") - Date.parse(b ?? "") || 0;
}

function nameOf(row: Row): string {
  if (!isInstance(row) || row.map_index < 0) return row.task_id;
  return `${row.task_id} [${row.rendered_map_index ?? row.map_index}]`;
}

function isInstance(row: Row): row is TaskInstanceResponse {
  return "map_index" in row;
}
