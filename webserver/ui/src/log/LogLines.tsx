import { memo, type ReactNode } from "react";
import { formatTime } from "../time/format.ts";
import { useZone } from "../time/zone.ts";
import { piecesOf } from "./ansi.ts";
import type { LogLine } from "./lines.ts";

interface LogLinesProps {
  readonly lines: ReadonlyArray<LogLine>;
  readonly search: string;
  /** The number of the line that the search stands at. */
  readonly current: number | undefined;
  readonly times: boolean;
}

// Blocks out of view are not laid out (content-visibility), full ones are not drawn again when lines arrive.
const BLOCK = 200;
// What a browser holds without getting slow; the download has all.
const MOST_LINES = 50_000;

export function LogLines({ lines, search, current, times }: LogLinesProps) {
  const zone = useZone();
  const left = Math.max(0, lines.length - MOST_LINES);
  const all = lines.at(-1)?.number ?? 0;
  const missing = (lines[left]?.number ?? 1) - 1;
  const blocks: ReactNode[] = [];
  for (let start = left - (left % BLOCK); start < lines.length; start += BLOCK) {
    const block = lines.slice(start, start + BLOCK);
    const first = block[0];
    const last = block.at(-1);
    const here = current !== undefined && first && last && current >= first.number && current <= last.number;
    blocks.push(
      <Block
        key={start}
        lines={block}
        // Lines never change, so two numbers say whether the block is another one.
        signature={`${first?.number} ${last?.number} ${block.length}`}
        search={search}
        current={here ? current : undefined}
        times={times}
        zone={zone}
      />,
    );
  }
  return (
    <>
      {left > 0 && missing > 0 && (
        <p className="log-left">
          The first {missing.toLocaleString("en")} of {all.toLocaleString("en")} lines are not shown; the download has
          them all.
        </p>
      )}
      {blocks}
    </>
  );
}

interface BlockProps {
  readonly lines: ReadonlyArray<LogLine>;
  readonly signature: string;
  readonly search: string;
  readonly current: number | undefined;
  readonly times: boolean;
  readonly zone: string;
}

const Block = memo(
  function Block({ lines, search, current, times, zone }: BlockProps) {
    return (
      <div className="log-block" style={{ "--lines": lines.length }}>
        {lines.map(line => (
          <div
            key={line.number}
            className={`log-line log-${line.level ?? "none"}${line.number === current ? " log-current" : ""}`}
            data-line={line.number}
          >
            <span className="log-number" aria-hidden="true">
              {line.number}
            </span>
            {times && <span className="log-time">{line.at && formatTime(line.at, zone).slice(11)}</span>}
            <span className="log-level">{line.level && line.level !== "info" ? line.level : ""}</span>
            <span className="log-text" dir="auto">
              {line.logger && <span className="log-logger">{shortLogger(line.logger)} </span>}
              <Text text={line.text} search={search} />
            </span>
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.signature === after.signature &&
    before.search === after.search &&
    before.current === after.current &&
    before.times === after.times &&
    before.zone === after.zone,
);

/** `dev.rondo.dags.Flights` as `d.r.d.Flights`. */
function shortLogger(name: string): string {
  const parts = name.split(".");
  return parts.map((part, index) => (index < parts.length - 1 ? part.slice(0, 1) : part)).join(".");
}

function Text({ text, search }: { readonly text: string; readonly search: string }) {
  return piecesOf(text).map(piece => (
    <span key={piece.start} className={piece.look || undefined}>
      {search === "" ? piece.text : marked(piece.text, search)}
    </span>
  ));
}

function marked(text: string, search: string): ReactNode[] {
  const parts: ReactNode[] = [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  let end = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, end)) {
    parts.push(text.slice(end, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    end = at + wanted.length;
  }
  parts.push(text.slice(end));
  return parts;
}
