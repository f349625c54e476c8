import { useSyncExternalStore } from "react";
import { useServices } from "../app/services.ts";

export interface Place {
  readonly path: string;
  readonly search: string;
}

/** The browser's address as state: pages are drawn from it, links change it without a reload. */
export class Router {
  readonly #window: Window;
  readonly #listeners = new Set<() => void>();
  #place: Place;

  constructor(window: Window) {
    this.#window = window;
    this.#place = placeOf(window.location);
    window.addEventListener("popstate", () => this.#moved());
  }

  readonly place = (): Place => this.#place;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  go(to: string): void {
    this.#window.history.pushState(null, "", to);
    const before = this.#place.path;
    this.#moved();
    if (this.#place.path !== before) this.#window.scrollTo(0, 0);
  }

  /** As `go`, without a step back: for filters and the like. */
  replace(to: string): void {
    this.#window.history.replaceState(null, "", to);
    this.#moved();
  }

  #moved(): void {
    this.#place = placeOf(this.#window.location);
    for (const listener of this.#listeners) listener();
  }
}

function placeOf(location: Location): Place {
  return { path: location.pathname, search: location.search };
}

export function usePlace(): Place {
  const { router } = useServices();
  return useSyncExternalStore(router.subscribe, router.place);
}

/** The values of `/dags/:dagId`-like patterns in a path, decoded; undefined where the path is another. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/(?<=.)\/$/, "").split("/");
  if (wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = decoded(given[index] ?? "");
    if (text === undefined) return undefined;
    if (part.startsWith(":")) values[part.slice(1)] = text;
    else if (part !== text) return undefined;
  }
  return values;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // a stray % in a hand-written address
  }
}

/** A value of the address's query and the way to change it; the default is not written into the address. */
export function useQuery(name: string, fallback = ""): [string, (value: string) => void] {
  const { router } = useServices();
  const value = new URLSearchParams(usePlace().search).get(name) ?? fallback;
  const set = (next: string) => {
    const { path, search } = router.place();
    const query = new URLSearchParams(search);
    if (next === fallback) query.delete(name);
    else query.set(name, next);
    const text = query.toString();
    router.replace(text ? `${path}?${text}` : path);
  };
  return [value, set];
}
