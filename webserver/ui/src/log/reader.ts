import { type InstanceKey, readLog } from "../api/endpoints.ts";
import { type ApiError, asApiError } from "../api/errors.ts";
import type { Http } from "../api/http.ts";
import { type LogLine, linesOf } from "./lines.ts";

export interface Log {
  readonly lines: ReadonlyArray<LogLine>;
  readonly error: ApiError | undefined;
  readonly loaded: boolean;
}

// Workers ship their logs each second.
const POLL_MILLIS = 1_000;
// While page follows page, what is there so far is shown this often.
const SHOW_MILLIS = 300;
// What a browser holds without trouble; a longer log loses its beginning here, and is whole in the download.
const MOST_LINES = 200_000;

/**
 * Reads the log of a try to its end, and on while the try runs. The server's `continuation_token` says where to go on; a
 * server that gives none sends the whole log each time, which then replaces what was there.
 */
export class LogReader {
  readonly #http: Http;
  readonly #key: InstanceKey;
  readonly #tryNumber: number;
  readonly #running: boolean;
  readonly #show: (log: Log) => void;
  readonly #abort = new AbortController();
  #lines: ReadonlyArray<LogLine> = [];
  #token: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;
  #reading = false;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(http: Http, key: InstanceKey, tryNumber: number, running: boolean, show: (log: Log) => void) {
    this.#http = http;
    this.#key = key;
    this.#tryNumber = tryNumber;
    this.#running = running;
    this.#show = show;
  }

  start(): void {
    void this.#read();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  /** While the tab is hidden nothing is asked for; `resume` goes on where it was. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#paused = false;
    if (!this.#running) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), 0);
  }

  async #read(): Promise<void> {
    if (this.#reading) return; // two at once would append the same lines twice
    this.#reading = true;
    let wait = this.#running ? POLL_MILLIS : undefined;
    try {
      const { signal } = this.#abort;
      const page = await readLog(this.#http, this.#key, this.#tryNumber, this.#token, signal);
      if (signal.aborted) return;
      const before = this.#token === undefined ? [] : this.#lines;
      const added = linesOf(page.content, before.at(-1)?.number ?? 0);
      const last = this.#token !== undefined && added.length === 0 ? this.#lines : [...before, ...added];
      this.#lines = last.slice(-MOST_LINES);
      // Where a page has lines, the next may have some already; where it has none, there are none yet.
      const more = page.continuation_token !== null && added.length > 0;
      if (more) wait = 0;
      this.#token = page.continuation_token ?? undefined;
      this.#tell(more);
    } catch (thrown) {
      if (this.#abort.signal.aborted) return;
      this.#show({ lines: this.#lines, error: asApiError(thrown), loaded: true });
    }
    this.#reading = false;
    if (wait !== undefined && !this.#paused) this.#timer = setTimeout(() => void this.#read(), wait);
  }

  #tell(more: boolean): void {
    const now = performance.now();
    if (more && now - this.#shownAt < SHOW_MILLIS) return;
    this.#shownAt = now;
    this.#show({ lines: this.#lines, error: undefined, loaded: true });
  }
}
