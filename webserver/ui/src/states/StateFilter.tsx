import { labelOf, type State } from "./states.ts";
import { StateMark } from "./StateMark.tsx";

interface StateFilterProps {
  readonly counts: ReadonlyMap<State, number>;
  /** The only state to show; none: all. */
  readonly only: State | undefined;
  readonly onChange: (only: State | undefined) => void;
}

/** How many are in which state; a click leaves only those. */
export function StateFilter({ counts, only, onChange }: StateFilterProps) {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (
    <div className="segments" role="group" aria-label="State">
      <button type="button" aria-pressed={only === undefined} onClick={() => onChange(undefined)}>
        All {total}
      </button>
      {[...counts].map(([state, count]) => (
        <button key={state} type="button" aria-pressed={only === state} onClick={() => onChange(state)}>
          <StateMark state={state} size={11} /> {count} {labelOf(state)}
        </button>
      ))}
    </div>
  );
}
