import "./InstanceTable.css";
import { useRef } from "react";
import { shownOf, useSeen } from "../../grid/useWindow.ts";
import { Link } from "../../router/Link.tsx";
import { colorOf } from "../../states/states.ts";
import { StateBadge, StateMark, StateShares } from "../../states/StateMark.tsx";
import { Time, Took } from "../../time/Time.tsx";
import { useNow } from "../../time/useNow.ts";
import { type InstanceRow, type Span, spanOf } from "./instanceRows.ts";

const ROW = 38;
// More are drawn in a box that scrolls by itself, only those that are seen.
const MOST_AT_ONCE = 150;

interface InstanceTableProps {
  readonly label: string;
  readonly first: string;
  readonly rows: ReadonlyArray<InstanceRow>;
}

export function InstanceTable({ label, first, rows }: InstanceTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box, ROW);
  const many = rows.length > MOST_AT_ONCE;
  const shown = many ? shownOf(rows.length, ROW, seen.top, seen.height, 10) : { first: 0, end: rows.length };
  const now = useNow(rows.some(({ cell }) => cell.start !== null && cell.end === null));
  const span = spanOf(rows, now);
  return (
    <div ref={box} className={many ? "instances instances-many" : "instances"}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className="instances-table"
        style={{ "--row": `${ROW}px`, "--rows": rows.length }}
      >
        <div role="row" className="instances-head">
          <span role="columnheader">{first}</span>
          <span role="columnheader">State</span>
          <span role="columnheader">Tries</span>
          <span role="columnheader">Started</span>
          <span role="columnheader">Took</span>
          <span role="columnheader">Timeline</span>
        </div>
        <div role="rowgroup" className="instances-body">
          {rows.slice(shown.first, shown.end).map((row, index) => (
            <Row key={row.key} row={row} index={shown.first + index} span={span} now={now} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: InstanceRow;
  readonly index: number;
  readonly span: Span;
  readonly now: number;
}

function Row({ row, index, span, now }: RowProps) {
  const { cell } = row;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="instances-row"
      style={{ "--index": index }}
      data-testid={`instance-${row.key}`}
    >
      <span role="cell" className="instances-name">
        <Link to={row.to} title={row.operator ?? undefined}>
          <bdi>{row.label}</bdi>
        </Link>
        {cell.total > 1 && <span className="tag">× {cell.total}</span>}
      </span>
      <span role="cell">{cell.total > 1 ? <Mixed row={row} /> : <StateBadge state={cell.state} />}</span>
      <span role="cell" className="number">
        {cell.tries === 0 ? <span className="faint">–</span> : cell.tries}
      </span>
      <span role="cell" className="number">
        <Time at={cell.start} />
      </span>
      <span role="cell" className="number">
        <Took start={cell.start} end={cell.end} />
      </span>
      <span role="cell" className="instances-line">
        <Bar row={row} span={span} now={now} />
      </span>
    </div>
  );
}

function Mixed({ row: { cell } }: { readonly row: InstanceRow }) {
  return (
    <span className="mixed" data-state={cell.state}>
      <StateMark state={cell.state} />
      <StateShares counts={cell.counts} />
      <span className="faint">
        {cell.counts.get("success") ?? 0}/{cell.total}
      </span>
    </span>
  );
}

function Bar({ row: { cell }, span, now }: { readonly row: InstanceRow; readonly span: Span; readonly now: number }) {
  if (cell.start === null) return null;
  const whole = Math.max(1, span.endMillis - span.startMillis);
  const from = (Date.parse(cell.start) - span.startMillis) / whole;
  const to = ((cell.end === null ? now : Date.parse(cell.end)) - span.startMillis) / whole;
  return (
    <span
      className={`line-bar line-bar-${cell.state}`}
      style={{
        insetInlineStart: `${100 * from}%`,
        inlineSize: `max(3px, ${100 * (to - from)}%)`,
        background: colorOf(cell.state),
      }}
    />
  );
}
