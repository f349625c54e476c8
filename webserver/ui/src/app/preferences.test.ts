import { describe, expect, test } from "vitest";
import { Preferences } from "./preferences.ts";

function storage(text?: string): Storage {
  const values = new Map(text === undefined ? [] : [["rondo.preferences", text]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  } as unknown as Storage;
}

describe("preferences", () => {
  test("are there again the next time", () => {
    const kept = storage();
    new Preferences(kept).set({ theme: "dark", zone: "local" });

    expect(new Preferences(kept).values()).toMatchObject({ theme: "dark", zone: "local", wrapLog: true });
  });

  test.each(["not json", "[]", "null", '{"theme":"pink","zone":7,"wrapLog":"yes"}'])("%s gives the defaults", text => {
    expect(new Preferences(storage(text)).values()).toEqual(new Preferences(storage()).values());
  });
});
