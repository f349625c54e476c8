import type { InstanceKey } from "../../api/endpoints.ts";
import type { Approval } from "../../api/ours.ts";

/** How a task that asks somebody is marked in the API. */
export const ASKS = "approve";

/** The state in which it waits for the answer. */
export const WAITS = "deferred";

export function keyOf({ task_instance: of }: Approval): InstanceKey {
  return { dagId: of.dag_id, runId: of.dag_run_id, taskId: of.task_id, mapIndex: of.map_index };
}
