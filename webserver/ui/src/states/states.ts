import type { DagRunState, DagRunType, TaskInstanceState } from "../api/types.ts";

/** A task instance that was not looked at yet has no state in the API; here it has this one. */
export type State = TaskInstanceState | DagRunState | "none";

interface Look {
  /** Two characters of SVG path space, 0..10: the shape that tells states apart without colour. */
  readonly shape: string;
  readonly meaning: string;
}

const DASH = "M3 5h4";
const CLOCK = "M5 2.8V5l1.6 1";

/** In the order of severity: the state of many is the first of these that one of them is in. */
export const STATES: Readonly<Record<State, Look>> = {
  failed: { shape: "M3 3l4 4M7 3l-4 4", meaning: "The last try failed and no retry is left." },
  upstream_failed: { shape: "M5 7.2V3M3 4.8 5 2.8l2 2", meaning: "Cannot run, because a task before it failed." },
  up_for_retry: { shape: "M7.2 5A2.2 2.2 0 1 1 5.6 2.9M7.3 2.2v1.9H5.4", meaning: "Failed, and will be tried again." },
  running: { shape: "M4 3v4l3-2z", meaning: "A worker is at it." },
  restarting: { shape: "M7.2 5A2.2 2.2 0 1 1 5 2.8", meaning: "Was cleared while running; starts again." },
  awaiting_input: {
    shape: "M4 4a1 1 0 1 1 1.2 1c-.2.1-.2.3-.2.7M5 7.3v.1",
    meaning: "Waits for an answer of a person.",
  },
  queued: { shape: CLOCK, meaning: "Ready; waits for a free worker." },
  scheduled: { shape: CLOCK, meaning: "All tasks before it are done; waits for its place in the pool." },
  up_for_reschedule: { shape: CLOCK, meaning: "A sensor that looks again later." },
  deferred: { shape: CLOCK, meaning: "Waits for something outside, without a slot." },
  none: { shape: "", meaning: "Waits for the tasks before it." },
  success: { shape: "M2.9 5.2 4.4 6.7l2.8-3.2", meaning: "Done." },
  skipped: { shape: DASH, meaning: "Not wanted in this run: a branch or a condition left it out." },
  removed: { shape: DASH, meaning: "No longer part of the DAG." },
};

const ORDER = new Map(Object.keys(STATES).map((state, index) => [state as State, index]));

/** A state as the page knows it: null is `none`, and so is a state that this page is too old to know. */
export function stateOf(state: string | null | undefined): State {
  return state !== null && state !== undefined && Object.hasOwn(STATES, state) ? (state as State) : "none";
}

export function labelOf(state: State): string {
  return state === "none" ? "no status" : state.replaceAll("_", " ");
}

/** The CSS variable that holds a state's colour. */
export function colorOf(state: State): string {
  return `var(--state-${state.replaceAll("_", "-")})`;
}

/** The state that stands for many; `none` when there are none. */
export function worst(states: Iterable<State>): State {
  let found: State | undefined;
  for (const state of states) if (found === undefined || rank(state) < rank(found)) found = state;
  return found ?? "none";
}

export function rank(state: State): number {
  return ORDER.get(state) ?? ORDER.size;
}

const TYPE_WORDS: Readonly<Record<DagRunType, string>> = {
  scheduled: "scheduled",
  manual: "manual",
  backfill: "backfill",
  operator_triggered: "triggered by a task",
  asset_triggered: "asset-triggered",
  asset_materialization: "materialization",
};

export function runTypeLabel(type: DagRunType): string {
  return TYPE_WORDS[type] ?? type;
}
