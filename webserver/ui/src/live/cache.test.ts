import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { About, Get, Pace } from "../api/get.ts";
import { Http } from "../api/http.ts";
import { LiveCache } from "./cache.ts";

/** A server of numbers: each answer is how often the path was asked for. Its stream is opened and fed by the test. */
class Server {
  readonly asked: string[] = [];
  /** Behind which event each stream was to go on; null: none. */
  readonly goesOn: (string | null)[] = [];
  readonly expired = vi.fn<() => void>();
  hasStream = false;
  down = false;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (this.down) throw new TypeError("fetch failed");
    if (path.endsWith("/events/stream")) {
      if (this.hasStream) this.goesOn.push(new Headers(init.headers).get("last-event-id"));
      return this.#open(init.signal ?? undefined);
    }
    this.asked.push(path);
    return new Response(String(this.asked.filter(each => each === path).length), json);
  };

  count(path: string): number {
    return this.asked.filter(each => each === path).length;
  }

  send(name: string, data: object, id?: string): void {
    this.write(`event: ${name}\n${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(data)}\n\n`);
  }

  write(text: string): void {
    this.#stream?.enqueue(new TextEncoder().encode(text));
  }

  cut(): void {
    this.#stream?.close();
  }

  #open(signal: AbortSignal | undefined): Response {
    if (!this.hasStream) return new Response('{"detail":"no such path"}', { ...json, status: 404 });
    const body = new ReadableStream<Uint8Array>({ start: controller => void (this.#stream = controller) });
    signal?.addEventListener("abort", () => this.#stream?.error(new DOMException("stopped", "AbortError")));
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}

const json = { headers: { "content-type": "application/json" } };

function number(path: string, about: About | "time", pace: Pace = "calm", streamed = true): Get<number> {
  return {
    key: path,
    about,
    streamed,
    pace: () => pace,
    load: async (http, _, signal) => {
      const text = await http.text(path, signal);
      return { text, data: Number(text) };
    },
  };
}

let server: Server;
let hidden: boolean;
let onVisibility: () => void;
let cache: LiveCache;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  hidden = false;
  const http = new Http(server.fetch, { current: () => "t", expired: server.expired });
  cache = new LiveCache(http, {
    hidden: () => hidden,
    onVisibilityChange: listener => (onVisibility = listener),
    nowMillis: () => Date.now(),
  });
});

afterEach(() => {
  cache.stop();
  vi.useRealTimers();
});

const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

describe("answers without a stream", () => {
  test("are asked for every 5 s, every 2 s while something is at work, and once when they stand still", async () => {
    cache.start();
    cache.subscribe(number("/calm", {}), () => {});
    cache.subscribe(number("/busy", {}, "busy"), () => {});
    cache.subscribe(number("/still", {}, "still"), () => {});

    await pass(20_100);

    expect([server.count("/calm"), server.count("/busy"), server.count("/still")]).toEqual([5, 11, 1]);
    expect(cache.connection()).toBe("polling");
  });

  test("are not asked for while the tab is hidden, and at once when it is shown again", async () => {
    cache.start();
    cache.subscribe(number("/a", {}), () => {});
    await pass(100);

    hidden = true;
    onVisibility();
    await pass(60_000);
    expect(server.count("/a")).toBe(1);

    hidden = false;
    onVisibility();
    await pass(0);
    expect(server.count("/a")).toBe(2);
  });

  test("tell their listeners of changes, shared by all who look at the same", async () => {
    cache.start();
    const first = vi.fn<() => void>();
    const second = vi.fn<() => void>();
    const get = number("/a", {});
    cache.subscribe(get, first);
    const leave = cache.subscribe(get, second);

    await pass(0);
    expect(cache.peek(get).data).toBe(1);
    leave();
    await pass(5_000);

    expect(cache.peek(get).data).toBe(2);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([2, 1]);
  });

  test("on their way are waited for by who leaves and comes back at once", async () => {
    cache.start();
    const get = number("/a", {});
    cache.subscribe(get, () => {})();
    const listener = vi.fn<() => void>();
    cache.subscribe(get, listener);

    await pass(1_000);

    expect(server.count("/a")).toBe(1);
    expect(cache.peek(get).data).toBe(1);
    expect(listener).toHaveBeenCalledTimes(1);
    await pass(5_000);
    expect(server.count("/a")).toBe(2);
  });

  test("are no longer asked for when nobody looks, and forgotten after a while", async () => {
    cache.start();
    const get = number("/a", {});
    const leave = cache.subscribe(get, () => {});
    await pass(0);
    leave();

    await pass(59_000);
    expect([server.count("/a"), cache.peek(get).data]).toEqual([1, 1]);
    await pass(2_000);
    expect(cache.peek(get).data).toBeUndefined();
  });

  test("stay as they were while the server is away, and come back", async () => {
    cache.start();
    const get = number("/a", {});
    cache.subscribe(get, () => {});
    await pass(0);

    server.down = true;
    await pass(5_000);
    expect(cache.peek(get)).toMatchObject({ data: 1, error: { message: "The server cannot be reached." } });
    expect(cache.connection()).toBe("unreachable");

    server.down = false;
    await pass(2_000);
    expect(cache.peek(get)).toEqual({ data: 2, error: undefined });
    expect(cache.connection()).toBe("polling");
  });

  test("are all gone after a stop: the next user must not see them", async () => {
    cache.start();
    const get = number("/a", {});
    const leave = cache.subscribe(get, () => {});
    await pass(0);

    cache.stop();
    expect(cache.peek(get).data).toBeUndefined();
    leave();
    await pass(60_000);
    expect(server.count("/a")).toBe(1);
  });
});

describe("answers with a stream", () => {
  const RUN = { dag_id: "d", dag_run_id: "r", state: "running" };

  test("are asked for again when an event touches them, and only then", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/mine", { dagId: "d" }), () => {});
    cache.subscribe(number("/other", { dagId: "e" }), () => {});
    await pass(10_000);
    expect([server.count("/mine"), server.count("/other")]).toEqual([1, 1]);
    expect(cache.connection()).toBe("live");

    server.send("dag_run", RUN);
    await pass(600);

    expect([server.count("/mine"), server.count("/other")]).toEqual([2, 1]);
  });

  test("a flood of events is answered twice a second, not more and not less", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/a", { dagId: "d" }), () => {});
    await pass(1_000);

    for (let i = 0; i < 100; i++) {
      server.send("dag_run", RUN);
      await pass(50);
    }

    expect(server.count("/a")).toBeGreaterThanOrEqual(9);
    expect(server.count("/a")).toBeLessThanOrEqual(12);
  });

  test("what the stream does not tell of is polled even so", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/errors", "time", "calm", false), () => {});

    await pass(20_100);
    expect(server.count("/errors")).toBe(5);

    server.send("dag_run", RUN);
    await pass(600);
    expect(server.count("/errors")).toBe(5);
  });

  test("when the stream breaks, polling takes over until it is back", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/a", {}), () => {});
    await pass(10_000);
    expect(server.count("/a")).toBe(1);

    server.hasStream = false;
    server.cut();
    await pass(10_000);
    expect(server.count("/a")).toBeGreaterThanOrEqual(3);
    expect(cache.connection()).toBe("polling");

    server.hasStream = true;
    await pass(61_000);
    expect(cache.connection()).toBe("live");
  });

  test("a stream that was cut goes on behind the last event, and what stands still hears what happened meanwhile", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/still", { dagId: "d" }, "still"), () => {});
    await pass(100);
    server.write(": open\n\nid: a-1\n\n");
    server.cut();
    await pass(1_500);
    server.send("dag_run", { ...RUN, dag_id: "e" }, "a-2");
    server.cut();
    await pass(1_500);
    expect(server.goesOn).toEqual([null, "a-1", "a-2"]);
    expect(server.count("/still")).toBe(1);

    server.send("dag_run", RUN, "a-3"); // as the server tells of what happened meanwhile
    await pass(600);

    expect(server.count("/still")).toBe(2);
  });

  test("a tab that is shown again goes on where it was hidden, and reads anew what the server does not know", async () => {
    server.hasStream = true;
    cache.start();
    cache.subscribe(number("/still", { dagId: "d" }, "still"), () => {});
    await pass(100);
    server.send("dag_run", { ...RUN, dag_id: "e" }, "a-2");
    await pass(100);

    hidden = true;
    onVisibility();
    await pass(600_000);
    hidden = false;
    onVisibility();
    await pass(100);
    expect(server.goesOn).toEqual([null, "a-2"]);
    server.send("missed", {}, "b-7");
    await pass(600);

    expect(server.count("/still")).toBe(2);
  });

  test("a change made here is read at once, past an answer that is on its way", async () => {
    server.hasStream = true;
    cache.start();
    const get = number("/api/v2/dags/d/details", {}, "still");
    cache.subscribe(get, () => {});

    await cache.refresh("/dags/d");

    expect(cache.peek(get).data).toBe(2);
  });
});
