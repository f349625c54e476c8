import { groupBy } from "../base/groupBy.ts";
import { type Get, type Loaded, url } from "./get.ts";
import type { Http } from "./http.ts";
import type { Instance, InstancePage } from "./ours.ts";

type Rows = ReadonlyArray<Instance>;

interface Wanted {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly resolve: (rows: Rows) => void;
  readonly reject: (error: unknown) => void;
}

const LIST = url("/dags/~/dagRuns/~/taskInstances/list");

// What one drawing of the grid, or one burst of events, asks for comes within this.
const GATHER_MILLIS = 5;
// The server takes 1,000 names at a time.
const MOST_RUNS = 1000;
const ASKED_ROWS = 1000;
// As many requests of one list at once as leave room for the others.
const AT_ONCE = 3;

const waiting = new WeakMap<Http, Map<string, Wanted[]>>();

/**
 * Reads all task instances of a run. Runs of a DAG that are wanted at the same moment share their requests: a grid of
 * sixty runs is one list to the server, while each run stays an answer of its own, kept fresh by itself.
 */
export function instancesOfRun(dagId: string, runId: string): Get<Rows>["load"] {
  return async (http, last, signal) => {
    const rows = await new Promise<Rows>((resolve, reject) => join(http, dagId, { runId, signal, resolve, reject }));
    return loaded(rows, last);
  };
}

function loaded(rows: Rows, last: Loaded<Rows> | undefined): Loaded<Rows> {
  const text = JSON.stringify(rows);
  return last?.text === text ? last : { text, data: rows };
}

function join(http: Http, dagId: string, wanted: Wanted): void {
  const ofHttp = waiting.get(http) ?? new Map<string, Wanted[]>();
  waiting.set(http, ofHttp);
  const others = ofHttp.get(dagId);
  if (others) {
    others.push(wanted);
    return;
  }
  ofHttp.set(dagId, [wanted]);
  setTimeout(() => {
    const all = ofHttp.get(dagId) ?? [];
    ofHttp.delete(dagId);
    for (let i = 0; i < all.length; i += MOST_RUNS) void answer(http, dagId, all.slice(i, i + MOST_RUNS));
  }, GATHER_MILLIS);
}

async function answer(http: Http, dagId: string, all: ReadonlyArray<Wanted>): Promise<void> {
  const stop = new AbortController();
  let left = all.length;
  for (const { signal, reject } of all) {
    const gone = () => {
      reject(signal.reason);
      left -= 1;
      if (left === 0) stop.abort();
    };
    if (signal.aborted) gone();
    else signal.addEventListener("abort", gone, { once: true });
  }
  if (stop.signal.aborted) return;
  try {
    const runIds = [...new Set(all.filter(({ signal }) => !signal.aborted).map(({ runId }) => runId))];
    const rows = groupBy(await read(http, dagId, runIds, stop.signal), row => row.dag_run_id);
    for (const { runId, resolve } of all) resolve(rows.get(runId) ?? []);
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}

async function read(http: Http, dagId: string, runIds: ReadonlyArray<string>, signal: AbortSignal): Promise<Rows> {
  const page = (offset: number) =>
    http.send<InstancePage>(
      "POST",
      LIST,
      { dag_ids: [dagId], dag_run_ids: runIds, order_by: "id", page_offset: offset, page_limit: ASKED_ROWS },
      signal,
    );
  const first = await page(0);
  const size = first.task_instances.length;
  let total = size === 0 ? 0 : (first.total_entries ?? 0);
  const rows = [...first.task_instances];
  for (let offset = size; offset < total;) {
    const from = offset;
    const offsets = Array.from({ length: AT_ONCE }, (_, i) => from + i * size).filter(each => each < total);
    const pages = await Promise.all(offsets.map(page));
    rows.push(...pages.flatMap(({ task_instances }) => task_instances));
    offset += offsets.length * size;
    // Of a long list it is an estimate, which each page brings closer.
    total = pages.at(-1)?.total_entries ?? total;
  }
  return rows;
}
