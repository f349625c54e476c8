import type { About } from "../api/get.ts";

/** A change that the server told of; see `GET /api/v2/events/stream`. */
export interface LiveEvent {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id?: string;
  readonly map_index?: number;
  readonly state: string | null;
}

const NAMES = new Set(["dag_run", "task_instance"]);

/** Cuts a stream of server-sent events, given piece by piece, into the events that the page knows. */
export class EventParser {
  #rest = "";
  #name = "";
  #data: string[] = [];

  push(piece: string): ReadonlyArray<LiveEvent> {
    const events: LiveEvent[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = this.#line(line);
      if (event) events.push(event);
    }
    return events;
  }

  #line(line: string): LiveEvent | undefined {
    if (line === "") return this.#end();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined; // a comment: the server's sign of life
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#name = value;
    if (field === "data") this.#data.push(value);
    return undefined;
  }

  #end(): LiveEvent | undefined {
    const name = this.#name;
    const data = this.#data.join("\n");
    this.#name = "";
    this.#data = [];
    if (!NAMES.has(name)) return undefined;
    try {
      return JSON.parse(data) as LiveEvent;
    } catch {
      return undefined; // one bad event must not end the stream; the slow poll repairs what it would have told
    }
  }
}

/** Whether the event can have changed an answer about `about`. */
export function touches(event: LiveEvent, about: About): boolean {
  return (
    (about.runsOnly !== true || event.task_id === undefined) &&
    (about.dagId === undefined || about.dagId === event.dag_id) &&
    (about.runId === undefined || about.runId === event.dag_run_id) &&
    (about.taskId === undefined || event.task_id === undefined || about.taskId === event.task_id)
  );
}
