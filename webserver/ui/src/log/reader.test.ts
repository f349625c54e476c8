import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Http } from "../api/http.ts";
import { type Log, LogReader } from "./reader.ts";

const KEY = { dagId: "d", runId: "r", taskId: "t", mapIndex: -1 };

/** A log that the test writes; given in pages of three lines, with tokens or (as a plain server would) whole. */
class LogServer {
  readonly asked: Array<string | null> = [];
  readonly written: string[] = [];
  ended = false;
  tokens = true;
  failing = false;

  readonly fetch = async (path: string): Promise<Response> => {
    const token = new URL(path, "http://x").searchParams.get("token");
    this.asked.push(token);
    if (this.failing) return new Response('{"detail":"the store is away"}', { status: 500 });
    if (!this.tokens) return page(this.written, null);
    const from = Number(token ?? 0);
    const content = this.written.slice(from, from + 3);
    const end = from + content.length;
    return page(content, this.ended && end === this.written.length ? null : String(end));
  };
}

function page(content: ReadonlyArray<string>, continuation_token: string | null): Response {
  return new Response(JSON.stringify({ content, continuation_token }));
}

let server: LogServer;
let seen: Log[];
let reader: LogReader | undefined;

function read(running: boolean): void {
  const http = new Http(server.fetch, { current: () => "t", expired: () => {} });
  reader = new LogReader(http, KEY, 1, running, log => seen.push(log));
  reader.start();
}

const texts = () => seen.at(-1)?.lines.map(({ text }) => text);
const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

beforeEach(() => {
  vi.useFakeTimers();
  server = new LogServer();
  seen = [];
});

afterEach(() => {
  reader?.stop();
  vi.useRealTimers();
});

describe("reading a log", () => {
  test("of an ended try goes page by page to the end, and no further", async () => {
    server.written.push(..."abcdefgh");
    server.ended = true;
    read(false);

    await pass(60_000);

    expect(texts()?.join("")).toBe("abcdefgh");
    expect(seen.at(-1)?.lines.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(server.asked).toEqual([null, "3", "6"]);
  });

  test("of a running try asks each second for what is new, and for nothing twice", async () => {
    server.written.push("a");
    read(true);
    await pass(500);
    expect(texts()).toEqual(["a"]);

    server.written.push("b", "c");
    await pass(1_100);

    expect(texts()).toEqual(["a", "b", "c"]);
    expect(new Set(server.asked)).toEqual(new Set([null, "1", "3"]));
  });

  test("that has nothing new shows nothing new", async () => {
    server.written.push("a");
    read(true);
    await pass(500);
    const lines = seen.at(-1)?.lines;

    await pass(5_000);

    expect(seen.at(-1)?.lines.length).toBe(lines?.length);
    expect(server.asked.length).toBeGreaterThan(4);
  });

  test("from a server without tokens replaces what was there", async () => {
    server.tokens = false;
    server.written.push("a", "b");
    read(true);
    await pass(100);
    server.written.push("c");

    await pass(1_100);

    expect(texts()).toEqual(["a", "b", "c"]);
  });

  test("keeps what it has when the server fails, and goes on afterwards", async () => {
    server.written.push("a");
    read(true);
    await pass(100);

    server.failing = true;
    await pass(1_100);
    expect(seen.at(-1)).toMatchObject({ error: { message: "the store is away" }, lines: [{ text: "a" }] });

    server.failing = false;
    server.written.push("b");
    await pass(1_100);
    expect(seen.at(-1)?.error).toBeUndefined();
    expect(texts()).toEqual(["a", "b"]);
  });

  test("asks for nothing while it pauses, and at once when it goes on", async () => {
    read(true);
    reader?.pause(); // with an answer on its way
    await pass(100);
    const before = server.asked.length;

    await pass(30_000);
    expect(server.asked.length).toBe(before);
    reader?.resume();
    await pass(10);
    expect(server.asked.length).toBe(before + 1);
  });

  test("never has two requests on their way: they would bring the same lines", async () => {
    server.written.push("a");
    read(true);
    reader?.pause();
    reader?.resume();

    await pass(500);

    expect(texts()).toEqual(["a"]);
  });

  test("says nothing more once it is stopped", async () => {
    server.written.push("a");
    read(true);
    reader?.stop();

    await pass(5_000);

    expect(seen).toEqual([]);
  });
});
