import { useSyncExternalStore } from "react";
import { useServices } from "./services.ts";

export type Theme = "system" | "light" | "dark";
export type ZoneChoice = "utc" | "dag" | "local";
export type Direction = "auto" | "right" | "down";

export interface PreferenceValues {
  readonly theme: Theme;
  readonly zone: ZoneChoice;
  readonly graphDirection: Direction;
  readonly wrapLog: boolean;
  readonly logTimes: boolean;
}

const KEY = "rondo.preferences";
const DEFAULTS: PreferenceValues = {
  theme: "system",
  zone: "utc",
  graphDirection: "auto",
  wrapLog: true,
  logTimes: true,
};

const CHOICES: { readonly [K in keyof PreferenceValues]: ReadonlyArray<PreferenceValues[K]> } = {
  theme: ["system", "light", "dark"],
  zone: ["utc", "dag", "local"],
  graphDirection: ["auto", "right", "down"],
  wrapLog: [true, false],
  logTimes: [true, false],
};

/** What this browser's user likes, kept in localStorage. A stored value that is no choice (any more) is the default. */
export class Preferences {
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #values: PreferenceValues;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#values = restored(storage.getItem(KEY));
  }

  readonly values = (): PreferenceValues => this.#values;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<PreferenceValues>): void {
    this.#values = { ...this.#values, ...change };
    this.#storage.setItem(KEY, JSON.stringify(this.#values));
    for (const listener of this.#listeners) listener();
  }
}

function restored(text: string | null): PreferenceValues {
  const stored = parsed(text);
  const choices = Object.entries(CHOICES) as ReadonlyArray<[string, ReadonlyArray<unknown>]>;
  const valid = choices.filter(([key, allowed]) => allowed.includes(stored[key])).map(([key]) => [key, stored[key]]);
  return { ...DEFAULTS, ...Object.fromEntries(valid) };
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function usePreferences(): PreferenceValues {
  const { preferences } = useServices();
  return useSyncExternalStore(preferences.subscribe, preferences.values);
}

/** Puts the theme on the document, where the colour tokens (`light-dark()`) look for it. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  root.dataset["theme"] = theme;
}
