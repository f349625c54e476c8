import { labelOf, type State } from "../../states/states.ts";
import { StateMark } from "../../states/StateMark.tsx";

interface StateChoiceProps<S extends State> {
  readonly states: ReadonlyArray<S>;
  readonly chosen: S;
  readonly onChoose: (state: S) => void;
}

/** One of a few states. */
export function StateChoice<S extends State>({ states, chosen, onChoose }: StateChoiceProps<S>) {
  return (
    <fieldset className="scopes">
      <legend>As</legend>
      {states.map(state => (
        <label key={state} className="check">
          <input type="radio" name="mark-state" checked={state === chosen} onChange={() => onChoose(state)} />
          <StateMark state={state} size={11} /> {labelOf(state)}
        </label>
      ))}
    </fieldset>
  );
}
