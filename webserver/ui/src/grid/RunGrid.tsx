import "./RunGrid.css";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get } from "../api/endpoints.ts";
import type { Task } from "../api/ours.ts";
import type { DAGRunResponse } from "../api/types.ts";
import { useGets } from "../live/useGet.ts";
import { cellsOf, type RunCells } from "./cells.ts";
import { GridHead } from "./GridHead.tsx";
import { CELL, HEAD, ROW } from "./measures.ts";
import { GridRow } from "./GridRow.tsx";
import { GridTip, type Tip } from "./GridTip.tsx";
import { groupIdsOf, rowsOf, treeOf } from "./taskTree.ts";
import { shownOf, useSeen } from "./useWindow.ts";

interface RunGridProps {
  readonly dagId: string;
  readonly tasks: ReadonlyArray<Task>;
  /** Oldest first. */
  readonly runs: ReadonlyArray<DAGRunResponse>;
}

const NO_CELLS: RunCells = new Map();

/** Runs from left to right, tasks from top to bottom; only what is seen is drawn, so thousands of both are fine. */
export function RunGrid({ dagId, tasks, runs }: RunGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box, CELL);
  const [focus, setFocus] = useState<readonly [row: number, column: number]>();
  const [tip, setTip] = useState<Tip>();
  const tree = useMemo(() => treeOf(tasks), [tasks]);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(tree, collapsed), [tree, collapsed]);
  const groups = useMemo(() => groupIdsOf(tree), [tree]);

  const across = shownOf(runs.length, CELL, seen.left, seen.width);
  const down = shownOf(rows.length, ROW, seen.top, seen.height);
  const cells = useRunCells(dagId, runs, across.first, across.end);

  const atNewest = useRef(true);
  const width = runs.length * CELL;
  useEffect(() => {
    // The newest run is what people come for; who has scrolled away from it stays where they are.
    if (atNewest.current) box.current?.scrollTo({ left: width });
  }, [width]);
  const onScroll = () => {
    if (!box.current) return;
    const { scrollLeft, clientWidth, scrollWidth } = box.current;
    atNewest.current = scrollLeft + clientWidth > scrollWidth - CELL;
  };

  const toggle = useCallback((groupId: string) => {
    setCollapsed(old => {
      const next = new Set(old);
      if (!next.delete(groupId)) next.add(groupId);
      return next;
    });
  }, []);
  const move = (event: KeyboardEvent) => {
    const [down, right] = STEPS[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const [row, column] = focus ?? [-1, runs.length - 1];
    setFocus([clamp(row + down, -1, rows.length - 1), clamp(column + right, 0, runs.length - 1)]);
  };
  useFocusCell(box, focus);

  return (
    <div className="run-grid">
      <div
        ref={box}
        className="run-grid-box"
        role="grid"
        tabIndex={-1}
        aria-label={`Runs and tasks of ${dagId}`}
        aria-rowcount={rows.length + 1}
        aria-colcount={runs.length + 1}
        data-testid="run-grid"
        onKeyDown={move}
        onScroll={onScroll}
        onMouseLeave={() => setTip(undefined)}
      >
        <div
          className="run-grid-canvas"
          style={{
            "--columns": runs.length,
            "--cell": `${CELL}px`,
            "--row": `${ROW}px`,
            blockSize: HEAD + rows.length * ROW,
          }}
        >
          <GridHead
            runs={runs}
            first={across.first}
            end={across.end}
            focused={focus?.[0] === -1 ? focus[1] : undefined}
            groups={groups}
            collapsed={collapsed}
            onCollapse={setCollapsed}
            onTip={setTip}
          />
          {rows.slice(down.first, down.end).map((row, index) => (
            <GridRow
              key={row.node.id}
              row={row}
              index={down.first + index}
              dagId={dagId}
              runs={runs}
              cells={cells}
              first={across.first}
              end={across.end}
              focused={focus?.[0] === down.first + index ? focus[1] : undefined}
              onToggle={toggle}
              onTip={setTip}
            />
          ))}
        </div>
      </div>
      {tip && <GridTip tip={tip} />}
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-12, 0],
  PageDown: [12, 0],
  Home: [0, -10_000],
  End: [0, 10_000],
};

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The cells of the runs that are seen; they are read together, and an ended one only once. */
function useRunCells(dagId: string, runs: ReadonlyArray<DAGRunResponse>, first: number, end: number) {
  const shown = runs.slice(first, end);
  const answers = useGets(
    shown.map(run => get.instances(dagId, run.dag_run_id)),
    shown.map(run => `${run.state} ${run.start_date} ${run.end_date}`),
  );
  return useMemo(() => {
    const byRun = new Map<string, RunCells>();
    for (const [index, { data }] of answers.entries()) {
      const run = runs[first + index];
      if (data && run) byRun.set(run.dag_run_id, cellsOf(data));
    }
    return { of: (runId: string) => byRun.get(runId) ?? NO_CELLS, has: (runId: string) => byRun.has(runId) };
  }, [answers, runs, first]);
}

function useFocusCell(box: { readonly current: HTMLElement | null }, focus: readonly [number, number] | undefined) {
  useEffect(() => {
    if (focus && box.current) focusCell(box.current, ...focus);
  }, [box, focus]);
}

/** Scrolls just far enough, by places and not by the cell: one out of view is not drawn yet. */
function focusCell(box: HTMLElement, row: number, column: number): void {
  const top = row * ROW;
  const left = column * CELL;
  const labels = box.querySelector<HTMLElement>(".grid-label")?.offsetWidth ?? 0;
  box.scrollTo({
    top: clamp(box.scrollTop, top + ROW + HEAD - box.clientHeight, Math.max(0, top)),
    left: clamp(box.scrollLeft, left + CELL + labels + 14 - box.clientWidth, left),
  });
  requestAnimationFrame(() =>
    box.querySelector<HTMLElement>(`[data-at="${row},${column}"]`)?.focus({ preventScroll: true }),
  );
}
