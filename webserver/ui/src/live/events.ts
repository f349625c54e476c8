import type { About } from "../api/get.ts";

/** A change that the server told of; see `GET /api/v2/events/stream`. */
export interface LiveEvent {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id?: string;
  readonly map_index?: number;
  readonly state: string | null;
}

/** The server does not know any more what happened since the last event: everything may have changed. */
export const MISSED = "missed";

/** What the stream tells. */
export type Told = LiveEvent | typeof MISSED;

const NAMES = new Set(["dag_run", "task_instance"]);

/** Cuts a stream of server-sent events, given piece by piece, into the events that the page knows. */
export class EventParser {
  #rest = "";
  #name = "";
  #id: string | undefined;
  #data: string[] = [];
  #lastId: string | undefined;

  /** Of the last event that was whole: what it is told after. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  push(piece: string): ReadonlyArray<Told> {
    const events: Told[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = this.#line(line);
      if (event) events.push(event);
    }
    return events;
  }

  #line(line: string): Told | undefined {
    if (line === "") return this.#end();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined; // a comment: the server's sign of life
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#name = value;
    if (field === "id") this.#id = value;
    if (field === "data") this.#data.push(value);
    return undefined;
  }

  #end(): Told | undefined {
    const name = this.#name;
    const data = this.#data.join("\n");
    this.#lastId = this.#id ?? this.#lastId;
    this.#name = "";
    this.#id = undefined;
    this.#data = [];
    if (name === MISSED) return MISSED;
    if (!NAMES.has(name)) return undefined;
    try {
      return JSON.parse(data) as LiveEvent;
    } catch {
      return undefined; // one bad event must not end the stream; the slow poll repairs what it would have told
    }
  }
}

/** Whether the event can have changed an answer about `about`. */
export function touches(event: Told, about: About): boolean {
  if (event === MISSED) return true;
  return (
    (about.runsOnly !== true || event.task_id === undefined) &&
    (about.dagId === undefined || about.dagId === event.dag_id) &&
    (about.runId === undefined || about.runId === event.dag_run_id) &&
    (about.taskId === undefined || event.task_id === undefined || about.taskId === event.task_id)
  );
}
