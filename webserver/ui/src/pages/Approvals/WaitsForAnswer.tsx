import "./ApprovalsPage.css";
import { Fragment } from "react";
import type { Instance } from "../../api/ours.ts";
import { Icon } from "../../components/Icon.tsx";
import { Link } from "../../router/Link.tsx";
import { paths } from "../../router/paths.ts";
import { ASKS, WAITS } from "./asked.ts";

/** Leads to the tasks that hold the run up until somebody answers. */
export function WaitsForAnswer({ instances }: { readonly instances: ReadonlyArray<Instance> }) {
  const waiting = instances.filter(({ operator, state }) => operator === ASKS && state === WAITS);
  if (waiting.length === 0) return null;
  return (
    <p className="approval-note" data-testid="waits-for-answer">
      <Icon name="ask" />
      <span>
        Waits for an answer:{" "}
        {waiting.map((row, index) => (
          <Fragment key={`${row.task_id} ${row.map_index}`}>
            {index > 0 && ", "}
            <Link
              to={paths.instance({
                dagId: row.dag_id,
                runId: row.dag_run_id,
                taskId: row.task_id,
                mapIndex: row.map_index,
              })}
            >
              <bdi>{row.map_index < 0 ? row.task_display_name : `${row.task_display_name} [${row.map_index}]`}</bdi>
            </Link>
          </Fragment>
        ))}
      </span>
    </p>
  );
}
