import type { DagRunState, DagRunType, TaskInstanceState } from "../../src/api/types.ts";

/** A repeatable source of numbers from 0 to 1. */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MockTask {
  readonly id: string;
  readonly after: ReadonlyArray<string>;
  readonly operator: string;
  readonly seconds: number;
  /** The number of elements of a mapped task. */
  readonly mapped?: number;
  readonly retries?: number;
  readonly pool?: string;
  readonly triggerRule?: string;
  readonly doc?: string;
  /** What it returns, for its XCom. */
  readonly result?: (day: number, element: number) => unknown;
  /** Lines of its log apart from the usual ones. */
  readonly says?: ReadonlyArray<string>;
  readonly logLines?: number;
  /** A person is asked: a JSON Schema for each field of the form. */
  readonly asks?: Readonly<Record<string, unknown>>;
}

export interface MockDag {
  readonly id: string;
  /** What the reader may do with it. */
  callerRole?: string;
  readonly name?: string;
  readonly description?: string;
  readonly schedule?: string;
  readonly scheduleWords?: string;
  readonly zone?: string;
  readonly tags?: ReadonlyArray<string>;
  readonly owner?: string;
  readonly tasks: ReadonlyArray<MockTask>;
  readonly params?: Record<string, unknown>;
  readonly doc?: string;
  readonly catchup?: boolean;
  readonly version?: number;
  isPaused: boolean;
}

export interface MockTry {
  readonly number: number;
  readonly state: TaskInstanceState | null;
  readonly queued: number | null;
  readonly start: number | null;
  readonly end: number | null;
}

export interface MockInstance {
  readonly task: MockTask;
  readonly mapIndex: number;
  state: TaskInstanceState | null;
  tryNumber: number;
  queued: number | null;
  start: number | null;
  end: number | null;
  /** How long the try takes; it fails at its end when `fails` is above zero. */
  seconds: number;
  fails: number;
  note: string | null;
  answer: MockAnswer | null;
  readonly earlier: MockTry[];
  /** Executions of tries that were lost with their worker. */
  readonly lost: MockLost[];
}

export interface MockLost {
  /** Of which try. */
  readonly number: number;
  readonly host: string;
  readonly reason: string;
  readonly queued: number;
  readonly start: number | null;
  readonly end: number;
}

export interface MockAnswer {
  readonly by: string;
  readonly at: number;
  readonly option: string;
  readonly input: Record<string, unknown>;
}

export interface MockRun {
  readonly dag: MockDag;
  readonly id: string;
  readonly type: DagRunType;
  /** Days since the DAG's first; what the results are made of. */
  readonly day: number;
  readonly logical: number | null;
  readonly conf: Record<string, unknown>;
  readonly version: number;
  note: string | null;
  state: DagRunState;
  queued: number;
  start: number | null;
  end: number | null;
  readonly instances: MockInstance[];
}

export interface MockImportError {
  readonly id: number;
  readonly at: number;
  readonly file: string;
  readonly stack: string;
  /** What Rondo's server says apart from the stack; Airflow's has the stack alone. */
  readonly code?: string;
  readonly message?: string;
  readonly line?: number;
}

export interface MockEvent {
  readonly name: "dag_run" | "task_instance";
  readonly data: Record<string, unknown>;
}
