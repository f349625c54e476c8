import type { DAGDetailsResponse, DAGResponse } from "../api/types.ts";

/** What Rondo says beyond Airflow's shapes. */
interface Ours {
  /** What who asks may do with the DAG: `none`, `viewer`, `user`, `op`, `admin`. */
  readonly caller_role?: string;
}

const RUNS: ReadonlySet<string | undefined> = new Set(["user", "op", "admin", undefined]);

/** Whether the reader may trigger, clear, mark and pause; the server has the last word, also where it does not say. */
export function mayRun(dag: ((DAGResponse | DAGDetailsResponse) & Ours) | undefined): boolean {
  return RUNS.has(dag?.caller_role);
}
