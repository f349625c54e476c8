import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer } from "./api.ts";
import { allDags, importErrors } from "./dags.ts";
import { World } from "./world.ts";

const TICK_MILLIS = 250;
const PASSWORD = "rondo";

/**
 * Answers `/auth` and `/api` of the development server from a made-up world. Any user name with the password `rondo`
 * gets in; `empty` sees a system without DAGs, `nostream` one without the event stream, `slow` one that takes a second.
 */
export function apiOfMock(): Plugin {
  const worlds = {
    full: new World(() => Date.now(), allDags(), importErrors(Date.now())),
    empty: new World(() => Date.now(), [], []),
  };
  const install = (middlewares: Connect.Server, close: (done: () => void) => void) => {
    const timer = setInterval(() => worlds.full.advance(), TICK_MILLIS);
    close(() => clearInterval(timer));
    middlewares.use((request, response, next) => {
      void serveOrLeave(worlds, request, response, next);
    });
  };
  return {
    name: "api-of-mock",
    configureServer: server => install(server.middlewares, done => server.httpServer?.on("close", done)),
    configurePreviewServer: server => install(server.middlewares, done => server.httpServer.on("close", done)),
  };
}

type Worlds = Readonly<Record<"full" | "empty", World>>;

async function serveOrLeave(
  worlds: Worlds,
  request: IncomingMessage,
  response: ServerResponse,
  next: Connect.NextFunction,
): Promise<void> {
  try {
    await serve(worlds, request, response, next);
  } catch (error) {
    // Who has gone away needs no answer; the page gives up requests that it no longer wants.
    if (!request.destroyed) next(error);
  }
}

async function serve(
  worlds: Worlds,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/auth/session" && request.method === "DELETE") return signOut(response);
  if (url.pathname === "/auth/session") return signIn(response, await bodyOf(request));
  if (url.pathname === "/auth/password") return send(response, 200, {});
  if (!url.pathname.startsWith("/api/")) return next();
  const user = /(?:^|; )user=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  if (user === undefined) return send(response, 401, { detail: "Not authenticated" });
  const world = user === "empty" ? worlds.empty : worlds.full;
  if (url.pathname === "/api/v2/events/stream" && user !== "nostream") return stream(world, request, response);
  if (user === "slow") await new Promise(resolve => setTimeout(resolve, 1000));
  const question = {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body: await bodyOf(request),
  };
  const found = answer(world, question);
  send(response, found?.status ?? 404, found?.body ?? { detail: `No such path: ${url.pathname}` });
}

function signIn(response: ServerResponse, body: unknown): void {
  const { username, password } = (body ?? {}) as { username?: string; password?: string };
  if (password !== PASSWORD) return send(response, 401, { detail: "Invalid credentials" });
  response.setHeader("set-cookie", `user=${username}; Path=/; HttpOnly; SameSite=Strict`);
  send(response, 201, { username });
}

function signOut(response: ServerResponse): void {
  response.setHeader("set-cookie", "user=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  response.writeHead(204).end();
}

function stream(world: World, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": open\n\n");
  const alive = setInterval(() => response.write(": alive\n\n"), 15_000);
  const stop = world.subscribe(({ name, data }) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  request.on("close", () => {
    clearInterval(alive);
    stop();
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString("utf8");
  return text === "" ? undefined : (JSON.parse(text) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
