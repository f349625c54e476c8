import { memo } from "react";
import type { DAGRunResponse } from "../api/types.ts";
import { Icon } from "../components/Icon.tsx";
import { Link } from "../router/Link.tsx";
import { paths } from "../router/paths.ts";
import { labelOf } from "../states/states.ts";
import { StateMark } from "../states/StateMark.tsx";
import { type Cell, groupCell, type RunCells } from "./cells.ts";
import type { Tip } from "./GridTip.tsx";
import type { Row } from "./taskTree.ts";

interface GridRowProps {
  readonly row: Row;
  readonly index: number;
  readonly dagId: string;
  readonly runs: ReadonlyArray<DAGRunResponse>;
  readonly cells: { readonly of: (runId: string) => RunCells; readonly has: (runId: string) => boolean };
  /** The columns that are seen, the end excluded. */
  readonly first: number;
  readonly end: number;
  readonly focused: number | undefined;
  readonly onToggle: (groupId: string) => void;
  readonly onTip: (tip: Tip | undefined) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, dagId, runs, cells, first, end, focused, onToggle, onTip } = props;
  const { node } = row;
  return (
    <div className="grid-row" role="row" aria-rowindex={index + 2} style={{ "--index": index }}>
      <div className="grid-label" role="rowheader" style={{ "--depth": row.depth }} title={node.id}>
        {node.kind === "group" ? (
          <button type="button" className="grid-group" aria-expanded={!row.collapsed} onClick={() => onToggle(node.id)}>
            <Icon name="chevron" size={12} />
            <bdi>{node.label}</bdi>
          </button>
        ) : (
          <span className="grid-task">
            <bdi>{node.label}</bdi>
            {node.mapped && <span className="grid-mapped">[ ]</span>}
            {node.role && <span className="grid-mapped">{node.role}</span>}
          </span>
        )}
      </div>
      {runs.slice(first, end).map((run, offset) => {
        const column = first + offset;
        const ofRun = cells.of(run.dag_run_id);
        const cell = node.kind === "task" ? ofRun.get(node.id) : groupCell(row.taskIds, ofRun);
        return (
          <div key={run.dag_run_id} className="grid-cell" role="gridcell" style={{ "--column": column }}>
            {cell && (
              <CellLink
                cell={cell}
                at={`${index},${column}`}
                focused={focused === column}
                to={linkOf(dagId, run, row)}
                label={`${node.label}, ${run.dag_run_id}: ${labelOf(cell.state)}`}
                onTip={at => onTip(at && { at, run, cell, name: node.id })}
              />
            )}
          </div>
        );
      })}
    </div>
  );
});

function linkOf(dagId: string, run: DAGRunResponse, { node }: Row): string {
  if (node.kind === "group") return paths.run(dagId, run.dag_run_id);
  return paths.instance({ dagId, runId: run.dag_run_id, taskId: node.id, mapIndex: -1 });
}

interface CellLinkProps {
  readonly cell: Cell;
  readonly at: string;
  readonly focused: boolean;
  readonly to: string;
  readonly label: string;
  readonly onTip: (at: HTMLElement | undefined) => void;
}

function CellLink({ cell, at, focused, to, label, onTip }: CellLinkProps) {
  return (
    <Link
      to={to}
      className="grid-state"
      aria-label={label}
      data-at={at}
      data-state={cell.state}
      tabIndex={focused ? 0 : -1}
      onMouseEnter={event => onTip(event.currentTarget)}
      onFocus={event => onTip(event.currentTarget)}
      onBlur={() => onTip(undefined)}
    >
      <StateMark state={cell.state} size={14} />
    </Link>
  );
}
