import type { Http } from "./http.ts";

/** What an answer is about; an event of the live stream makes those stale whose fields it does not contradict. */
export interface About {
  readonly dagId?: string;
  readonly runId?: string;
  readonly taskId?: string;
  /** Only events of runs matter, not those of their tasks. */
  readonly runsOnly?: boolean;
}

export interface Loaded<T> {
  readonly text: string;
  readonly data: T;
}

/** `busy`: something is at work. `still`: something else on the page tells when to read it again. */
export type Pace = "busy" | "calm" | "still";

/** A thing that can be read from the server, named by its key; see `useGet`. */
export interface Get<T> {
  readonly key: string;
  /** `time`: no event tells of it, so it is asked for again and again. Absent: it stays as it is while it is shown. */
  readonly about?: About | "time";
  /** Whether the live stream tells of every change; what it does not tell of is polled even so. */
  readonly streamed?: boolean;
  /** How often to ask again where no event tells; `calm` when not said. */
  readonly pace?: (data: T) => Pace;
  readonly load: (http: Http, last: Loaded<T> | undefined, signal: AbortSignal) => Promise<Loaded<T>>;
}

export type Fresh<T> = Omit<Get<T>, "key" | "load">;

type Word = string | number | boolean | undefined;

/** Names and values; a list is the same name several times. */
export type Query = Readonly<Record<string, Word | ReadonlyArray<Word>>>;

export function url(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().flatMap(each => (each === undefined || each === "" ? [] : [`${key}=${encodeURIComponent(each)}`])),
  );
  return `/api/v2${path}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

/** One answer as it is. */
export function one<T>(path: string, fresh: Fresh<T> = {}): Get<T> {
  return {
    key: path,
    load: async (http, last, signal) => {
      const text = await http.text(path, signal);
      return last?.text === text ? last : { text, data: JSON.parse(text) as T };
    },
    ...fresh,
  };
}

/** How to read a list that the server gives in pages. */
export interface Paged<P, T> {
  readonly page: (offset: number, limit: number) => string;
  readonly rows: (page: P) => ReadonlyArray<T>;
  readonly total: (page: P) => number;
}

// The server may give fewer, and Airflow's gives 100; the first page tells.
const ASKED_ROWS = 1000;
// As many requests of one list at once as leave room for the others.
const AT_ONCE = 3;

/** The rows of a list, all or the first so many. */
export function every<P, T>(
  paged: Paged<P, T>,
  fresh: Fresh<ReadonlyArray<T>> = {},
  most = Number.POSITIVE_INFINITY,
): Get<ReadonlyArray<T>> {
  const limit = Math.min(ASKED_ROWS, most);
  return {
    key: `${paged.page(0, limit)} (to ${most})`,
    load: async (http, last, signal) => {
      const read = (offset: number) => http.text(paged.page(offset, Math.min(limit, most - offset)), signal);
      const first = await read(0);
      const answer = JSON.parse(first) as P;
      const size = paged.rows(answer).length;
      let total = size === 0 ? 0 : Math.min(most, paged.total(answer));
      const texts = [first];
      for (let offset = size; offset < total;) {
        const from = offset;
        const offsets = Array.from({ length: AT_ONCE }, (_, i) => from + i * size).filter(each => each < total);
        const pages = await Promise.all(offsets.map(read));
        texts.push(...pages);
        offset += offsets.length * size;
        // Of a long list it is an estimate, which each page brings closer.
        const furthest = pages.at(-1);
        if (furthest !== undefined) total = Math.min(most, paged.total(JSON.parse(furthest) as P));
      }
      const text = texts.join("\n");
      if (last?.text === text) return last;
      return { text, data: texts.flatMap(each => paged.rows(JSON.parse(each) as P)).slice(0, most) };
    },
    ...fresh,
  };
}
