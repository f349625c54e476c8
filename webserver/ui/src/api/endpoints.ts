import type { Http } from "./http.ts";
import type * as t from "./types.ts";

/** What an answer is about; an event of the live stream makes those stale whose fields it does not contradict. */
export interface About {
  readonly dagId?: string;
  readonly runId?: string;
  readonly taskId?: string;
  /** Only events of runs matter, not those of their tasks. */
  readonly runsOnly?: boolean;
}

export interface Loaded<T> {
  readonly text: string;
  readonly data: T;
}

/** `busy`: something is at work. `still`: something else on the page tells when to read it again. */
export type Pace = "busy" | "calm" | "still";

/** A thing that can be read from the server, named by its key; see `useGet`. */
export interface Get<T> {
  readonly key: string;
  /** `time`: no event tells of it, so it is asked for again and again. Absent: it stays as it is while it is shown. */
  readonly about?: About | "time";
  /** Whether the live stream tells of every change; what it does not tell of is polled even so. */
  readonly streamed?: boolean;
  /** How often to ask again where no event tells; `calm` when not said. */
  readonly pace?: (data: T) => Pace;
  readonly load: (http: Http, last: Loaded<T> | undefined, signal: AbortSignal) => Promise<Loaded<T>>;
}

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

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

function url(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === "" ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return `/api/v2${path}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

const e = encodeURIComponent;
const dagPath = (dagId: string) => `/dags/${e(dagId)}`;
const runPath = (dagId: string, runId: string) => `${dagPath(dagId)}/dagRuns/${e(runId)}`;
const taskPath = (dagId: string, runId: string, taskId: string) =>
  `${runPath(dagId, runId)}/taskInstances/${e(taskId)}`;

function one<T>(path: string, more: Omit<Get<T>, "key" | "load"> = {}): Get<T> {
  return {
    key: path,
    load: async (http, last, signal) => {
      const text = await http.text(path, signal);
      return last?.text === text ? last : { text, data: JSON.parse(text) as T };
    },
    ...more,
  };
}

/** Every row of a list that the server gives in pages; the server may give fewer rows a page than asked for. */
function every<P, T>(
  page: (offset: number) => string,
  rowsOf: (page: P) => ReadonlyArray<T>,
  totalOf: (page: P) => number,
  more: Omit<Get<ReadonlyArray<T>>, "key" | "load"> = {},
): Get<ReadonlyArray<T>> {
  return {
    key: `${page(0)} (all)`,
    load: async (http, last, signal) => {
      const texts: string[] = [];
      const rows: T[] = [];
      for (let total = 1; rows.length < total;) {
        const text = await http.text(page(rows.length), signal);
        const answer = JSON.parse(text) as P;
        const got = rowsOf(answer);
        texts.push(text);
        rows.push(...got);
        total = got.length === 0 ? 0 : totalOf(answer);
      }
      const text = texts.join("\n");
      return last?.text === text ? last : { text, data: rows };
    },
    ...more,
  };
}

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

  /** The newest runs of one DAG of many: with a poll for each, a page of fifty DAGs would never be quiet. */
  latestRuns: (dagId: string): Get<t.DAGRunCollectionResponse> => ({
    ...get.runs(dagId, LATEST_RUNS),
    pace: () => "still",
    key: `latest runs of ${dagId}`,
  }),

  dag: (dagId: string): Get<t.DAGDetailsResponse> =>
    one(url(`${dagPath(dagId)}/details`), { about: { dagId, runsOnly: true } }),

  tasks: (dagId: string): Get<t.TaskCollectionResponse> => one(url(`${dagPath(dagId)}/tasks`)),

  importErrors: (): Get<t.ImportErrorCollectionResponse> =>
    one(url("/importErrors", { limit: 100, order_by: "-timestamp" }), { about: "time" }),

  runs: (dagId: string, limit: number, offset = 0): Get<t.DAGRunCollectionResponse> =>
    one(url(`${dagPath(dagId)}/dagRuns`, { limit, offset, order_by: "-run_after" }), {
      about: { dagId, runsOnly: true },
      streamed: true,
      pace: page => paceOf(page.dag_runs),
    }),

  run: (dagId: string, runId: string): Get<t.DAGRunResponse> =>
    one(url(runPath(dagId, runId)), {
      about: { dagId, runId, runsOnly: true },
      streamed: true,
      pace: run => paceOf([run]),
    }),

  instances: (dagId: string, runId: string): Get<ReadonlyArray<t.TaskInstanceResponse>> =>
    every<t.TaskInstanceCollectionResponse, t.TaskInstanceResponse>(
      offset => url(`${runPath(dagId, runId)}/taskInstances`, { limit: 1000, offset }),
      page => page.task_instances,
      page => page.total_entries ?? 0,
      { about: { dagId, runId }, streamed: true, pace: instancesPace },
    ),

  /** One task's instances in a run: one, or all of a mapped task's. */
  ofTask: (dagId: string, runId: string, taskId: string): Get<ReadonlyArray<t.TaskInstanceResponse>> =>
    every<t.TaskInstanceCollectionResponse, t.TaskInstanceResponse>(
      offset => url(`${runPath(dagId, runId)}/taskInstances`, { task_id: taskId, limit: 1000, offset }),
      page => page.task_instances,
      page => page.total_entries ?? 0,
      { about: { dagId, runId, taskId }, streamed: true, pace: paceOf },
    ),

  instance: (key: InstanceKey): Get<t.TaskInstanceResponse> =>
    one(url(instancePath(key)), { about: key, streamed: true, pace: row => paceOf([row]) }),

  tries: (key: InstanceKey): Get<t.TaskInstanceHistoryCollectionResponse> =>
    one(url(`${instancePath(key)}/tries`), {
      about: key,
      streamed: true,
      pace: page => paceOf(page.task_instances),
    }),

  dependencies: (key: InstanceKey): Get<t.TaskDependencyCollectionResponse> =>
    one(url(`${instancePath(key)}/dependencies`), { about: { dagId: key.dagId }, pace: () => "busy" }),

  xcoms: (key: InstanceKey): Get<t.XComCollectionResponse> =>
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
  const path = `${taskPath(key.dagId, key.runId, key.taskId)}/logs/${tryNumber}`;
  const query = { map_index: key.mapIndex, token };
  return JSON.parse(await http.text(url(path, query), signal)) as t.TaskInstancesLogResponse;
}

/** What changes something; each answers once the server has done it. */
export const post = {
  pause: (http: Http, dagId: string, isPaused: boolean): Promise<t.DAGResponse> =>
    http.send("PATCH", url(dagPath(dagId), { update_mask: "is_paused" }), { is_paused: isPaused }),

  trigger: (http: Http, dagId: string, body: t.TriggerDAGRunPostBody): Promise<t.DAGRunResponse> =>
    http.send("POST", url(`${dagPath(dagId)}/dagRuns`), body),

  clear: (http: Http, dagId: string, body: t.ClearTaskInstancesBody): Promise<t.ClearTaskInstanceCollectionResponse> =>
    http.send("POST", url(`${dagPath(dagId)}/clearTaskInstances`), body),
};
