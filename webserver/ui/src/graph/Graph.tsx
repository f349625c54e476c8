import "./Graph.css";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { Task } from "../api/ours.ts";
import { type Direction, usePreferences } from "../app/preferences.ts";
import { useServices } from "../app/services.ts";
import { IconButton } from "../components/Button.tsx";
import { groupCell, type RunCells } from "../grid/cells.ts";
import { groupIdsOf, taskIdsOf, treeOf } from "../grid/taskTree.ts";
import { type DrawnEdge, type DrawnNode, type Drawing, drawingOf } from "./drawing.ts";
import { GraphNode } from "./GraphNode.tsx";
import { fitted, type Size, useViewport, type View } from "./useViewport.ts";

interface GraphProps {
  readonly dagId: string;
  readonly tasks: ReadonlyArray<Task>;
  /** The run whose states are shown; none: the bare shape. */
  readonly runId: string | undefined;
  readonly cells: RunCells | undefined;
  readonly tools?: ReactNode;
}

// More boxes than this at once say nothing; groups are closed at first.
const MANY = 300;
// Text smaller than this cannot be read, so it is not drawn: large graphs stay quick.
const READABLE_SCALE = 0.4;

export function Graph({ dagId, tasks, runId, cells, tools }: GraphProps) {
  const { preferences } = useServices();
  const { graphDirection } = usePreferences();
  const groups = useMemo(() => groupIdsOf(treeOf(tasks)), [tasks]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(tasks.length > MANY ? groups : []));
  const [pointed, setPointed] = useState<string>();
  const [room] = useState(() => ({ width: window.innerWidth - 60, height: window.innerHeight - 300 }));
  const drawing = useMemo(() => drawn(tasks, closed, graphDirection, room), [tasks, closed, graphDirection, room]);
  const box = useRef<HTMLDivElement>(null);
  const { view, box: size, zoom, fit, show } = useViewport(box, drawing, room);
  const seen = {
    x: -view.x / view.scale,
    y: -view.y / view.scale,
    width: size.width / view.scale,
    height: size.height / view.scale,
  };

  const far = view.scale < READABLE_SCALE;
  // One path for all is drawn much faster than thousands; without arrows, which are too small to be seen then.
  const allPaths = useMemo(() => drawing.edges.map(({ path }) => path).join(""), [drawing]);

  const toggle = (groupId: string) => {
    const next = new Set(closed);
    if (!next.delete(groupId)) next.add(groupId);
    setClosed(next);
  };
  const open = closed.size < groups.length;
  return (
    <section className="graph" aria-label="Graph">
      <div className="tool-row">
        {tools}
        <span className="tool-space" />
        {groups.length > 0 && (
          <IconButton
            icon={open ? "minus" : "plus"}
            label={open ? "Close all groups" : "Open all groups"}
            onClick={() => setClosed(new Set(open ? groups : []))}
          />
        )}
        <IconButton
          icon={drawing.flow}
          label={drawing.flow === "right" ? "Draw from top to bottom" : "Draw from left to right"}
          onClick={() => preferences.set({ graphDirection: drawing.flow === "right" ? "down" : "right" })}
        />
      </div>
      <div
        ref={box}
        className="graph-box"
        // Arrows and +/- move and zoom it, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={`Tasks of ${dagId}; arrow keys move, plus and minus zoom`}
        data-testid="graph"
      >
        <div className={`graph-canvas${far ? " graph-far" : ""}`} style={transformOf(view)}>
          <svg className="graph-edges" width={drawing.width} height={drawing.height} aria-hidden="true">
            <defs>
              <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                <path d="M1 1l6 3-6 3" />
              </marker>
            </defs>
            {far ? (
              <path className="graph-edge" d={allPaths} />
            ) : (
              drawing.edges
                .filter(edge => touches(edge.box, seen))
                .map(edge => <Edge key={`${edge.from}\n${edge.to}\n${edge.path}`} edge={edge} pointed={pointed} />)
            )}
          </svg>
          {drawing.nodes
            .filter(node => touches(node, seen))
            .map(node => (
              <GraphNode
                key={node.node.id}
                dagId={dagId}
                runId={runId}
                drawn={node}
                cell={cells && groupCell(taskIdsOf(node.node), cells)}
                far={far}
                closed={closed.has(node.node.id)}
                onToggle={toggle}
                onPoint={setPointed}
                onFocus={() => show(focusPlace(node))}
              />
            ))}
        </div>
        <div className="graph-zoom">
          <IconButton icon="plus" label="Larger" onClick={() => zoom(1.25)} />
          <IconButton icon="minus" label="Smaller" onClick={() => zoom(0.8)} />
          <IconButton icon="fit" label="Show all" onClick={fit} />
        </div>
      </div>
    </section>
  );
}

/** In the direction asked for, or in the one that fills the room better. */
function drawn(tasks: ReadonlyArray<Task>, closed: ReadonlySet<string>, direction: Direction, room: Size): Drawing {
  const right = direction === "down" ? undefined : drawingOf(tasks, closed, "right");
  if (right && (direction === "right" || right.nodes.length > MANY)) return right;
  const down = drawingOf(tasks, closed, "down");
  return right && fitted(right, room).scale >= fitted(down, room).scale ? right : down;
}

function Edge({ edge, pointed }: { readonly edge: DrawnEdge; readonly pointed: string | undefined }) {
  const lit = pointed !== undefined && (edge.from === pointed || edge.to === pointed);
  return (
    <path
      d={edge.path}
      className={lit ? "graph-edge graph-edge-lit" : "graph-edge"}
      markerEnd={edge.arrives ? "url(#arrow)" : undefined}
    />
  );
}

function transformOf({ x, y, scale }: View) {
  return { transform: `translate(${x}px, ${y}px) scale(${scale})` };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function touches(a: Place, b: Place): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** Of an open group only the head: the whole may be larger than the box. */
function focusPlace({ x, y, width, height, open }: DrawnNode): Place {
  return open ? { x, y, width: Math.min(width, 200), height: 40 } : { x, y, width, height };
}
