import { asApiError } from "../api/errors.ts";
import type { Http } from "../api/http.ts";
import { EventParser, type Told } from "./events.ts";

export type StreamState = "connecting" | "open" | "absent";

// A server without the stream may be replaced by one that has it; asking once a minute costs nothing.
const ASK_AGAIN_MILLIS = 60_000;
const FIRST_RETRY_MILLIS = 1_000;
const LAST_RETRY_MILLIS = 15_000;
// The server sends a comment every 15 s; three lost ones mean that the line is dead.
const SILENCE_MILLIS = 45_000;

/**
 * Holds the event stream open; EventSource tells neither the status nor the signs of life, so this reads it with fetch.
 * Opened again it goes on behind the last event that it had, so that nothing in between is lost.
 */
export class EventStream {
  readonly #http: Http;
  readonly #onEvents: (events: ReadonlyArray<Told>) => void;
  readonly #onState: (state: StreamState) => void;
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryMillis = FIRST_RETRY_MILLIS;
  #lastId: string | undefined;

  constructor(http: Http, onEvents: (events: ReadonlyArray<Told>) => void, onState: (state: StreamState) => void) {
    this.#http = http;
    this.#onEvents = onEvents;
    this.#onState = onState;
  }

  start(): void {
    if (this.#abort) return;
    this.#abort = new AbortController();
    this.#onState("connecting");
    void this.#read(this.#abort);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
  }

  async #read(abort: AbortController): Promise<void> {
    let wait = ASK_AGAIN_MILLIS;
    try {
      const headers = new Headers({ accept: "text/event-stream" });
      if (this.#lastId !== undefined) headers.set("last-event-id", this.#lastId);
      const init = { headers };
      const response = await this.#http.open("/api/v2/events/stream", init, abort.signal);
      if (response.body && response.headers.get("content-type")?.startsWith("text/event-stream")) {
        await this.#follow(response.body, abort);
        wait = this.#nextRetry();
      }
    } catch (error) {
      const { status, unreachable } = asApiError(error);
      if (unreachable) wait = this.#nextRetry();
      if (status === 401) wait = ASK_AGAIN_MILLIS;
    }
    if (abort.signal.aborted) return;
    this.#onState("absent");
    this.#abort = undefined;
    this.#timer = setTimeout(() => this.start(), wait);
  }

  async #follow(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser();
    this.#retryMillis = FIRST_RETRY_MILLIS;
    this.#onState("open");
    for (;;) {
      const silence = setTimeout(() => void reader.cancel(), SILENCE_MILLIS);
      const { value, done } = await reader.read().finally(() => clearTimeout(silence));
      if (done || abort.signal.aborted) return;
      const events = parser.push(decoder.decode(value, { stream: true }));
      this.#lastId = parser.lastId ?? this.#lastId;
      if (events.length > 0) this.#onEvents(events);
    }
  }

  #nextRetry(): number {
    const wait = this.#retryMillis;
    this.#retryMillis = Math.min(wait * 2, LAST_RETRY_MILLIS);
    return wait;
  }
}
