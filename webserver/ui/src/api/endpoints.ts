import { every, type Get, one, type Pace, type Paged, type Query, url } from "./get.ts";
import type { Http } from "./http.ts";
import { instancesOfRun } from "./instances.ts";
import type * as ours from "./ours.ts";
import type * as t from "./types.ts";

const ACTIVE = new Set<string | null>([
  null,
  "queued",
  "running",
  "scheduled",
  "restarting",
  "up_for_retry",
  "up_for_reschedule",
  "deferred",
  "awaiting_input",
]);

export function isActive(state: string | null): boolean {
  return ACTIVE.has(state);
}

const e = encodeURIComponent;
const dagPath = (dagId: string) => `/dags/${e(dagId)}`;
const runPath = (dagId: string, runId: string) => `${dagPath(dagId)}/dagRuns/${e(runId)}`;
const taskPath = (dagId: string, runId: string, taskId: string) =>
  `${runPath(dagId, runId)}/taskInstances/${e(taskId)}`;

export interface DagFilter {
  readonly search?: string | undefined;
  readonly paused?: boolean | undefined;
  readonly lastRunState?: t.DagRunState | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface InstanceKey {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** -1 for a task that is not mapped. */
  readonly mapIndex: number;
}

interface Stated {
  readonly state: string | null;
}

const paceOf = (things: ReadonlyArray<Stated>): Pace => (things.some(({ state }) => isActive(state)) ? "busy" : "calm");

// What has ended changes only with its run, and the run is on every page that shows its tasks.
const instancesPace = (rows: ReadonlyArray<Stated>): Pace => (paceOf(rows) === "busy" ? "busy" : "still");

/** As many as the strip in the list of DAGs has room for. */
export const LATEST_RUNS = 14;

/** As many of those that wait as tell what comes next; a DAG that catches up has hundreds. */
export const WAITING_RUNS = 5;

const STARTED: ReadonlyArray<t.DagRunState> = ["running", "success", "failed"];

export const get = {
  version: (): Get<t.VersionInfo> => one(url("/version")),

  health: (): Get<t.HealthInfoResponse> => one(url("/monitor/health"), { about: "time" }),

  dags: (filter: DagFilter): Get<t.DAGCollectionResponse> =>
    one(
      url("/dags", {
        limit: filter.limit,
        offset: filter.offset,
        order_by: "dag_id",
        dag_id_pattern: filter.search,
        paused: filter.paused,
        last_dag_run_state: filter.lastRunState,
      }),
      { about: { runsOnly: true } },
    ),

  dagStats: (): Get<t.DagStatsCollectionResponse> =>
    one(url("/dagStats"), { about: { runsOnly: true }, streamed: true, pace: statsPace }),

  /** The runs of one DAG of many that started last: with a poll for each, fifty DAGs would never be quiet. */
  latestRuns: (dagId: string): Get<ours.RunPage> => ({
    ...one<ours.RunPage>(runsUrl(dagId, LATEST_RUNS, 0, STARTED), ofRuns(dagId)),
    pace: () => "still",
    key: `latest runs of ${dagId}`,
  }),

  dag: (dagId: string): Get<t.DAGDetailsResponse> =>
    one(url(`${dagPath(dagId)}/details`), { about: { dagId, runsOnly: true } }),

  /** The tasks of the version in force, or of the one that a run was made with. */
  tasks: (dagId: string, version?: number): Get<ours.TaskPage> =>
    one(url(`${dagPath(dagId)}/tasks`, { version_number: version })),

  whyDag: (dagId: string): Get<ours.DagWhy> => one(url(`${dagPath(dagId)}/why`), { about: { dagId, runsOnly: true } }),

  importErrors: (): Get<ours.ImportErrorPage> =>
    one(url("/importErrors", { limit: 100, order_by: "-timestamp" }), { about: "time" }),

  /** A page of all runs, or of those in one state. */
  runs: (dagId: string, limit: number, offset = 0, state?: t.DagRunState): Get<ours.RunPage> =>
    one(runsUrl(dagId, limit, offset, state), { ...ofRuns(dagId), pace: page => paceOf(page.dag_runs) }),

  /** The queued runs that come first, and how many there are. */
  waitingRuns: (dagId: string): Get<ours.RunPage> =>
    one(url(`${dagPath(dagId)}/dagRuns`, { limit: WAITING_RUNS, order_by: "run_after", state: "queued" }), {
      ...ofRuns(dagId),
      pace: page => paceOf(page.dag_runs),
    }),

  /** Of those that have started; newest first. */
  newestRuns: (dagId: string, count: number): Get<ReadonlyArray<ours.Run>> => {
    const paged: Paged<ours.RunPage, ours.Run> = {
      page: (offset, limit) => runsUrl(dagId, limit, offset, STARTED),
      rows: page => page.dag_runs,
      total: page => page.total_entries ?? 0,
    };
    return every(paged, { ...ofRuns(dagId), pace: paceOf }, count);
  },

  run: (dagId: string, runId: string): Get<ours.Run> =>
    one(url(runPath(dagId, runId)), {
      about: { dagId, runId, runsOnly: true },
      streamed: true,
      pace: run => paceOf([run]),
    }),

  instances: (dagId: string, runId: string): Get<ReadonlyArray<ours.Instance>> => ({
    key: `instances of ${url(runPath(dagId, runId))}`,
    load: instancesOfRun(dagId, runId),
    about: { dagId, runId },
    streamed: true,
    pace: instancesPace,
  }),

  /** One task's instances in a run: one, or all of a mapped task's. */
  ofTask: (dagId: string, runId: string, taskId: string): Get<ReadonlyArray<ours.Instance>> => {
    const paged: Paged<ours.InstancePage, ours.Instance> = {
      page: (offset, limit) => url(`${runPath(dagId, runId)}/taskInstances`, { task_id: taskId, limit, offset }),
      rows: page => page.task_instances,
      total: page => page.total_entries ?? 0,
    };
    return every(paged, { about: { dagId, runId, taskId }, streamed: true, pace: paceOf });
  },

  instance: (key: InstanceKey): Get<ours.Instance> =>
    one(url(instancePath(key)), { about: key, streamed: true, pace: row => paceOf([row]) }),

  tries: (key: InstanceKey): Get<ours.TryPage> =>
    one(url(`${instancePath(key)}/tries`), { about: key, streamed: true, pace: page => paceOf(page.task_instances) }),

  /** Everything that waits for a person. Polled: with events, each change of any task would ask for it again. */
  asked: (): Get<ours.ApprovalPage> =>
    one(url("/dags/~/dagRuns/~/hitlDetails", { response_received: false, limit: 100 }), { about: "time" }),

  approval: (key: InstanceKey): Get<ours.Approval> =>
    one(url(approvalPath(key)), { about: key, streamed: true, pace: ({ task_instance: of }) => paceOf([of]) }),

  connections: (limit: number, offset: number): Get<ours.ConnectionPage> =>
    one(url("/connections", { limit, offset, order_by: "connection_id" })),

  /** Whether connections may be tested: `enabled`, `disabled`, or `hidden`, which shows no button. */
  connectionTesting: (): Get<ours.ConfigAnswer> => one(url("/config/section/core/option/test_connection")),

  versions: (dagId: string): Get<ours.VersionPage> =>
    one(url(`${dagPath(dagId)}/dagVersions`, { order_by: "-version_number", limit: 100 })),

  source: (dagId: string, version: number): Get<ours.Source> =>
    one(url(`/dagSources/${e(dagId)}`, { version_number: version })),

  dependencies: (key: InstanceKey): Get<t.TaskDependencyCollectionResponse> =>
    one(url(`${instancePath(key)}/dependencies`), { about: { dagId: key.dagId }, pace: () => "busy" }),

  xcoms: (key: InstanceKey): Get<ours.XComPage> =>
    one(url(`${taskPath(key.dagId, key.runId, key.taskId)}/xcomEntries`, { map_index: key.mapIndex, limit: 100 }), {
      about: key,
    }),

  xcom: (key: InstanceKey, name: string, stamp: string): Get<t.XComResponseNative> => ({
    ...one<t.XComResponseNative>(
      url(`${taskPath(key.dagId, key.runId, key.taskId)}/xcomEntries/${e(name)}`, { map_index: key.mapIndex }),
    ),
    // A value never changes under one time stamp, so the stamp is part of its name.
    key: `xcom ${key.dagId} ${key.runId} ${key.taskId} ${key.mapIndex} ${name} ${stamp}`,
  }),
};

const runsUrl = (dagId: string, limit: number, offset: number, state?: t.DagRunState | ReadonlyArray<t.DagRunState>) =>
  url(`${dagPath(dagId)}/dagRuns`, { limit, offset, order_by: "-run_after", state });

const ofRuns = (dagId: string) => ({ about: { dagId, runsOnly: true }, streamed: true });

const approvalPath = ({ dagId, runId, taskId, mapIndex }: InstanceKey) =>
  `${taskPath(dagId, runId, taskId)}/${mapIndex}/hitlDetails`;

function statsPace(stats: t.DagStatsCollectionResponse): Pace {
  return paceOf(stats.dags.flatMap(dag => dag.stats.filter(({ count }) => count > 0)));
}

function instancePath({ dagId, runId, taskId, mapIndex }: InstanceKey): string {
  return mapIndex < 0 ? taskPath(dagId, runId, taskId) : `${taskPath(dagId, runId, taskId)}/${mapIndex}`;
}

/** One page of a try's log; `token` is where the last page ended. */
export async function readLog(
  http: Http,
  key: InstanceKey,
  tryNumber: number,
  token: string | undefined,
  signal: AbortSignal,
): Promise<t.TaskInstancesLogResponse> {
  // A page as large as the server is willing to make it.
  const path = logUrl(key, tryNumber, { token, full_content: true });
  return JSON.parse(await http.text(path, signal)) as t.TaskInstancesLogResponse;
}

function logUrl(key: InstanceKey, tryNumber: number, query: Query): string {
  const path = `${taskPath(key.dagId, key.runId, key.taskId)}/logs/${tryNumber}`;
  return url(path, { map_index: key.mapIndex, ...query });
}

/** The whole log as a text file, made by the server; undefined where it makes none. */
export async function downloadLog(http: Http, key: InstanceKey, tryNumber: number): Promise<Blob | undefined> {
  const response = await http.open(logUrl(key, tryNumber, {}), { headers: { accept: "text/plain" } });
  return response.headers.get("content-type")?.startsWith("text/plain") ? response.blob() : undefined;
}

/** What changes something; each answers once the server has done it. */
export const post = {
  /** Of whoever is signed in. */
  password: (http: Http, before: string, after: string): Promise<unknown> =>
    http.send("PATCH", "/auth/password", { old_password: before, new_password: after }),

  pause: (http: Http, dagId: string, isPaused: boolean): Promise<t.DAGResponse> =>
    http.send("PATCH", url(dagPath(dagId), { update_mask: "is_paused" }), { is_paused: isPaused }),

  trigger: (http: Http, dagId: string, body: t.TriggerDAGRunPostBody): Promise<t.DAGRunResponse> =>
    http.send("POST", url(`${dagPath(dagId)}/dagRuns`), body),

  clear: (http: Http, dagId: string, body: t.ClearTaskInstancesBody): Promise<t.ClearTaskInstanceCollectionResponse> =>
    http.send("POST", url(`${dagPath(dagId)}/clearTaskInstances`), body),

  answer: (http: Http, key: InstanceKey, body: t.UpdateHITLDetailPayload): Promise<t.HITLDetailResponse> =>
    http.send("PATCH", url(approvalPath(key)), body),

  /** Has a worker try a connection as it is. */
  testConnection: (http: Http, connectionId: string): Promise<ours.ConnectionTested> =>
    http.send("POST", url("/connections/test"), { connection_id: connectionId }),

  markRun: (http: Http, dagId: string, runId: string, state: t.DagRunState): Promise<t.DAGRunResponse> =>
    http.send("PATCH", url(runPath(dagId, runId), { update_mask: "state" }), { state }),

  /** Which instances a mark of the run would change. */
  previewRunMark: (http: Http, dagId: string, runId: string, state: t.DagRunState): Promise<ours.InstancePage> =>
    http.send("PATCH", url(`${runPath(dagId, runId)}/dry_run`), { state }),

  /** What a dry run answers is what would be marked. */
  markTask: (http: Http, key: InstanceKey, body: ours.MarkBody, dryRun: boolean): Promise<ours.InstancePage> =>
    http.send("PATCH", url(`${instancePath(key)}${dryRun ? "/dry_run" : ""}`, { update_mask: "new_state" }), body),
};
