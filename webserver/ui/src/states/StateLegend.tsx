import { labelOf, type State, STATES } from "./states.ts";
import { StateMark } from "./StateMark.tsx";

const SHOWN: ReadonlyArray<State> = [
  "success",
  "running",
  "failed",
  "upstream_failed",
  "up_for_retry",
  "up_for_reschedule",
  "queued",
  "scheduled",
  "deferred",
  "skipped",
  "none",
];

export function StateLegend() {
  return (
    <ul className="legend" aria-label="Colours of the states">
      {SHOWN.map(state => (
        <li key={state} title={STATES[state].meaning}>
          <StateMark state={state} size={11} /> {labelOf(state)}
        </li>
      ))}
    </ul>
  );
}
