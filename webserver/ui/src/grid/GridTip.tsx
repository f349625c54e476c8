import { useLayoutEffect, useRef, useState } from "react";
import type { DAGRunResponse } from "../api/types.ts";
import { labelOf, runTypeLabel, stateOf } from "../states/states.ts";
import { StateMark, StateShares } from "../states/StateMark.tsx";
import { Time, Took } from "../time/Time.tsx";
import type { Cell } from "./cells.ts";

export interface Tip {
  readonly at: HTMLElement;
  readonly run: DAGRunResponse;
  readonly cell?: Cell;
  readonly name?: string;
}

const GAP = 8;

/** What the run or the cell under the pointer is; beside it, and always inside the window. */
export function GridTip({ tip }: { readonly tip: Tip }) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    const box = ref.current?.getBoundingClientRect();
    const target = tip.at.getBoundingClientRect();
    if (!box) return;
    const below = target.bottom + GAP;
    const left = Math.min(Math.max(GAP, target.left - box.width / 2), window.innerWidth - box.width - GAP);
    setPlace({ left, top: below + box.height < window.innerHeight ? below : target.top - box.height - GAP });
  }, [tip]);
  const { run, cell, name } = tip;
  const state = cell?.state ?? stateOf(run.state);
  return (
    <div ref={ref} className="tip" role="tooltip" style={place}>
      <strong dir="auto">{name ?? "Run"}</strong>
      <span className="tip-state">
        <StateMark state={state} /> {labelOf(state)}
        {cell === undefined && <span className="faint"> · {runTypeLabel(run.run_type)}</span>}
      </span>
      {cell && cell.total > 1 && <StateShares counts={cell.counts} />}
      {cell && cell.total > 1 && (
        <span className="tip-counts">
          {[...cell.counts].map(([each, count]) => (
            <span key={each}>
              <StateMark state={each} size={9} /> {count} {labelOf(each)}
            </span>
          ))}
        </span>
      )}
      <dl>
        <dt>Logical date</dt>
        <dd>
          <Time at={run.logical_date} detail="logical" />
        </dd>
        <dt>Started</dt>
        <dd>
          <Time at={cell ? cell.start : run.start_date} />
        </dd>
        <dt>Took</dt>
        <dd>
          <Took start={cell ? cell.start : run.start_date} end={cell ? cell.end : run.end_date} />
        </dd>
        {cell && cell.tries > 1 && (
          <>
            <dt>Tries</dt>
            <dd>{cell.tries}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
