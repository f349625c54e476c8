import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { Get } from "../api/get.ts";
import type { ApiError } from "../api/errors.ts";
import { useServices } from "../app/services.ts";
import type { Connection, Snapshot } from "./cache.ts";

export interface Answer<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
}

const UNASKED: Snapshot<never> = { data: undefined, error: undefined };

/**
 * The answer to a request, kept fresh while the component is shown; `undefined` asks for nothing. It is read again
 * when the signature changes: a text made of what elsewhere on the page tells that this answer is no longer right,
 * empty as long as that is not known.
 */
export function useGet<T>(get: Get<T> | undefined, signature = ""): Answer<T> {
  const [snapshot] = useGets(get ? [get] : [], [signature]);
  return snapshot ?? UNASKED;
}

/** Several at once, in the order of the requests. */
export function useGets<T>(
  gets: ReadonlyArray<Get<T>>,
  signatures: ReadonlyArray<string> = [],
): ReadonlyArray<Snapshot<T>> {
  const { cache } = useServices();
  const keys = JSON.stringify(gets.map(({ key }) => key));
  const shown = useRef<ReadonlyArray<Snapshot<T>>>([]);
  // Two descriptions with one key ask for the same; new objects each render must not subscribe anew.
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = gets.map(get => cache.subscribe(get, listener));
      return () => ends.forEach(end => end());
    },
    // oxlint-disable-next-line react/exhaustive-deps
    [cache, keys],
  );
  useRefreshOn(gets, signatures);
  return useSyncExternalStore(subscribe, () => {
    const now = gets.map(get => cache.peek(get));
    const same = now.length === shown.current.length && now.every((snapshot, i) => snapshot === shown.current[i]);
    if (!same) shown.current = now;
    return shown.current;
  });
}

function useRefreshOn(gets: ReadonlyArray<{ readonly key: string }>, signatures: ReadonlyArray<string>): void {
  const { cache } = useServices();
  const seen = useRef(new Map<string, string>());
  useEffect(() => {
    const next = new Map(gets.map(({ key }, index) => [key, signatures[index] ?? ""]));
    for (const [key, signature] of next) {
      const before = seen.current.get(key);
      if (before && before !== signature) void cache.refreshOne(key);
    }
    seen.current = next;
  });
}

export function useConnection(): Connection {
  const { cache } = useServices();
  return useSyncExternalStore(cache.onConnection, cache.connection);
}
