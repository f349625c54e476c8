import { memo } from "react";
import { Icon } from "../components/Icon.tsx";
import type { Cell } from "../grid/cells.ts";
import { taskIdsOf } from "../grid/taskTree.ts";
import { Link } from "../router/Link.tsx";
import { paths } from "../router/paths.ts";
import { colorOf, labelOf } from "../states/states.ts";
import { StateMark, StateShares } from "../states/StateMark.tsx";
import type { DrawnNode } from "./drawing.ts";

interface GraphNodeProps {
  readonly dagId: string;
  readonly runId: string | undefined;
  readonly drawn: DrawnNode;
  readonly cell: Cell | undefined;
  readonly closed: boolean;
  /** Too small to read: only a coloured box. */
  readonly far: boolean;
  readonly onToggle: (groupId: string) => void;
  readonly onPoint: (id: string | undefined) => void;
  readonly onFocus: () => void;
}

export const GraphNode = memo(
  function GraphNode(props: GraphNodeProps) {
    const { dagId, runId, drawn, cell, closed, far, onToggle, onPoint, onFocus } = props;
    const { node, x, y, width, height, open } = drawn;
    const place = {
      insetInlineStart: x,
      insetBlockStart: y,
      inlineSize: width,
      blockSize: height,
      "--node": cell ? colorOf(cell.state) : "var(--border-strong)",
    };
    const common = {
      style: place,
      title: node.id,
      "aria-label": far ? node.id : undefined,
      "data-state": cell?.state,
      "data-testid": `node-${node.id}`,
      onMouseEnter: () => onPoint(node.id),
      onMouseLeave: () => onPoint(undefined),
      onFocus,
    };
    if (node.kind === "group") {
      return open ? (
        <div className="graph-frame" style={place} data-state={cell?.state} data-testid={`node-${node.id}`}>
          <button
            type="button"
            className="graph-frame-head"
            aria-expanded
            onClick={() => onToggle(node.id)}
            onFocus={onFocus}
          >
            <Icon name="chevron" size={12} />
            <bdi>{node.label}</bdi>
          </button>
        </div>
      ) : (
        <button
          type="button"
          {...common}
          className="graph-node graph-group"
          aria-expanded={!closed}
          onClick={() => onToggle(node.id)}
        >
          {!far && <Body label={node.label} cell={cell} what={`${taskIdsOf(node).length} tasks`} />}
        </button>
      );
    }
    const body = !far && (
      <Body
        label={node.label}
        cell={cell}
        what={[node.role, node.operator].filter(Boolean).join(" · ")}
        mapped={node.mapped}
      />
    );
    if (runId === undefined || !cell) {
      return (
        <div {...common} className={runId === undefined ? "graph-node" : "graph-node graph-absent"}>
          {body}
        </div>
      );
    }
    return (
      <Link
        {...common}
        to={paths.instance({ dagId, runId, taskId: node.id, mapIndex: -1 })}
        className="graph-node"
        draggable={false}
      >
        {body}
      </Link>
    );
  },
  (before, after) =>
    before.drawn === after.drawn &&
    before.cell === after.cell &&
    before.runId === after.runId &&
    before.closed === after.closed &&
    before.far === after.far,
);

interface BodyProps {
  readonly label: string;
  readonly cell: Cell | undefined;
  readonly what: string;
  readonly mapped?: boolean;
}

function Body({ label, cell, what, mapped = false }: BodyProps) {
  const many = cell !== undefined && cell.total > 1;
  return (
    <>
      <span className="graph-node-name">
        {cell && <StateMark state={cell.state} size={13} />}
        <bdi>{label}</bdi>
        {mapped && <span className="graph-node-mapped">{many ? `× ${cell.total}` : "[ ]"}</span>}
      </span>
      {many ? (
        <StateShares counts={cell.counts} />
      ) : (
        <span className="graph-node-what">{[what, cell && labelOf(cell.state)].filter(Boolean).join(" · ")}</span>
      )}
    </>
  );
}
