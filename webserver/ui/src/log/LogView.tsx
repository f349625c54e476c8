import "./LogView.css";
import { type KeyboardEvent, type RefObject, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { downloadLog, type InstanceKey } from "../api/endpoints.ts";
import { asApiError } from "../api/errors.ts";
import { usePreferences } from "../app/preferences.ts";
import { useServices } from "../app/services.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { IconButton } from "../components/Button.tsx";
import { ErrorBox, Loading } from "../components/Feedback.tsx";
import { Icon } from "../components/Icon.tsx";
import { asText, atLeast, found, type Level } from "./lines.ts";
import { LogLines } from "./LogLines.tsx";
import { useLog } from "./useLog.ts";

interface LogViewProps {
  readonly instance: InstanceKey;
  readonly tryNumber: number;
  readonly running: boolean;
  /** Its end is what one wants to read. */
  readonly failed: boolean;
}

const LEVELS: ReadonlyArray<readonly [Level, string]> = [
  ["trace", "All levels"],
  ["info", "Info and up"],
  ["warning", "Warnings and up"],
  ["error", "Errors"],
];

/** The log of one try: grows while it runs, and keeps its end in view as long as the reader has not scrolled up. */
export function LogView({ instance, tryNumber, running, failed }: LogViewProps) {
  const { http, preferences, toasts } = useServices();
  const { wrapLog, logTimes } = usePreferences();
  const log = useLog(instance, tryNumber, running);
  const [search, setSearch] = useState("");
  const [level, setLevel] = useState<Level>("trace");
  const [hit, setHit] = useState(0);
  const [follow, setFollow] = useState(running || failed);
  const box = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const lines = useMemo(() => atLeast(log.lines, level), [log.lines, level]);
  const wanted = useDeferredValue(search.trim());
  const hits = useMemo(() => found(lines, wanted), [lines, wanted]);
  const current = hits[Math.min(hit, hits.length - 1)];

  useShortcuts({
    "/": () => searchField.current?.focus(),
    f: () => setFollow(!follow),
    w: () => preferences.set({ wrapLog: !wrapLog }),
  });
  useStayAtEnd(box, follow && lines.length > 0);
  useEffect(() => {
    if (current === undefined) return;
    setFollow(false);
    box.current?.querySelector(`[data-line="${lines[current]?.number}"]`)?.scrollIntoView({ block: "center" });
    // Only a new search or a step moves the view; lines that arrive meanwhile must not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wanted, hit]);

  const lastTop = useRef(0);
  const onScroll = () => {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    // Only a reader scrolls up; lines that arrive just move the end away.
    if (follow && scrollTop < lastTop.current - 2) setFollow(false);
    if (!follow && running && scrollHeight - scrollTop - clientHeight < 8) setFollow(true);
    lastTop.current = scrollTop;
  };
  const step = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || hits.length === 0) return;
    setHit((hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length);
  };

  const download = async () => {
    try {
      const whole = await downloadLog(http, instance, tryNumber);
      save(whole ?? new Blob([asText(log.lines)], { type: "text/plain" }), `${instance.taskId}-try-${tryNumber}.log`);
    } catch (thrown) {
      toasts.show("error", `The log was not downloaded: ${asApiError(thrown).message}`);
    }
  };

  return (
    <section className="log" aria-label="Log" data-testid="log">
      <div className="tool-row">
        <label className="search">
          <Icon name="search" size={14} />
          <input
            ref={searchField}
            type="search"
            aria-label="Search in the log"
            placeholder="Search in the log"
            value={search}
            onChange={event => {
              setSearch(event.target.value);
              setHit(0);
            }}
            onKeyDown={step}
          />
          {wanted !== "" && (
            <span className="search-count" role="status">
              {hits.length === 0 ? "none" : `${Math.min(hit, hits.length - 1) + 1} of ${hits.length}`}
            </span>
          )}
        </label>
        <select
          className="field field-small"
          aria-label="Least level"
          value={level}
          onChange={event => setLevel(event.target.value as Level)}
        >
          {LEVELS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <span className="tool-space" />
        {running && <span className="log-live">live</span>}
        <IconButton
          icon="clock"
          label="Show times"
          aria-pressed={logTimes}
          onClick={() => preferences.set({ logTimes: !logTimes })}
        />
        <IconButton
          icon="wrap"
          label="Wrap lines"
          aria-pressed={wrapLog}
          onClick={() => preferences.set({ wrapLog: !wrapLog })}
        />
        <IconButton icon="follow" label="Follow the end" aria-pressed={follow} onClick={() => setFollow(!follow)} />
        <IconButton icon="download" label="Download the log" disabled={log.lines.length === 0} onClick={download} />
      </div>
      {log.error && <ErrorBox error={log.error} what="The log cannot be read." />}
      {!log.loaded && <Loading lines={8} />}
      {log.loaded && !log.error && lines.length === 0 && (
        <p className="log-empty">{emptyText(log.lines.length, running)}</p>
      )}
      {lines.length > 0 && (
        <div
          ref={box}
          className={wrapLog ? "log-box log-wrap" : "log-box"}
          // The log scrolls by itself, so the keyboard must reach it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="log"
          aria-label="Lines of the log"
          aria-live="off"
          onScroll={onScroll}
        >
          <div>
            <LogLines
              lines={lines}
              search={wanted}
              current={current === undefined ? undefined : lines[current]?.number}
              times={logTimes}
            />
          </div>
        </div>
      )}
    </section>
  );
}

/** Keeps the end in view while lines arrive and while blocks that come into view turn out higher than was guessed. */
function useStayAtEnd(box: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (!wanted || !element?.firstElementChild) return undefined;
    const toEnd = () => element.scrollTo({ top: element.scrollHeight });
    const sizes = new ResizeObserver(toEnd);
    sizes.observe(element.firstElementChild);
    toEnd();
    return () => sizes.disconnect();
  }, [box, wanted]);
}

function emptyText(total: number, running: boolean): string {
  if (total > 0) return "No line is of this level or above.";
  return running ? "Nothing written yet." : "This try wrote no log.";
}

function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // long enough for the browser to have taken it
}
