import type * as ours from "../../src/api/ours.ts";
import type * as t from "../../src/api/types.ts";
import type { MockDag, MockInstance, MockRun, MockTry } from "./model.ts";
import { iso, RETRY_MILLIS } from "./world.ts";

// The JSON of the API, made from the world's things.

const at = (millis: number | null) => (millis === null ? null : iso(millis));

export function dagJson(dag: MockDag, now: number): t.DAGResponse & { readonly caller_role: string } {
  const next = dag.schedule && !dag.isPaused ? Math.ceil(now / 3_600_000) * 3_600_000 : null;
  return {
    dag_id: dag.id,
    dag_display_name: dag.name ?? dag.id,
    is_paused: dag.isPaused,
    is_stale: false,
    last_parsed_time: iso(now - 30_000),
    last_parse_duration: 0.214,
    last_expired: null,
    bundle_name: "dags-folder",
    bundle_version: "9f2c41d7a6b0",
    relative_fileloc: `${dag.id}.jar`,
    fileloc: `/home/ann/.rondo/dags/${dag.id}.jar`,
    description: dag.description ?? null,
    timetable_summary: dag.schedule ?? null,
    timetable_description: dag.scheduleWords ?? null,
    timetable_partitioned: false,
    timetable_periodic: dag.schedule !== undefined,
    tags: (dag.tags ?? []).map(name => ({ name, dag_id: dag.id, dag_display_name: dag.name ?? dag.id })),
    max_active_tasks: 16,
    max_active_runs: 16,
    max_consecutive_failed_dag_runs: 0,
    has_task_concurrency_limits: false,
    has_import_errors: false,
    next_dagrun_logical_date: at(next),
    next_dagrun_data_interval_start: at(next),
    next_dagrun_data_interval_end: at(next),
    next_dagrun_run_after: at(next),
    allowed_run_types: null,
    owners: [dag.owner ?? "rondo"],
    is_backfillable: true,
    file_token: "",
    caller_role: dag.callerRole ?? "admin",
  };
}

export function detailsJson(dag: MockDag, now: number, activeRuns: number): t.DAGDetailsResponse {
  return {
    ...dagJson(dag, now),
    catchup: dag.catchup ?? false,
    dag_run_timeout: null,
    doc_md: dag.doc ?? null,
    start_date: "2013-01-01T05:00:00+00:00",
    end_date: null,
    is_paused_upon_creation: true,
    params: dag.params ?? {},
    render_template_as_native_obj: false,
    template_search_path: null,
    timezone: dag.zone ?? "UTC",
    last_parsed: iso(now - 30_000),
    default_args: { retries: 2, retry_delay: "PT5M", owner: dag.owner ?? "rondo" },
    active_runs_count: activeRuns,
    concurrency: 16,
    latest_dag_version: versionJson(dag, dag.version ?? 1),
  };
}

function versionJson(dag: MockDag, version: number): t.DagVersionResponse {
  return {
    id: `00000000-0000-0000-0000-${String(version).padStart(12, "0")}`,
    version_number: version,
    dag_id: dag.id,
    bundle_name: "dags-folder",
    bundle_version: "9f2c41d7a6b0",
    created_at: "2026-11-20T10:00:00+00:00",
    dag_display_name: dag.name ?? dag.id,
    bundle_url: null,
  };
}

export function taskJson(dag: MockDag): ReadonlyArray<ours.Task> {
  const after = new Map<string, string[]>(dag.tasks.map(({ id }) => [id, []]));
  for (const task of dag.tasks) for (const id of task.after) after.get(id)?.push(task.id);
  return dag.tasks.map(task => ({
    task_id: task.id,
    task_display_name: task.id,
    owner: dag.owner ?? "rondo",
    start_date: null,
    end_date: null,
    trigger_rule: task.triggerRule ?? "all_success",
    depends_on_past: dag.catchup ?? false,
    wait_for_downstream: false,
    retries: task.retries ?? 0,
    queue: "default",
    pool: task.pool ?? "default_pool",
    pool_slots: 1,
    execution_timeout: { __type: "TimeDelta", days: 0, seconds: 3600, microseconds: 0 },
    retry_delay: { __type: "TimeDelta", days: 0, seconds: 300, microseconds: 0 },
    retry_exponential_backoff: 0,
    priority_weight: 1,
    weight_rule: "downstream",
    ui_color: null,
    ui_fgcolor: null,
    template_fields: [],
    downstream_task_ids: after.get(task.id) ?? [],
    doc_md: task.doc ?? null,
    operator_name: task.operator,
    params: {},
    is_mapped: task.mapped !== undefined,
    is_setup: task.id === "cluster.create",
    is_teardown: task.id === "cluster.delete",
    extra_links: [],
  }));
}

export function runJson(run: MockRun): t.DAGRunResponse {
  const { dag, start, end } = run;
  return {
    dag_run_id: run.id,
    dag_id: dag.id,
    logical_date: at(run.logical),
    queued_at: iso(run.queued),
    start_date: at(start),
    end_date: at(end),
    duration: start !== null && end !== null ? (end - start) / 1000 : null,
    data_interval_start: at(run.logical),
    data_interval_end: run.logical === null ? null : iso(run.logical + 86_400_000),
    run_after: iso(run.logical === null ? run.queued : run.logical + 86_400_000),
    last_scheduling_decision: at(end ?? start),
    run_type: run.type,
    state: run.state,
    triggered_by: run.type === "manual" ? "ui" : "timetable",
    triggering_user_name: run.type === "manual" ? "admin" : null,
    conf: run.conf,
    note: run.note,
    dag_versions: [versionJson(dag, run.version)],
    bundle_version: "9f2c41d7a6b0",
    dag_display_name: dag.name ?? dag.id,
    partition_key: null,
    partition_date: null,
  };
}

function shared(run: MockRun, instance: MockInstance, one: MockTry) {
  const { task, mapIndex } = instance;
  return {
    task_id: task.id,
    dag_id: run.dag.id,
    dag_run_id: run.id,
    map_index: mapIndex,
    start_date: at(one.start),
    end_date: at(one.end),
    duration: one.start !== null && one.end !== null ? (one.end - one.start) / 1000 : null,
    state: one.state,
    try_number: one.number,
    max_tries: task.retries ?? 0,
    task_display_name: task.id,
    dag_display_name: run.dag.name ?? run.dag.id,
    ...endingOf(task.id, one.state),
    hostname: one.start === null ? null : "worker-1.rondo.local",
    unixname: "rondo",
    pool: task.pool ?? "default_pool",
    pool_slots: 1,
    queue: "default",
    priority_weight: 1,
    operator: task.operator,
    operator_name: task.operator,
    queued_when: at(one.queued),
    scheduled_when: at(one.queued),
    pid: one.start === null ? null : 41_872,
    executor: null,
    dag_version: versionJson(run.dag, run.version),
  };
}

function endingOf(taskId: string, state: MockTry["state"]) {
  if (state !== "failed" && state !== "up_for_retry") return { reason: null, message: null, exit_code: null };
  const message = `IllegalStateException: ${taskId}: the window holds no rows after filtering (Flights.java:212)`;
  return { reason: "exception", message, exit_code: null };
}

function current({ tryNumber, state, queued, start, end }: MockInstance): MockTry {
  return { number: tryNumber, state, queued, start, end };
}

export function instanceJson(run: MockRun, instance: MockInstance): ours.Instance {
  return {
    ...shared(run, instance, current(instance)),
    id: "00000000-0000-7000-8000-000000000000",
    logical_date: at(run.logical),
    run_after: runJson(run).run_after,
    note: instance.note,
    next_at: instance.state === "up_for_retry" ? at((instance.end ?? 0) + RETRY_MILLIS) : null,
    rendered_map_index: instance.mapIndex < 0 ? null : `part-${instance.mapIndex}`,
    rendered_fields:
      instance.task.operator === "FileSensor"
        ? { path: `/data/flights/${iso(run.logical ?? 0).slice(0, 10)}.csv`, poke_interval: 30 }
        : {},
  };
}

export function approvalJson(run: MockRun, instance: MockInstance): ours.Approval {
  const { task, answer } = instance;
  const form = Object.entries(task.asks ?? {}).map(([name, schema]) => [name, { value: null, schema }]);
  return {
    options: ["Approve", "Reject"],
    subject: task.id,
    body: task.doc ?? null,
    defaults: null,
    multiple: false,
    params: Object.fromEntries(form) as Record<string, unknown>,
    assigned_users: [],
    created_at: iso(instance.start ?? run.queued),
    responded_by_user: answer && { id: answer.by, name: answer.by },
    responded_at: at(answer?.at ?? null),
    chosen_options: answer && [answer.option],
    params_input: answer?.input ?? {},
    response_received: answer !== null,
    task_instance: instanceJson(run, instance),
  };
}

export function tryJson(run: MockRun, instance: MockInstance): ReadonlyArray<ours.Try> {
  const tries = [...instance.earlier, current(instance)].filter(({ number }) => number > 0);
  const unique = new Map(tries.map(one => [one.number, one]));
  return [...unique.values()].map(one => ({
    ...shared(run, instance, one),
    lost_executions: instance.lost
      .filter(({ number }) => number === one.number)
      .map(({ host, reason, queued, start, end }) => ({
        hostname: host,
        reason,
        queued_when: iso(queued),
        start_date: at(start),
        end_date: iso(end),
      })),
  }));
}
