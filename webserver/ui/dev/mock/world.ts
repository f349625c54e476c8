import type { Connection } from "../../src/api/ours.ts";
import { groupBy } from "../../src/base/groupBy.ts";
import { EDGE_CASES, FLIGHTS, MAPPED, RELEASE } from "./dags.ts";
import {
  type MockDag,
  type MockEvent,
  type MockImportError,
  type MockInstance,
  type MockRun,
  type MockTask,
  type Random,
  randomOf,
} from "./model.ts";

const DAY = 86_400_000;
export const RETRY_MILLIS = 6_000;
const DONE = new Set(["success", "failed", "upstream_failed", "skipped", "removed"]);

const connection = (connection_id: string, conn_type: string, host: string | null): Connection => ({
  connection_id,
  conn_type,
  host,
  description: null,
  login: null,
  schema: null,
  port: null,
});

/** A scheduler in miniature: DAGs with a past, and runs that go on while the clock does. */
export class World {
  readonly dags: ReadonlyArray<MockDag>;
  readonly runs: MockRun[] = [];
  readonly errors: ReadonlyArray<MockImportError>;
  /** Whether connections may be tested, as the server's configuration has it. */
  connectionTesting = "enabled";
  readonly connections: ReadonlyArray<Connection> = [
    connection("down", "http", "down.example.com"),
    connection("nowhere", "aws", null),
    connection("web", "http", "web.example.com"),
  ];
  readonly #random: Random = randomOf(2013);
  readonly #now: () => number;
  readonly #listeners = new Set<(event: MockEvent) => void>();

  constructor(now: () => number, dags: ReadonlyArray<MockDag>, errors: ReadonlyArray<MockImportError>) {
    this.#now = now;
    this.dags = dags;
    this.errors = errors;
    for (const dag of this.dags) this.#past(dag);
  }

  now(): number {
    return this.#now();
  }

  subscribe(listener: (event: MockEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dag(id: string): MockDag | undefined {
    return this.dags.find(dag => dag.id === id);
  }

  /** Newest first. */
  runsOf(dagId: string): ReadonlyArray<MockRun> {
    return this.runs.filter(run => dagId === "~" || run.dag.id === dagId).toSorted((a, b) => orderOf(b) - orderOf(a));
  }

  addRun(dag: MockDag, run: Partial<MockRun> & { readonly id: string }): MockRun {
    const made: MockRun = {
      dag,
      type: "manual",
      day: this.runsOf(dag.id).length,
      logical: this.now(),
      conf: {},
      note: null,
      version: dag.version ?? 1,
      state: "queued",
      queued: this.now(),
      start: null,
      end: null,
      instances: dag.tasks.flatMap(task => instancesOf(task, this.#random)),
      ...run,
    };
    this.runs.push(made);
    this.#tellRun(made);
    return made;
  }

  /** Lets the instances run again. */
  clear(run: MockRun, instances: ReadonlyArray<MockInstance>): void {
    for (const instance of instances) {
      if (instance.start !== null) {
        const { tryNumber: number, state, queued, start, end } = instance;
        instance.earlier.push({ number, state, queued, start, end });
      }
      Object.assign(instance, { state: null, queued: null, start: null, end: null, fails: 0 });
      this.#tell(run, instance);
    }
    run.state = "running";
    run.end = null;
    this.#tellRun(run);
  }

  /** Moves everything on to now. */
  advance(): void {
    for (const run of this.runs) {
      if (run.state === "queued" && !run.dag.isPaused && this.now() - run.queued > 800) {
        run.state = "running";
        run.start = this.now();
        this.#tellRun(run);
      }
      if (run.state === "running") this.#advanceRun(run);
    }
  }

  #advanceRun(run: MockRun): void {
    const byTask = groupBy(run.instances, ({ task }) => task.id);
    for (const instance of run.instances) this.#advanceInstance(run, instance, byTask);
    if (!run.instances.every(({ state }) => DONE.has(state ?? ""))) return;
    run.state = run.instances.some(({ state }) => state === "failed" || state === "upstream_failed")
      ? "failed"
      : "success";
    run.end = this.now();
    this.#tellRun(run);
    if (run.dag.id === FLIGHTS.id && run.type === "scheduled") this.#nextDay(run);
  }

  #nextDay(run: MockRun): void {
    const logical = (run.logical ?? 0) + DAY;
    this.addRun(run.dag, { id: `scheduled__${iso(logical)}`, type: "scheduled", logical, day: run.day + 1 });
  }

  #advanceInstance(
    run: MockRun,
    instance: MockInstance,
    byTask: ReadonlyMap<string, ReadonlyArray<MockInstance>>,
  ): void {
    const now = this.now();
    const before = instance.state;
    if (before === null) {
      const above = instance.task.after.flatMap(id => byTask.get(id) ?? []);
      instance.state = nextState(run, instance.task, above);
      if (instance.state === "scheduled" && instance.task.asks) {
        Object.assign(instance, { state: "deferred", start: now, tryNumber: 1 });
      }
      if (instance.state === "scheduled" || instance.state === "queued") instance.queued = now;
    } else if (before === "scheduled" && this.#busy(instance.task) < 16) {
      instance.state = "queued";
    } else if (before === "queued" && now - (instance.queued ?? 0) > 300) {
      Object.assign(instance, { state: "running", start: now, end: null, tryNumber: instance.tryNumber + 1 });
    } else if (before === "running" && now - (instance.start ?? 0) > instance.seconds * 1000) {
      instance.end = now;
      instance.state =
        instance.fails <= 0
          ? "success"
          : instance.tryNumber <= (instance.task.retries ?? 0)
            ? "up_for_retry"
            : "failed";
    } else if (before === "up_for_retry" && now - (instance.end ?? 0) > RETRY_MILLIS) {
      const { tryNumber: number, queued, start, end } = instance;
      instance.earlier.push({ number, state: "failed", queued, start, end });
      Object.assign(instance, { state: "queued", queued: now, start: null, end: null, fails: instance.fails - 1 });
    }
    if (instance.state !== before) this.#tell(run, instance);
  }

  #busy(task: MockTask): number {
    let count = 0;
    for (const run of this.runs)
      if (run.state === "running")
        for (const { task: other, state } of run.instances)
          if (other === task && (state === "running" || state === "queued")) count++;
    return count;
  }

  #past(dag: MockDag): void {
    const plan = PAST[dag.id] ?? { runs: dag.tasks.length > 1000 ? 12 : 20, every: DAY, running: false, failing: 0.1 };
    const last = dag.id === FLIGHTS.id ? Date.UTC(2013, 2, 1, 5) : Math.floor(this.now() / plan.every) * plan.every;
    for (let i = plan.runs - 1; i >= 0; i--) {
      const logical = last - i * plan.every;
      const type = i % 17 === 9 ? "manual" : i % 23 > 20 ? "backfill" : "scheduled";
      const queued =
        dag.id === FLIGHTS.id ? this.now() - (i + 1) * 47_000 : Math.min(logical + 2_000, this.now() - 4_000);
      const run = this.addRun(dag, {
        id: `${type}__${iso(logical)}`,
        type,
        logical,
        queued,
        day: plan.runs - i,
        version: i > plan.runs / 2 ? Math.max(1, (dag.version ?? 1) - 1) : (dag.version ?? 1),
        conf: type === "manual" ? { window_days: 14, reason: "a closer look at February" } : {},
      });
      if (i === 0 && dag.id === RELEASE.id) this.#askNow(run);
      else if (i === 0 && plan.running) this.#startNow(run);
      else this.#finish(run, this.#random() < plan.failing);
    }
  }

  /** The newest run has begun a moment ago; some of it fails, so that retries can be seen. */
  #startNow(run: MockRun): void {
    Object.assign(run, { state: "running", start: this.now() - 1_000, queued: this.now() - 2_000 });
    for (const instance of run.instances)
      if (instance.mapIndex >= 0 && instance.mapIndex % 23 === 5) instance.fails = 1 + (instance.mapIndex % 3);
  }

  /** All but the answer of a person is there. */
  #askNow(run: MockRun): void {
    Object.assign(run, { state: "running", start: this.now() - 90_000, queued: this.now() - 91_000 });
    for (const instance of run.instances) {
      const { task } = instance;
      const start = this.now() - 60_000;
      if (task.asks) Object.assign(instance, { state: "deferred", start, tryNumber: 1 });
      else if (task.after.length === 0)
        Object.assign(instance, { state: "success", queued: start, start, end: start + 9_000, tryNumber: 1 });
    }
  }

  #finish(run: MockRun, failing: boolean): void {
    run.start = run.queued + 300;
    const unlucky = failing ? Math.floor(this.#random() * run.dag.tasks.length) : -1;
    const ends = new Map<string, number>();
    const states = new Map<string, string>();
    for (const instance of run.instances) {
      const { task } = instance;
      const above = task.after.map(id => states.get(id) ?? "success");
      const ready = Math.max(run.start, ...task.after.map(id => ends.get(id) ?? 0)) + 120;
      const chosen = settled(
        run,
        task,
        above,
        task === run.dag.tasks[unlucky] && (instance.mapIndex < 0 || instance.mapIndex % 50 === 7),
      );
      instance.state = chosen;
      if (chosen === "success" || chosen === "failed") {
        const tries = chosen === "failed" ? (task.retries ?? 0) + 1 : task.retries && this.#random() < 0.08 ? 2 : 1;
        let at = ready;
        for (let number = 1; number <= tries; number++) {
          const end = at + instance.seconds * 1000;
          if (number < tries) instance.earlier.push({ number, state: "failed", queued: at - 90, start: at, end });
          else Object.assign(instance, { queued: at - 90, start: at, end, tryNumber: number });
          at = end + 5_000;
        }
      }
      ends.set(task.id, Math.max(ends.get(task.id) ?? 0, instance.end ?? ready));
      if (states.get(task.id) !== "failed") states.set(task.id, chosen);
    }
    run.end = Math.max(run.start, ...ends.values()) + 60;
    run.state = [...states.values()].some(state => state === "failed" || state === "upstream_failed")
      ? "failed"
      : "success";
  }

  #tellRun(run: MockRun): void {
    this.#send({ name: "dag_run", data: { dag_id: run.dag.id, dag_run_id: run.id, state: run.state } });
  }

  #tell(run: MockRun, { task, mapIndex, state }: MockInstance): void {
    const data = { dag_id: run.dag.id, dag_run_id: run.id, task_id: task.id, map_index: mapIndex, state };
    this.#send({ name: "task_instance", data });
  }

  #send(event: MockEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const PAST: Readonly<Record<string, { runs: number; every: number; running: boolean; failing: number }>> = {
  [FLIGHTS.id]: { runs: 60, every: DAY, running: true, failing: 0.12 },
  [MAPPED.id]: { runs: 24, every: 3_600_000, running: true, failing: 0.2 },
  [EDGE_CASES.id]: { runs: 3, every: DAY, running: true, failing: 0 },
  [RELEASE.id]: { runs: 2, every: DAY, running: true, failing: 0 },
  tutorial: { runs: 0, every: DAY, running: false, failing: 0 },
  feature_mesh: { runs: 8, every: DAY / 4, running: true, failing: 0.2 },
};

function instancesOf(task: MockTask, random: Random): MockInstance[] {
  const one = (mapIndex: number): MockInstance => ({
    task,
    mapIndex,
    state: null,
    tryNumber: 0,
    queued: null,
    start: null,
    end: null,
    seconds: task.seconds * (0.6 + random() * 0.8),
    fails: 0,
    note: null,
    answer: null,
    earlier: [],
    lost: [],
  });
  return task.mapped === undefined ? [one(-1)] : Array.from({ length: task.mapped }, (_, index) => one(index));
}

/** Whether the day's model is good enough: decides which way the branch goes. */
function pushes(run: MockRun): boolean {
  return run.day % 6 !== 4;
}

function skippedByBranch(run: MockRun, task: MockTask): boolean {
  return (task.id === "push" && !pushes(run)) || (["raise_alarm", "alarm"].includes(task.id) && pushes(run));
}

function nextState(run: MockRun, task: MockTask, above: ReadonlyArray<MockInstance>): MockInstance["state"] {
  if (!above.every(({ state }) => DONE.has(state ?? ""))) return null;
  const outcome = settled(
    run,
    task,
    above.map(({ state }) => state ?? ""),
    false,
  );
  return outcome === "success" ? "scheduled" : outcome;
}

function settled(run: MockRun, task: MockTask, above: ReadonlyArray<string>, fails: boolean) {
  const tolerant = task.triggerRule?.startsWith("all_done") === true;
  if (!tolerant && above.some(state => state === "failed" || state === "upstream_failed")) return "upstream_failed";
  if (skippedByBranch(run, task)) return "skipped";
  return fails ? "failed" : "success";
}

function orderOf(run: MockRun): number {
  return run.dag.id === FLIGHTS.id && run.logical !== null && run.type !== "manual"
    ? run.logical
    : (run.logical ?? run.queued);
}

export function iso(millis: number): string {
  return new Date(millis).toISOString().replace(".000Z", "+00:00").replace("Z", "+00:00");
}
