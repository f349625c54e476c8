import { memo } from "react";
import type { DAGRunResponse, DagRunType } from "../api/types.ts";
import { IconButton } from "../components/Button.tsx";
import { Icon, type IconName } from "../components/Icon.tsx";
import { Link } from "../router/Link.tsx";
import { paths } from "../router/paths.ts";
import { colorOf, labelOf, runTypeLabel, stateOf } from "../states/states.ts";
import { formatDuration, formatTime, secondsBetween } from "../time/format.ts";
import { useNow } from "../time/useNow.ts";
import { useZone } from "../time/zone.ts";
import type { Tip } from "./GridTip.tsx";

interface GridHeadProps {
  readonly runs: ReadonlyArray<DAGRunResponse>;
  /** The columns that are seen, the end excluded. */
  readonly first: number;
  readonly end: number;
  readonly focused: number | undefined;
  readonly groups: ReadonlyArray<string>;
  readonly collapsed: ReadonlySet<string>;
  readonly onCollapse: (groups: ReadonlySet<string>) => void;
  readonly onTip: (tip: Tip | undefined) => void;
}

const TYPE_ICON: Readonly<Record<DagRunType, IconName | undefined>> = {
  scheduled: undefined,
  manual: "manual",
  backfill: "backfill",
  operator_triggered: "task",
  asset_triggered: "asset",
  asset_materialization: "asset",
};

/** A date over every so many runs: as far apart as a date is wide. */
const LABEL_EVERY = 4;

export const GridHead = memo(function GridHead(props: GridHeadProps) {
  const { runs, first, end, focused, groups, collapsed, onCollapse, onTip } = props;
  const zone = useZone();
  const now = useNow(runs.some(run => run.state === "running"));
  const seconds = runs.map(run => secondsBetween(run.start_date, run.end_date, now) ?? 0);
  const longest = Math.max(...seconds, 0.001);
  const open = collapsed.size < groups.length;
  return (
    <div className="grid-head" role="row" aria-rowindex={1}>
      <div className="grid-corner" role="columnheader">
        <span className="grid-scale">
          <span>{formatDuration(longest)}</span>
          <span>{formatDuration(longest / 2)}</span>
          <span>0</span>
        </span>
        {groups.length > 0 && (
          <IconButton
            icon={open ? "minus" : "plus"}
            label={open ? "Close all groups" : "Open all groups"}
            onClick={() => onCollapse(new Set(open ? groups : []))}
          />
        )}
      </div>
      {runs.slice(first, end).map((run, offset) => {
        const column = first + offset;
        const state = stateOf(run.state);
        const icon = TYPE_ICON[run.run_type];
        const fromEnd = runs.length - 1 - column;
        return (
          <div key={run.dag_run_id} className="grid-run" role="columnheader" style={{ "--column": column }}>
            {fromEnd % LABEL_EVERY === 0 && (
              <span className="grid-date">{formatTime(run.logical_date ?? run.run_after, zone, "day").slice(5)}</span>
            )}
            <Link
              to={paths.run(run.dag_id, run.dag_run_id)}
              className={`grid-bar grid-bar-${state}`}
              aria-label={`Run ${run.dag_run_id}: ${labelOf(state)}, ${runTypeLabel(run.run_type)}`}
              data-at={`-1,${column}`}
              data-state={state}
              tabIndex={focused === column || (focused === undefined && column === runs.length - 1) ? 0 : -1}
              onMouseEnter={event => onTip({ at: event.currentTarget, run })}
              onFocus={event => onTip({ at: event.currentTarget, run })}
              onBlur={() => onTip(undefined)}
            >
              <span
                style={{
                  blockSize: `${Math.max(4, (100 * (seconds[column] ?? 0)) / longest)}%`,
                  background: colorOf(state),
                }}
              />
            </Link>
            <span className="grid-type">{icon && <Icon name={icon} size={11} />}</span>
          </div>
        );
      })}
    </div>
  );
});
