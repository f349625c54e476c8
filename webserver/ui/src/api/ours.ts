// What Rondo's answers have beyond Airflow's shapes. All of it may be missing: the page then shows what is left.
import type {
  DagVersionResponse,
  DAGRunResponse,
  HITLDetail,
  ImportErrorResponse,
  TaskInstanceHistoryResponse,
  TaskInstanceResponse,
  TaskResponse,
  XComResponse,
} from "./types.ts";

/** How a try ended. */
interface Ending {
  /** A stable code: `exception`, `timeout`, `heap_full`. */
  readonly reason?: string | null;
  /** In words, with the values that matter. */
  readonly message?: string | null;
  readonly exit_code?: number | null;
}

export interface Instance extends TaskInstanceResponse, Ending {
  /** When it is looked at, or tried, again. */
  readonly next_at?: string | null;
}

/** A task that asks a person; its instance's `next_at` is the deadline. */
export interface Approval extends HITLDetail {
  readonly task_instance: Instance;
}

export interface ApprovalPage {
  readonly hitl_details: ReadonlyArray<Approval>;
  readonly total_entries: number;
}

export interface Try extends TaskInstanceHistoryResponse, Ending {
  /** Those of its executions that were lost with their worker or host. */
  readonly lost_executions?: ReadonlyArray<LostExecution>;
}

export interface LostExecution {
  readonly hostname: string | null;
  /** `lost:` and a stable code. */
  readonly reason: string;
  readonly queued_when: string | null;
  /** Null: it never began. */
  readonly start_date: string | null;
  readonly end_date: string | null;
}

/** A deadline that is open or was missed. */
export interface Deadline {
  /** Null: of the run as a whole. */
  readonly task_id: string | null;
  readonly name: string;
  readonly deadline_time: string;
  readonly missed: boolean;
}

export interface Run extends DAGRunResponse {
  /** Those that are open or were missed; absent in lists. */
  readonly deadlines?: ReadonlyArray<Deadline> | null;
  /** The code of why it ended as it did. */
  readonly reason?: string | null;
}

export interface Task extends TaskResponse {
  readonly is_setup?: boolean;
  readonly is_teardown?: boolean;
}

export interface ImportProblemResponse extends ImportErrorResponse {
  readonly code?: string | null;
  readonly message?: string | null;
  readonly dag_class?: string | null;
  readonly line?: number | null;
}

export interface XCom extends XComResponse {
  readonly type_name?: string | null;
  readonly size_bytes?: number;
}

/** Something that keeps a DAG from running now. */
export interface Held {
  readonly code: string;
  readonly message: string;
  /** When it ends by itself. */
  readonly until: string | null;
  readonly data?: Readonly<Record<string, string>>;
  /** Runs that hold it back. */
  readonly blocking?: ReadonlyArray<{
    readonly dag_id: string;
    readonly run_id: string;
    readonly state: string | null;
  }>;
  /** Assets and aliases whose updates it waits for. */
  readonly assets?: ReadonlyArray<AwaitedAsset>;
}

export interface AwaitedAsset {
  readonly kind: "asset" | "alias";
  readonly name: string;
  readonly last_update: string | null;
  readonly writers: ReadonlyArray<string>;
}

export interface DagWhy {
  readonly reasons: ReadonlyArray<Held>;
}

export interface InstancePage {
  readonly task_instances: ReadonlyArray<Instance>;
  readonly total_entries?: number | null;
}

/** What an instance is set to, and which others with it. */
export interface MarkBody {
  readonly new_state: "success" | "failed" | "skipped";
  readonly include_upstream: boolean;
  readonly include_downstream: boolean;
  readonly include_past: boolean;
  readonly include_future: boolean;
}

export interface VersionPage {
  readonly dag_versions: ReadonlyArray<DagVersionResponse>;
  readonly total_entries: number;
}

/** The text of a DAG's file; null where it came as a jar. */
export interface Source {
  readonly content: string | null;
  readonly version_number: number | null;
}

export interface TryPage {
  readonly task_instances: ReadonlyArray<Try>;
}

export interface RunPage {
  readonly dag_runs: ReadonlyArray<Run>;
  readonly total_entries?: number | null;
}

export interface TaskPage {
  readonly tasks: ReadonlyArray<Task>;
  readonly total_entries: number;
}

export interface XComPage {
  readonly xcom_entries: ReadonlyArray<XCom>;
  readonly total_entries: number;
}

export interface ImportErrorPage {
  readonly import_errors: ReadonlyArray<ImportProblemResponse>;
  readonly total_entries: number;
}

/** A connection without its secrets. */
export interface Connection {
  readonly connection_id: string;
  readonly conn_type: string;
  readonly description: string | null;
  readonly host: string | null;
  readonly login: string | null;
  readonly schema: string | null;
  readonly port: number | null;
}

export interface ConnectionPage {
  readonly connections: ReadonlyArray<Connection>;
  readonly total_entries: number;
}

export interface ConnectionTested {
  readonly status: boolean;
  readonly message: string;
}

export interface ConfigAnswer {
  readonly sections: ReadonlyArray<{ readonly options: ReadonlyArray<{ readonly value: string }> }>;
}
