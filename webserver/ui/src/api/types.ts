// Written by dev/types.mjs from the OpenAPI file; do not edit by hand.

export interface BaseInfoResponse {
  readonly status: string | null;
}

export interface ClearTaskInstanceCollectionResponse {
  readonly task_instances: ReadonlyArray<TaskInstanceResponse | NewTaskResponse>;
  readonly total_entries: number;
}

export interface ClearTaskInstancesBody {
  readonly dry_run?: boolean;
  readonly start_date?: string | null;
  readonly end_date?: string | null;
  readonly only_failed?: boolean;
  readonly only_running?: boolean;
  readonly reset_dag_runs?: boolean;
  readonly task_ids?: ReadonlyArray<string | [string, number]> | null;
  readonly dag_run_id?: string | null;
  readonly include_upstream?: boolean;
  readonly include_downstream?: boolean;
  readonly include_future?: boolean;
  readonly include_past?: boolean;
  readonly run_on_latest_version?: boolean | null;
  readonly prevent_running_task?: boolean;
  readonly note?: string | null;
}

export interface DAGCollectionResponse {
  readonly dags: ReadonlyArray<DAGResponse>;
  readonly total_entries: number;
}

export interface DAGDetailsResponse {
  readonly dag_id: string;
  readonly dag_display_name: string;
  readonly is_paused: boolean;
  readonly is_stale: boolean;
  readonly last_parsed_time: string | null;
  readonly last_parse_duration: number | null;
  readonly last_expired: string | null;
  readonly bundle_name: string | null;
  readonly bundle_version: string | null;
  readonly relative_fileloc: string | null;
  readonly fileloc: string;
  readonly description: string | null;
  readonly timetable_summary: string | null;
  readonly timetable_description: string | null;
  readonly timetable_partitioned: boolean;
  readonly timetable_periodic: boolean;
  readonly tags: ReadonlyArray<DagTagResponse>;
  readonly max_active_tasks: number;
  readonly max_active_runs: number | null;
  readonly max_consecutive_failed_dag_runs: number;
  readonly has_task_concurrency_limits: boolean;
  readonly has_import_errors: boolean;
  readonly next_dagrun_logical_date: string | null;
  readonly next_dagrun_data_interval_start: string | null;
  readonly next_dagrun_data_interval_end: string | null;
  readonly next_dagrun_run_after: string | null;
  readonly allowed_run_types: ReadonlyArray<DagRunType> | null;
  readonly owners: ReadonlyArray<string>;
  readonly catchup: boolean;
  readonly dag_run_timeout: string | null;
  readonly doc_md: string | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly is_paused_upon_creation: boolean | null;
  readonly params: Readonly<Record<string, unknown>> | null;
  readonly render_template_as_native_obj: boolean;
  readonly template_search_path: ReadonlyArray<string> | null;
  readonly timezone: string | null;
  readonly last_parsed: string | null;
  readonly default_args: Readonly<Record<string, unknown>> | null;
  readonly rerun_with_latest_version?: boolean | null;
  readonly owner_links?: Readonly<Record<string, string>> | null;
  readonly is_favorite?: boolean;
  readonly active_runs_count?: number;
  readonly is_backfillable: boolean;
  readonly file_token: string;
  readonly concurrency: number;
  readonly latest_dag_version: DagVersionResponse | null;
}

export interface DAGResponse {
  readonly dag_id: string;
  readonly dag_display_name: string;
  readonly is_paused: boolean;
  readonly is_stale: boolean;
  readonly last_parsed_time: string | null;
  readonly last_parse_duration: number | null;
  readonly last_expired: string | null;
  readonly bundle_name: string | null;
  readonly bundle_version: string | null;
  readonly relative_fileloc: string | null;
  readonly fileloc: string;
  readonly description: string | null;
  readonly timetable_summary: string | null;
  readonly timetable_description: string | null;
  readonly timetable_partitioned: boolean;
  readonly timetable_periodic: boolean;
  readonly tags: ReadonlyArray<DagTagResponse>;
  readonly max_active_tasks: number;
  readonly max_active_runs: number | null;
  readonly max_consecutive_failed_dag_runs: number;
  readonly has_task_concurrency_limits: boolean;
  readonly has_import_errors: boolean;
  readonly next_dagrun_logical_date: string | null;
  readonly next_dagrun_data_interval_start: string | null;
  readonly next_dagrun_data_interval_end: string | null;
  readonly next_dagrun_run_after: string | null;
  readonly allowed_run_types: ReadonlyArray<DagRunType> | null;
  readonly owners: ReadonlyArray<string>;
  readonly is_backfillable: boolean;
  readonly file_token: string;
}

export interface DAGRunResponse {
  readonly dag_run_id: string;
  readonly dag_id: string;
  readonly logical_date: string | null;
  readonly queued_at: string | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly duration: number | null;
  readonly data_interval_start: string | null;
  readonly data_interval_end: string | null;
  readonly run_after: string;
  readonly last_scheduling_decision: string | null;
  readonly run_type: DagRunType;
  readonly state: DagRunState;
  readonly triggered_by: DagRunTriggeredByType | null;
  readonly triggering_user_name: string | null;
  readonly conf: Readonly<Record<string, unknown>> | null;
  readonly note: string | null;
  readonly dag_versions: ReadonlyArray<DagVersionResponse>;
  readonly bundle_version: string | null;
  readonly dag_display_name: string;
  readonly partition_key: string | null;
  readonly partition_date: string | null;
}

export interface DagProcessorInfoResponse {
  readonly status: string | null;
  readonly latest_dag_processor_heartbeat: string | null;
}

export type DagRunState = "queued" | "running" | "success" | "failed";

export type DagRunTriggeredByType = "cli" | "operator" | "rest_api" | "ui" | "test" | "timetable" | "asset" | "backfill";

export type DagRunType = "backfill" | "scheduled" | "manual" | "operator_triggered" | "asset_triggered" | "asset_materialization";

export interface DagStatsCollectionResponse {
  readonly dags: ReadonlyArray<DagStatsResponse>;
  readonly total_entries: number;
}

export interface DagStatsResponse {
  readonly dag_id: string;
  readonly dag_display_name: string;
  readonly stats: ReadonlyArray<DagStatsStateResponse>;
}

export interface DagStatsStateResponse {
  readonly state: DagRunState;
  readonly count: number;
}

export interface DagTagResponse {
  readonly name: string;
  readonly dag_id: string;
  readonly dag_display_name: string;
}

export interface DagVersionResponse {
  readonly id: string;
  readonly version_number: number;
  readonly dag_id: string;
  readonly bundle_name: string | null;
  readonly bundle_version: string | null;
  readonly created_at: string;
  readonly dag_display_name: string;
  readonly bundle_url: string | null;
}

export interface HITLDetail {
  readonly options: ReadonlyArray<string>;
  readonly subject: string;
  readonly body?: string | null;
  readonly defaults?: ReadonlyArray<string> | null;
  readonly multiple?: boolean;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly assigned_users?: ReadonlyArray<HITLUser>;
  readonly created_at: string;
  readonly responded_by_user?: HITLUser | null;
  readonly responded_at?: string | null;
  readonly chosen_options?: ReadonlyArray<string> | null;
  readonly params_input?: Readonly<Record<string, unknown>>;
  readonly response_received?: boolean;
  readonly task_instance: TaskInstanceResponse;
}

export interface HITLDetailCollection {
  readonly hitl_details: ReadonlyArray<HITLDetail>;
  readonly total_entries: number;
}

export interface HITLDetailResponse {
  readonly responded_by: HITLUser;
  readonly responded_at: string;
  readonly chosen_options: ReadonlyArray<string>;
  readonly params_input?: Readonly<Record<string, unknown>>;
}

export interface HITLUser {
  readonly id: string;
  readonly name: string;
}

export interface HealthInfoResponse {
  readonly metadatabase: BaseInfoResponse;
  readonly scheduler: SchedulerInfoResponse;
  readonly triggerer: TriggererInfoResponse;
  readonly dag_processor?: DagProcessorInfoResponse | null;
}

export interface ImportErrorResponse {
  readonly import_error_id: number;
  readonly timestamp: string;
  readonly filename: string;
  readonly bundle_name: string | null;
  readonly stack_trace: string;
}

export interface NewTaskResponse {
  readonly task_id: string;
  readonly task_display_name: string;
}

export interface SchedulerInfoResponse {
  readonly status: string | null;
  readonly latest_scheduler_heartbeat: string | null;
}

export interface StructuredLogMessage {
  readonly timestamp?: string;
  readonly event: string;
  readonly [key: string]: unknown;
}

export interface TaskDependencyCollectionResponse {
  readonly dependencies: ReadonlyArray<TaskDependencyResponse>;
}

export interface TaskDependencyResponse {
  readonly name: string;
  readonly reason: string;
}

export interface TaskInstanceHistoryResponse {
  readonly task_id: string;
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly map_index: number;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly duration: number | null;
  readonly state: TaskInstanceState | null;
  readonly try_number: number;
  readonly max_tries: number;
  readonly task_display_name: string;
  readonly dag_display_name: string;
  readonly hostname: string | null;
  readonly unixname: string | null;
  readonly pool: string;
  readonly pool_slots: number;
  readonly queue: string | null;
  readonly priority_weight: number | null;
  readonly operator: string | null;
  readonly operator_name: string | null;
  readonly queued_when: string | null;
  readonly scheduled_when: string | null;
  readonly pid: number | null;
  readonly executor: string | null;
  readonly dag_version: DagVersionResponse | null;
}

export interface TaskInstanceResponse {
  readonly id: string;
  readonly task_id: string;
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly map_index: number;
  readonly logical_date: string | null;
  readonly run_after: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly duration: number | null;
  readonly state: TaskInstanceState | null;
  readonly try_number: number;
  readonly max_tries: number;
  readonly task_display_name: string;
  readonly dag_display_name: string;
  readonly hostname: string | null;
  readonly unixname: string | null;
  readonly pool: string;
  readonly pool_slots: number;
  readonly queue: string | null;
  readonly priority_weight: number | null;
  readonly operator: string | null;
  readonly operator_name: string | null;
  readonly queued_when: string | null;
  readonly scheduled_when: string | null;
  readonly pid: number | null;
  readonly executor: string | null;
  readonly note: string | null;
  readonly rendered_map_index: string | null;
  readonly rendered_fields?: Readonly<Record<string, unknown>>;
  readonly dag_version: DagVersionResponse | null;
}

export type TaskInstanceState = "removed" | "scheduled" | "queued" | "running" | "success" | "restarting" | "failed" | "up_for_retry" | "up_for_reschedule" | "upstream_failed" | "skipped" | "deferred" | "awaiting_input";

export interface TaskInstancesBatchBody {
  readonly dag_ids?: ReadonlyArray<string> | null;
  readonly dag_run_ids?: ReadonlyArray<string> | null;
  readonly task_ids?: ReadonlyArray<string> | null;
  readonly state?: ReadonlyArray<TaskInstanceState | null> | null;
  readonly run_after_gte?: string | null;
  readonly run_after_gt?: string | null;
  readonly run_after_lte?: string | null;
  readonly run_after_lt?: string | null;
  readonly logical_date_gte?: string | null;
  readonly logical_date_gt?: string | null;
  readonly logical_date_lte?: string | null;
  readonly logical_date_lt?: string | null;
  readonly start_date_gte?: string | null;
  readonly start_date_gt?: string | null;
  readonly start_date_lte?: string | null;
  readonly start_date_lt?: string | null;
  readonly end_date_gte?: string | null;
  readonly end_date_gt?: string | null;
  readonly end_date_lte?: string | null;
  readonly end_date_lt?: string | null;
  readonly duration_gte?: number | null;
  readonly duration_gt?: number | null;
  readonly duration_lte?: number | null;
  readonly duration_lt?: number | null;
  readonly pool?: ReadonlyArray<string> | null;
  readonly queue?: ReadonlyArray<string> | null;
  readonly executor?: ReadonlyArray<string> | null;
  readonly page_offset?: number;
  readonly page_limit?: number;
  readonly order_by?: string | null;
}

export interface TaskInstancesLogResponse {
  readonly content: ReadonlyArray<StructuredLogMessage> | ReadonlyArray<string>;
  readonly continuation_token: string | null;
}

export interface TaskResponse {
  readonly task_id: string | null;
  readonly task_display_name: string | null;
  readonly owner: string | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly trigger_rule: string | null;
  readonly depends_on_past: boolean;
  readonly wait_for_downstream: boolean;
  readonly retries: number | null;
  readonly queue: string | null;
  readonly pool: string | null;
  readonly pool_slots: number | null;
  readonly execution_timeout: TimeDelta | null;
  readonly retry_delay: TimeDelta | null;
  readonly retry_exponential_backoff: number;
  readonly priority_weight: number | null;
  readonly weight_rule: string | null;
  readonly ui_color: string | null;
  readonly ui_fgcolor: string | null;
  readonly template_fields: ReadonlyArray<string> | null;
  readonly downstream_task_ids: ReadonlyArray<string> | null;
  readonly doc_md: string | null;
  readonly operator_name: string | null;
  readonly params: Readonly<Record<string, unknown>> | null;
  readonly is_mapped: boolean | null;
  readonly extra_links: ReadonlyArray<string>;
}

export interface TimeDelta {
  readonly __type?: string;
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
}

export interface TriggerDAGRunPostBody {
  readonly dag_run_id?: string | null;
  readonly data_interval_start?: string | null;
  readonly data_interval_end?: string | null;
  readonly logical_date: string | null;
  readonly run_after?: string | null;
  readonly conf?: Readonly<Record<string, unknown>> | null;
  readonly note?: string | null;
  readonly partition_key?: string | null;
}

export interface TriggererInfoResponse {
  readonly status: string | null;
  readonly latest_triggerer_heartbeat: string | null;
}

export interface UpdateHITLDetailPayload {
  readonly chosen_options: ReadonlyArray<string>;
  readonly params_input?: Readonly<Record<string, unknown>>;
}

export interface VersionInfo {
  readonly version: string;
  readonly git_version: string | null;
}

export interface XComResponse {
  readonly key: string;
  readonly timestamp: string;
  readonly logical_date: string | null;
  readonly map_index: number;
  readonly task_id: string;
  readonly dag_id: string;
  readonly run_id: string;
  readonly dag_display_name: string;
  readonly task_display_name: string;
  readonly run_after: string;
}

export interface XComResponseNative {
  readonly key: string;
  readonly timestamp: string;
  readonly logical_date: string | null;
  readonly map_index: number;
  readonly task_id: string;
  readonly dag_id: string;
  readonly run_id: string;
  readonly dag_display_name: string;
  readonly task_display_name: string;
  readonly run_after: string;
  readonly value: unknown;
}
