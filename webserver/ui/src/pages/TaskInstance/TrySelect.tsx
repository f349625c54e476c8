import type { TaskInstanceHistoryResponse } from "../../api/types.ts";
import { labelOf, stateOf } from "../../states/states.ts";
import { StateMark } from "../../states/StateMark.tsx";

interface TrySelectProps {
  readonly tries: ReadonlyArray<TaskInstanceHistoryResponse>;
  readonly current: number;
  readonly onChoose: (tryNumber: number) => void;
}

// Beyond this many, buttons would fill the page.
const MOST_BUTTONS = 8;

/** Which try's log and details to show; nothing while there is only one. */
export function TrySelect({ tries, current, onChoose }: TrySelectProps) {
  const real = tries.filter(each => each.try_number > 0).toSorted((a, b) => a.try_number - b.try_number);
  if (real.length < 2) return null;
  if (real.length > MOST_BUTTONS) {
    return (
      <label className="tool">
        Try
        <select aria-label="Try" value={current} onChange={event => onChoose(Number(event.target.value))}>
          {real.map(each => (
            <option key={each.try_number} value={each.try_number}>
              {each.try_number}: {labelOf(stateOf(each.state))}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <div className="segments" role="group" aria-label="Try">
      {real.map(each => (
        <button
          key={each.try_number}
          type="button"
          aria-pressed={each.try_number === current}
          title={labelOf(stateOf(each.state))}
          onClick={() => onChoose(each.try_number)}
        >
          <StateMark state={stateOf(each.state)} size={11} /> Try {each.try_number}
        </button>
      ))}
    </div>
  );
}
