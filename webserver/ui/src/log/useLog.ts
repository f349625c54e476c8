import { useEffect, useState } from "react";
import { type InstanceKey, readLog } from "../api/endpoints.ts";
import { type ApiError, asApiError } from "../api/errors.ts";
import { useServices } from "../app/services.ts";
import { type LogLine, linesOf } from "./lines.ts";

export interface Log {
  readonly lines: ReadonlyArray<LogLine>;
  readonly error: ApiError | undefined;
  readonly loaded: boolean;
}

const NONE: Log = { lines: [], error: undefined, loaded: false };
// Workers ship their logs each second.
const POLL_MILLIS = 1_000;

/**
 * A try's log, growing while the try runs. The server's `continuation_token` says where to go on; a server that gives
 * none sends the whole log each time, which then replaces what was there.
 */
export function useLog(key: InstanceKey, tryNumber: number, running: boolean): Log {
  const { http } = useServices();
  const { dagId, runId, taskId, mapIndex } = key;
  const [log, setLog] = useState(NONE);

  useEffect(() => {
    const abort = new AbortController();
    const wanted = { dagId, runId, taskId, mapIndex };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lines: ReadonlyArray<LogLine> = [];
    let token: string | undefined;

    const read = async () => {
      let wait: number | undefined = running ? POLL_MILLIS : undefined;
      try {
        const page = await readLog(http, wanted, tryNumber, token, abort.signal);
        if (abort.signal.aborted) return;
        const before = token === undefined ? [] : lines;
        const added = linesOf(page.content, before.length);
        const unchanged = token !== undefined && added.length === 0;
        lines = [...before, ...added];
        // More is there already where a page was full of lines; an empty page means: later.
        if (page.continuation_token !== null && added.length > 0) wait = 0;
        token = page.continuation_token ?? undefined;
        setLog(old => (unchanged && old.loaded && !old.error ? old : { lines, error: undefined, loaded: true }));
      } catch (thrown) {
        if (abort.signal.aborted) return;
        const error = asApiError(thrown);
        setLog(old => ({ lines: old.lines, error, loaded: true }));
      }
      schedule(wait);
    };
    const schedule = (wait: number | undefined) => {
      if (wait !== undefined && !document.hidden) timer = setTimeout(() => void read(), wait);
    };
    const onVisible = () => {
      clearTimeout(timer);
      if (running) schedule(0);
    };

    document.addEventListener("visibilitychange", onVisible);
    void read();
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      clearTimeout(timer);
      abort.abort();
    };
  }, [http, dagId, runId, taskId, mapIndex, tryNumber, running]);

  return log;
}
