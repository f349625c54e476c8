import type { Get, Loaded, Pace } from "../api/get.ts";
import { type ApiError, asApiError } from "../api/errors.ts";
import type { Http } from "../api/http.ts";
import { touches, type Told } from "./events.ts";
import { EventStream, type StreamState } from "./stream.ts";

/** What a page sees of an answer: the newest data, and the error of the last attempt if that failed. */
export interface Snapshot<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
}

export type Connection = "live" | "polling" | "unreachable";

const BUSY_MILLIS = 2_000;
const CALM_MILLIS = 5_000;
// With the stream open a poll only repairs what an event did not tell.
const STREAMED_MILLIS = 30_000;
const AFTER_EVENT_MILLIS = 100;
const BETWEEN_EVENTS_MILLIS = 500;
const KEEP_UNUSED_MILLIS = 60_000;
// A big answer is asked for less often: at most a fifth of the time is spent loading it.
const LOAD_SHARE = 4;

const NOTHING: Snapshot<never> = { data: undefined, error: undefined };

interface Entry {
  readonly get: Get<unknown>;
  readonly listeners: Set<() => void>;
  loaded: Loaded<unknown> | undefined;
  snapshot: Snapshot<unknown>;
  abort: AbortController | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  startedAt: number;
  tookMillis: number;
  /** The answer on its way may be older than a change: load once more. */
  stale: boolean;
  /** The timer is for a load that an event asked for. */
  soon: boolean;
}

/** The page as this class sees it: whether it is looked at, and the time. */
export interface Surroundings {
  hidden(): boolean;
  onVisibilityChange(listener: () => void): void;
  nowMillis(): number;
}

/**
 * Answers of the server, shared by the parts of the page, and kept fresh while someone looks: by events where the
 * server streams them, by polling elsewhere, and not at all while the tab is hidden.
 */
export class LiveCache {
  readonly http: Http;
  readonly #world: Surroundings;
  readonly #entries = new Map<string, Entry>();
  readonly #connectionListeners = new Set<() => void>();
  readonly #stream: EventStream;
  #streamState: StreamState = "connecting";
  #reachable = true;
  #started = false;

  constructor(http: Http, world: Surroundings) {
    this.http = http;
    this.#world = world;
    this.#stream = new EventStream(
      http,
      events => this.#onEvents(events),
      state => this.#onStream(state),
    );
    world.onVisibilityChange(() => (this.#started ? this.#onVisibility() : undefined));
  }

  start(): void {
    this.#started = true;
    if (!this.#world.hidden()) this.#stream.start();
  }

  /** Forgets everything: the next user must not see the last one's answers. */
  stop(): void {
    this.#started = false;
    this.#stream.stop();
    for (const entry of this.#entries.values()) drop(entry);
    this.#entries.clear();
  }

  readonly connection = (): Connection => {
    if (!this.#reachable) return "unreachable";
    return this.#streamState === "open" ? "live" : "polling";
  };

  readonly onConnection = (listener: () => void): (() => void) => {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  };

  peek<T>(get: Get<T>): Snapshot<T> {
    return (this.#entries.get(get.key)?.snapshot ?? NOTHING) as Snapshot<T>;
  }

  subscribe<T>(get: Get<T>, listener: () => void): () => void {
    const entry = this.#entries.get(get.key) ?? this.#add(get as Get<unknown>);
    const fresh = entry.loaded && this.#world.nowMillis() - entry.startedAt < BUSY_MILLIS;
    // Asked before and not out of date: who comes back meanwhile waits for that answer.
    const underWay = entry.abort !== undefined && entry.startedAt !== Number.NEGATIVE_INFINITY;
    const first = entry.listeners.size === 0;
    if (first) clearTimeout(entry.timer); // it was to be forgotten
    entry.listeners.add(listener);
    if (first && !underWay) {
      if (fresh) this.#schedule(entry);
      else void this.#load(entry);
    }
    return () => this.#leave(entry, listener);
  }

  #leave(entry: Entry, listener: () => void): void {
    entry.listeners.delete(listener);
    if (entry.listeners.size === 0) this.#retire(entry);
  }

  /**
   * Reads everything on the page again whose key contains the text: after a change made here, before events tell.
   * Resolves when the answers are there (or have failed).
   */
  async refresh(part = ""): Promise<void> {
    const loads: Promise<void>[] = [];
    for (const entry of this.#entries.values()) {
      if (!entry.get.key.includes(part)) continue;
      if (entry.listeners.size > 0) loads.push(this.#load(entry));
      else entry.startedAt = Number.NEGATIVE_INFINITY;
    }
    await Promise.all(loads);
  }

  /** As `refresh`, for one key. */
  async refreshOne(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry && entry.listeners.size > 0) await this.#load(entry);
  }

  #add(get: Get<unknown>): Entry {
    const entry: Entry = {
      get,
      listeners: new Set(),
      loaded: undefined,
      snapshot: NOTHING,
      abort: undefined,
      timer: undefined,
      startedAt: Number.NEGATIVE_INFINITY,
      tookMillis: 0,
      stale: false,
      soon: false,
    };
    this.#entries.set(get.key, entry);
    return entry;
  }

  /** An answer on its way may be older than what made this load needed, so it is given up. */
  #load(entry: Entry): Promise<void> {
    clearTimeout(entry.timer);
    entry.abort?.abort();
    entry.stale = false;
    entry.soon = false;
    entry.abort = new AbortController();
    entry.startedAt = this.#world.nowMillis();
    return this.#finish(entry, entry.abort);
  }

  async #finish(entry: Entry, abort: AbortController): Promise<void> {
    try {
      const loaded = await entry.get.load(this.http, entry.loaded, abort.signal);
      if (abort.signal.aborted) return;
      this.#reach(true);
      const same = loaded === entry.loaded && entry.snapshot.error === undefined;
      entry.loaded = loaded;
      if (!same) publish(entry, { data: loaded.data, error: undefined });
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const error = asApiError(thrown);
      if (error.unreachable) this.#reach(false);
      publish(entry, { data: entry.snapshot.data, error });
    }
    entry.abort = undefined;
    entry.tookMillis = this.#world.nowMillis() - entry.startedAt;
    if (entry.stale) this.#loadSoon(entry);
    else this.#schedule(entry);
  }

  #schedule(entry: Entry): void {
    clearTimeout(entry.timer);
    const wait = this.#waitMillis(entry);
    if (wait === undefined || entry.listeners.size === 0 || this.#world.hidden()) return;
    entry.timer = setTimeout(() => void this.#load(entry), wait);
  }

  /** Until the next poll; undefined: none. */
  #waitMillis({ get, snapshot, tookMillis }: Entry): number | undefined {
    const { error } = snapshot;
    const pace = paceOf({ get, snapshot });
    if (pace === "still") return undefined;
    const streamed = get.streamed === true && this.#streamState === "open" && !error;
    const base = pace === "busy" ? BUSY_MILLIS : CALM_MILLIS;
    return Math.max(streamed ? STREAMED_MILLIS : base, tookMillis * LOAD_SHARE);
  }

  #loadSoon(entry: Entry): void {
    if (entry.soon) return; // events that keep coming must not keep putting it off
    entry.soon = true;
    const pause = Math.max(BETWEEN_EVENTS_MILLIS, entry.tookMillis * LOAD_SHARE);
    const due = entry.startedAt + pause - this.#world.nowMillis();
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#load(entry), Math.max(due, AFTER_EVENT_MILLIS));
  }

  #onEvents(events: ReadonlyArray<Told>): void {
    for (const entry of this.#entries.values()) {
      const { about } = entry.get;
      if (!about || about === "time" || !events.some(event => touches(event, about))) continue;
      if (entry.listeners.size === 0) entry.startedAt = Number.NEGATIVE_INFINITY;
      else if (entry.abort) entry.stale = true;
      else this.#loadSoon(entry);
    }
  }

  #onStream(state: StreamState): void {
    const before = this.#streamState;
    this.#streamState = state;
    if (state === "open" || before === "open") this.#catchUp();
    if (state === "open") this.#reachable = true;
    for (const listener of this.#connectionListeners) listener();
  }

  /** What is at work may have changed while no event could tell; what stands still is looked at by what is at work. */
  #catchUp(): void {
    for (const entry of this.#entries.values())
      if (entry.listeners.size > 0 && entry.loaded && paceOf(entry) !== "still") void this.#load(entry);
  }

  #onVisibility(): void {
    if (this.#world.hidden()) {
      this.#stream.stop();
      for (const entry of this.#entries.values()) {
        if (entry.listeners.size > 0) clearTimeout(entry.timer);
        entry.soon = false;
      }
      return;
    }
    this.#stream.start();
    this.#catchUp();
  }

  #reach(reachable: boolean): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    for (const listener of this.#connectionListeners) listener();
  }

  #retire(entry: Entry): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      drop(entry);
      if (this.#entries.get(entry.get.key) === entry) this.#entries.delete(entry.get.key);
    }, KEEP_UNUSED_MILLIS);
  }
}

function paceOf({ get, snapshot: { data, error } }: Pick<Entry, "get" | "snapshot">): Pace {
  if (error || data === undefined) return "busy";
  return get.about ? (get.pace?.(data) ?? "calm") : "still";
}

function publish(entry: Entry, snapshot: Snapshot<unknown>): void {
  entry.snapshot = snapshot;
  for (const listener of entry.listeners) listener();
}

function drop(entry: Entry): void {
  clearTimeout(entry.timer);
  entry.abort?.abort();
}
