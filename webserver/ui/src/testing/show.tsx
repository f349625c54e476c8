import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { answer } from "../../dev/mock/api.ts";
import { importErrors, someDags } from "../../dev/mock/dags.ts";
import { World } from "../../dev/mock/world.ts";
import { type Fetch, Http } from "../api/http.ts";
import { Preferences } from "../app/preferences.ts";
import { type Services, ServicesContext } from "../app/services.ts";
import { Toasts } from "../app/toasts.ts";
import { LiveCache } from "../live/cache.ts";
import { Router } from "../router/router.ts";
import { Session } from "../session/session.ts";

const PROVIDERS = [{ name: "People", path: "/auth/oidc/sign-in" }];

/** The instant at which the test's world stands. */
export const NOW = Date.parse("2026-11-21T12:00:00Z");

export function someWorld(): World {
  return new World(() => NOW, someDags(), importErrors(NOW));
}

export interface Shown extends RenderResult {
  readonly services: Services;
  readonly world: World;
  /** What was asked for, in order: `GET /api/v2/dags?limit=50`. */
  readonly asked: string[];
}

/** What the answer to a question waits for, as that of a slow server; undefined: nothing. */
export type Held = (question: string) => Promise<void> | undefined;

/** Draws a part of the page at an address, answered from the made-up world of the development server. */
export function show(node: ReactNode, at = "/", world = someWorld(), held?: Held): Shown {
  const asked: string[] = [];
  const fetch = fetchFrom(world, asked, held);
  localStorage.clear();
  localStorage.setItem("rondo.username", "admin");
  window.history.replaceState(null, "", at);
  const session = new Session(localStorage, fetch);
  const http = new Http(fetch, session);
  const cache = new LiveCache(http, { hidden: () => false, onVisibilityChange: () => {}, nowMillis: () => Date.now() });
  const services = {
    session,
    http,
    cache,
    router: new Router(window),
    preferences: new Preferences(localStorage),
    toasts: new Toasts(),
  };
  const result = render(<ServicesContext value={services}>{node}</ServicesContext>);
  return { ...result, services, world, asked };
}

export function fetchFrom(world: World, asked: string[] = [], held?: Held): Fetch {
  return async (input, init = {}) => {
    const url = new URL(input, "http://rondo.test");
    const method = init.method ?? "GET";
    asked.push(`${method} ${input}`);
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    await held?.(`${method} ${url.pathname}`);
    if (url.pathname === "/auth/session" && method === "DELETE") return new Response(null, { status: 204 });
    if (url.pathname === "/auth/sign-in") return json(200, { providers: PROVIDERS });
    if (url.pathname === "/auth/session" && method === "GET") return json(200, { username: "bea" });
    if (url.pathname === "/auth/password") return changePassword(body as { old_password: string });
    if (url.pathname === "/auth/session") return signIn(String(init.body));
    const found = answer(world, { method, path: url.pathname, query: url.searchParams, body });
    return json(found?.status ?? 404, found?.body ?? { detail: "No such path" });
  };
}

function signIn(body: string): Response {
  const { username, password } = JSON.parse(body) as { username: string; password: string };
  return password === "rondo" ? json(201, { username }) : json(401, { detail: "Invalid" });
}

function changePassword({ old_password: before }: { old_password: string }): Response {
  if (before === "rondo") return json(200, { username: "admin" });
  return json(422, { detail: "body.old_password: it is not your password" });
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
