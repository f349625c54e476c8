import type {
  ClearTaskInstancesBody,
  TaskInstancesBatchBody,
  TriggerDAGRunPostBody,
  UpdateHITLDetailPayload,
} from "../../src/api/types.ts";
import { logOf } from "./logs.ts";
import type { MockInstance, MockRun } from "./model.ts";
import { approvalJson, dagJson, detailsJson, instanceJson, runJson, taskJson, tryJson } from "./shapes.ts";
import { iso, type World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (status: number, detail: string): Answer => ({ status, body: { detail } });

// As Airflow's and Rondo's servers have it.
const LARGEST_PAGE = 100;
const LOG_PAGE = 5000;

type Route = (world: World, values: ReadonlyArray<string>, question: Question) => Answer;

const run = "/api/v2/dags/([^/]+)/dagRuns/([^/]+)";
const instance = `${run}/taskInstances/([^/]+)`;

const ROUTES: ReadonlyArray<readonly [method: string, path: RegExp, route: Route]> = [
  ["GET", /^\/api\/v2\/version$/, () => ok({ version: "0.1.0", git_version: null })],
  ["GET", /^\/api\/v2\/monitor\/health$/, health],
  ["GET", /^\/api\/v2\/dags$/, dags],
  ["GET", /^\/api\/v2\/dagStats$/, dagStats],
  ["GET", /^\/api\/v2\/importErrors$/, errors],
  ["GET", /^\/api\/v2\/dags\/([^/]+)\/details$/, details],
  ["PATCH", /^\/api\/v2\/dags\/([^/]+)$/, pause],
  ["GET", /^\/api\/v2\/dags\/([^/]+)\/tasks$/, tasks],
  ["GET", /^\/api\/v2\/dags\/([^/]+)\/why$/, why],
  ["GET", /^\/api\/v2\/dags\/([^/]+)\/dagRuns$/, runs],
  ["POST", /^\/api\/v2\/dags\/([^/]+)\/dagRuns$/, trigger],
  ["POST", /^\/api\/v2\/dags\/([^/]+)\/clearTaskInstances$/, clear],
  ["GET", /^\/api\/v2\/dags\/([^/]+)\/dagVersions$/, versions],
  ["GET", /^\/api\/v2\/dagSources\/([^/]+)$/, source],
  ["GET", new RegExp(`^${run}$`), oneRun],
  ["PATCH", new RegExp(`^${run}(/dry_run)?$`), markRun],
  ["GET", new RegExp(`^${run}/taskInstances$`), instances],
  ["POST", /^\/api\/v2\/dags\/~\/dagRuns\/~\/taskInstances\/list$/, listedInstances],
  ["GET", /^\/api\/v2\/dags\/~\/dagRuns\/~\/hitlDetails$/, asked],
  ["GET", new RegExp(`^${instance}/(-?\\d+)/hitlDetails$`), approval],
  ["PATCH", new RegExp(`^${instance}/(-?\\d+)/hitlDetails$`), answerApproval],
  ["GET", /^\/api\/v2\/connections$/, connections],
  ["POST", /^\/api\/v2\/connections\/test$/, testConnection],
  ["GET", /^\/api\/v2\/config\/section\/core\/option\/test_connection$/, connectionTesting],
  ["GET", new RegExp(`^${instance}/logs/(\\d+)$`), log],
  ["GET", new RegExp(`^${instance}/xcomEntries$`), xcoms],
  ["GET", new RegExp(`^${instance}/xcomEntries/([^/]+)$`), xcom],
  ["GET", new RegExp(`^${instance}(?:/(\\d+))?/tries$`), tries],
  ["GET", new RegExp(`^${instance}(?:/(\\d+))?/dependencies$`), dependencies],
  ["GET", new RegExp(`^${instance}(?:/(\\d+))?$`), oneInstance],
  ["PATCH", new RegExp(`^${instance}(?:/(\\d+))?(/dry_run)?$`), markTask],
];

/** Answers as the REST API does; undefined where it has no such path. */
export function answer(world: World, question: Question): Answer | undefined {
  for (const [method, path, route] of ROUTES) {
    const found = method === question.method ? path.exec(question.path) : null;
    if (found) {
      const values = found.slice(1).map(value => (value === undefined ? "" : decodeURIComponent(value)));
      return route(world, values, question);
    }
  }
  return undefined;
}

function health(world: World): Answer {
  const seen = iso(world.now());
  return ok({
    metadatabase: { status: "healthy" },
    scheduler: { status: "healthy", latest_scheduler_heartbeat: seen },
    triggerer: { status: null, latest_triggerer_heartbeat: null },
    dag_processor: { status: "healthy", latest_dag_processor_heartbeat: seen },
  });
}

function page<T>(rows: ReadonlyArray<T>, query: URLSearchParams): ReadonlyArray<T> {
  const limit = Math.min(LARGEST_PAGE, Number(query.get("limit") ?? 50));
  const offset = Number(query.get("offset") ?? 0);
  return rows.slice(offset, offset + limit);
}

function dags(world: World, _: ReadonlyArray<string>, { query }: Question): Answer {
  const pattern = (query.get("dag_id_pattern") ?? "").toLowerCase();
  const paused = query.get("paused");
  const state = query.get("last_dag_run_state");
  const fitting = world.dags
    .filter(dag => dag.id.toLowerCase().includes(pattern))
    .filter(dag => paused === null || String(dag.isPaused) === paused)
    .filter(dag => state === null || world.runsOf(dag.id)[0]?.state === state)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return ok({ dags: page(fitting, query).map(dag => dagJson(dag, world.now())), total_entries: fitting.length });
}

function dagStats(world: World): Answer {
  const states = ["queued", "running", "success", "failed"];
  const all = world.dags.map(dag => {
    const own = world.runsOf(dag.id);
    const stats = states.map(state => ({ state, count: own.filter(each => each.state === state).length }));
    return { dag_id: dag.id, dag_display_name: dag.name ?? dag.id, stats };
  });
  return ok({ dags: all, total_entries: all.length });
}

function errors(world: World): Answer {
  const rows = world.errors.map(({ id, at, file, stack, ...more }) => ({
    ...more,
    import_error_id: id,
    timestamp: iso(at),
    filename: file,
    bundle_name: "dags-folder",
    stack_trace: stack,
  }));
  return ok({ import_errors: rows, total_entries: rows.length });
}

function details(world: World, [dagId = ""]: ReadonlyArray<string>): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  const active = world.runsOf(dagId).filter(({ state }) => state === "running" || state === "queued").length;
  return ok(detailsJson(dag, world.now(), active));
}

function pause(world: World, [dagId = ""]: ReadonlyArray<string>, { body }: Question): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  dag.isPaused = (body as { is_paused: boolean }).is_paused;
  return ok(dagJson(dag, world.now()));
}

function why(world: World, [dagId = ""]: ReadonlyArray<string>): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  const reasons = dag.isPaused
    ? [{ code: "paused", message: `DAG '${dagId}' is paused; unpause it to let its schedule make runs`, until: null }]
    : [];
  return ok({ reasons });
}

function tasks(world: World, [dagId = ""]: ReadonlyArray<string>): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  return ok({ tasks: taskJson(dag), total_entries: dag.tasks.length });
}

function versions(world: World, [dagId = ""]: ReadonlyArray<string>): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  const newest = detailsJson(dag, world.now(), 0).latest_dag_version;
  return ok({ dag_versions: newest ? [newest] : [], total_entries: newest ? 1 : 0 });
}

/** One of them was dropped as a source file, the others in jars. */
function source(world: World, [dagId = ""]: ReadonlyArray<string>): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  const content = dagId === "tutorial" ? "package x;\n\npublic final class Tutorial {} // <b>not bold</b>\n" : null;
  return ok({ dag_id: dagId, version_number: 1, content, dag_display_name: dagId });
}

function markRun(world: World, values: ReadonlyArray<string>, { body }: Question): Answer {
  const [dagId = "", runId = "", dryRun = ""] = values;
  const own = world.runsOf(dagId).find(each => each.id === runId);
  if (!own) return refused(404, `There is no run '${runId}' of '${dagId}'.`);
  const { state } = body as { state: "success" | "failed" };
  if (dryRun !== "") {
    const rows = own.instances.filter(row => state === "success" && row.state !== "success");
    return ok({ task_instances: rows.map(row => instanceJson(own, row)), total_entries: rows.length });
  }
  own.state = state;
  return ok(runJson(own));
}

function markTask(world: World, values: ReadonlyArray<string>, { body }: Question): Answer {
  const [dagId = "", runId = "", taskId = "", mapIndex = "", dryRun = ""] = values;
  const own = world.runsOf(dagId).find(each => each.id === runId);
  if (!own) return refused(404, `There is no run '${runId}' of '${dagId}'.`);
  const rows = own.instances.filter(
    row => row.task.id === taskId && (mapIndex === "" || row.mapIndex === Number(mapIndex)),
  );
  if (dryRun === "") for (const row of rows) row.state = (body as { new_state: "success" | "failed" }).new_state;
  return ok({ task_instances: rows.map(row => instanceJson(own, row)), total_entries: rows.length });
}

function runs(world: World, [dagId = ""]: ReadonlyArray<string>, { query }: Question): Answer {
  const states = query.getAll("state");
  const newestFirst = world.runsOf(dagId).filter(({ state }) => states.length === 0 || states.includes(state));
  const all = query.get("order_by") === "run_after" ? newestFirst.toReversed() : newestFirst;
  return ok({ dag_runs: page(all, query).map(runJson), total_entries: all.length });
}

function trigger(world: World, [dagId = ""]: ReadonlyArray<string>, { body }: Question): Answer {
  const dag = world.dag(dagId);
  if (!dag) return refused(404, `Dag with ID: '${dagId}' was not found`);
  const { dag_run_id, logical_date, conf, note } = body as TriggerDAGRunPostBody;
  const id = dag_run_id ?? `manual__${logical_date ?? iso(world.now())}`;
  if (world.runsOf(dagId).some(each => each.id === id)) {
    return refused(409, `The run '${id}' of '${dagId}' exists already; leave the run id empty to get a new one.`);
  }
  const logical = typeof logical_date === "string" ? Date.parse(logical_date) : null;
  return ok(runJson(world.addRun(dag, { id, logical, conf: { ...conf }, note: note ?? null })));
}

function oneRun(world: World, [dagId = "", runId = ""]: ReadonlyArray<string>): Answer {
  const found = world.runsOf(dagId).find(each => each.id === runId);
  return found
    ? ok(runJson(found))
    : refused(404, `The DagRun with dag_id: '${dagId}' and run_id: '${runId}' was not found`);
}

function instances(world: World, [dagId = "", runId = ""]: ReadonlyArray<string>, { query }: Question): Answer {
  const wanted = query.get("task_id");
  const rows = world
    .runsOf(dagId)
    .filter(each => runId === "~" || each.id === runId)
    .flatMap(each =>
      each.instances.filter(({ task }) => wanted === null || task.id === wanted).map(row => [each, row] as const),
    );
  return ok({
    task_instances: page(rows, query).map(([each, row]) => instanceJson(each, row)),
    total_entries: rows.length,
  });
}

function listedInstances(world: World, _: ReadonlyArray<string>, { body }: Question): Answer {
  const { dag_ids, dag_run_ids, page_limit, page_offset } = body as TaskInstancesBatchBody;
  const rows = (dag_ids ?? [])
    .flatMap(dagId => world.runsOf(dagId))
    .filter(each => dag_run_ids?.includes(each.id))
    .flatMap(each => each.instances.map(row => [each, row] as const));
  const query = new URLSearchParams({ limit: String(page_limit), offset: String(page_offset) });
  return ok({
    task_instances: page(rows, query).map(([each, row]) => instanceJson(each, row)),
    total_entries: rows.length,
  });
}

function find(world: World, values: ReadonlyArray<string>): readonly [MockRun, MockInstance] | undefined {
  const [dagId = "", runId = "", taskId = "", index = ""] = values;
  const own = world.runsOf(dagId).find(each => each.id === runId);
  const found = own?.instances.find(
    ({ task, mapIndex }) => task.id === taskId && mapIndex === (index === "" ? -1 : Number(index)),
  );
  return own && found && [own, found];
}

const unknown = (values: ReadonlyArray<string>) =>
  refused(404, `There is no task instance ${values.filter(Boolean).join(" / ")}.`);

function oneInstance(world: World, values: ReadonlyArray<string>): Answer {
  const found = find(world, values);
  return found ? ok(instanceJson(...found)) : unknown(values);
}

function tries(world: World, values: ReadonlyArray<string>): Answer {
  const found = find(world, values);
  if (!found) return unknown(values);
  const rows = tryJson(...found);
  return ok({ task_instances: rows, total_entries: rows.length });
}

function dependencies(world: World, values: ReadonlyArray<string>): Answer {
  const found = find(world, values);
  if (!found) return unknown(values);
  const [own, { task, state, end }] = found;
  const list: { name: string; reason: string }[] = [];
  if (own.dag.isPaused) list.push({ name: "Dag Not Paused", reason: `Dag '${own.dag.id}' is paused.` });
  const waiting = task.after.filter(id =>
    own.instances.some(each => each.task.id === id && each.end === null && each.state !== "skipped"),
  );
  if (waiting.length > 0) {
    const names = waiting.map(id => `'${id}'`).join(", ");
    list.push({ name: "Trigger Rule", reason: `'${task.triggerRule ?? "all_success"}' needs ${names} to end first.` });
  }
  if (state === "up_for_retry")
    list.push({ name: "Not In Retry Period", reason: `Failed at ${iso(end ?? 0)}; may run again 6 s after that.` });
  if (state === "scheduled")
    list.push({
      name: "Pool Slots Available",
      reason: `All 16 slots of the pool '${task.pool ?? "default_pool"}' are taken.`,
    });
  return ok({ dependencies: list });
}

function byIndex(world: World, [dagId = "", runId = "", taskId = ""]: ReadonlyArray<string>, query: URLSearchParams) {
  const index = query.get("map_index") ?? "-1";
  return find(world, [dagId, runId, taskId, index === "-1" ? "" : index]);
}

function asked(world: World): Answer {
  const rows = world.runs.flatMap(own =>
    own.instances.filter(({ task, state }) => task.asks && state === "deferred").map(row => approvalJson(own, row)),
  );
  return ok({ hitl_details: rows, total_entries: rows.length });
}

function approval(world: World, [dagId = "", runId = "", taskId = "", index = ""]: ReadonlyArray<string>): Answer {
  const found = find(world, [dagId, runId, taskId, index === "-1" ? "" : index]);
  if (!found?.[1].task.asks) return unknown([dagId, runId, taskId]);
  return ok(approvalJson(...found));
}

function answerApproval(world: World, values: ReadonlyArray<string>, { body }: Question): Answer {
  const [dagId = "", runId = "", taskId = "", index = ""] = values;
  const found = find(world, [dagId, runId, taskId, index === "-1" ? "" : index]);
  if (!found?.[1].task.asks) return unknown([dagId, runId, taskId]);
  const [, row] = found;
  if (row.state !== "deferred") return refused(409, `task '${taskId}' does not wait for an answer: it has one already`);
  const {
    chosen_options: [option = ""],
    params_input,
  } = body as UpdateHITLDetailPayload;
  row.answer = { by: "admin", at: world.now(), option, input: { ...params_input } };
  Object.assign(row, { state: "success", end: world.now() });
  return ok({
    responded_by: { id: "admin", name: "admin" },
    responded_at: iso(world.now()),
    chosen_options: [option],
    params_input,
  });
}

function connections(world: World, _: ReadonlyArray<string>, { query }: Question): Answer {
  return ok({ connections: page(world.connections, query), total_entries: world.connections.length });
}

function testConnection(world: World, _: ReadonlyArray<string>, { body }: Question): Answer {
  const { connection_id: id } = body as { connection_id: string };
  const host = world.connections.find(each => each.connection_id === id)?.host;
  if (host === undefined) return unknown([id]);
  if (host === null) return refused(503, "no worker of queue 'default' is connected");
  const status = host !== "down.example.com";
  return ok({ status, message: status ? `GET ${host} was answered with 200` : `${host} cannot be reached` });
}

function connectionTesting(world: World): Answer {
  return ok({ sections: [{ name: "core", options: [{ key: "test_connection", value: world.connectionTesting }] }] });
}

function log(world: World, values: ReadonlyArray<string>, { query }: Question): Answer {
  const found = byIndex(world, values, query);
  if (!found) return unknown(values);
  const [own, row] = found;
  const number = Number(values[3]);
  const one = row.earlier.find(each => each.number === number) ?? { ...row, number: row.tryNumber };
  const lines = logOf(own, row, one, world.now());
  const from = Number(query.get("token") ?? 0);
  const content = lines.slice(from, from + LOG_PAGE);
  const end = from + content.length;
  return ok({ content, continuation_token: end < lines.length || one.end === null ? String(end) : null });
}

function xcoms(world: World, values: ReadonlyArray<string>, { query }: Question): Answer {
  const found = byIndex(world, values, query);
  if (!found) return unknown(values);
  const [own, row] = found;
  if (row.state !== "success" || !row.task.result) return ok({ xcom_entries: [], total_entries: 0 });
  return ok({ xcom_entries: [xcomJson(own, row)], total_entries: 1 });
}

function xcom(world: World, values: ReadonlyArray<string>, { query }: Question): Answer {
  const found = byIndex(world, values, query);
  if (!found) return unknown(values);
  const [own, row] = found;
  return ok({ ...xcomJson(own, row), value: row.task.result?.(own.day, row.mapIndex) ?? null });
}

function xcomJson(own: MockRun, row: MockInstance) {
  const { logical_date, run_after, dag_display_name } = runJson(own);
  return {
    key: "return_value",
    type_name: row.task.operator === "branch" ? "com.example.Gate" : "com.example.Result",
    size_bytes: JSON.stringify(row.task.result?.(own.day, row.mapIndex) ?? null).length,
    timestamp: iso(row.end ?? 0),
    logical_date,
    run_after,
    dag_display_name,
    map_index: row.mapIndex,
    task_id: row.task.id,
    dag_id: own.dag.id,
    run_id: own.id,
    task_display_name: row.task.id,
  };
}

function clear(world: World, [dagId = ""]: ReadonlyArray<string>, { body }: Question): Answer {
  const wanted = body as ClearTaskInstancesBody;
  const dag = world.dag(dagId);
  const own = world.runsOf(dagId).find(each => each.id === wanted.dag_run_id);
  if (!dag || !own) return refused(404, `There is no run '${wanted.dag_run_id}' of '${dagId}'.`);
  const at = own.logical ?? 0;
  const affected = world
    .runsOf(dagId)
    .filter(
      each =>
        each === own ||
        (wanted.include_past && (each.logical ?? 0) < at) ||
        (wanted.include_future && (each.logical ?? 0) > at),
    )
    .map(each => [each, each.instances.filter(row => chosen(each, row, wanted))] as const);
  if (wanted.dry_run === false) for (const [each, rows] of affected) if (rows.length > 0) world.clear(each, rows);
  const rows = affected.flatMap(([each, list]) => list.map(row => instanceJson(each, row)));
  return ok({ task_instances: rows, total_entries: rows.length });
}

function chosen({ dag }: MockRun, row: MockInstance, wanted: ClearTaskInstancesBody): boolean {
  if (wanted.only_failed && row.state !== "failed" && row.state !== "upstream_failed") return false;
  if (!wanted.task_ids) return true;
  return wanted.task_ids.some(each => {
    const [id, index] = typeof each === "string" ? [each, undefined] : each;
    if (row.task.id === id) return index === undefined || index === row.mapIndex;
    const leadsTo = (from: string, to: string): boolean =>
      dag.tasks.some(task => task.after.includes(from) && (task.id === to || leadsTo(task.id, to)));
    return (
      (wanted.include_downstream === true && leadsTo(id, row.task.id)) ||
      (wanted.include_upstream === true && leadsTo(row.task.id, id))
    );
  });
}
