import { describe, expect, test } from "vitest";
import { every, one, url } from "./get.ts";
import { Http } from "./http.ts";

interface Page {
  readonly rows: ReadonlyArray<number>;
  readonly total: number;
}

/** A server with so many rows, which gives at most so many of them at once. */
function serverOf(total: number, largestPage: number) {
  const asked: string[] = [];
  const fetch = async (path: string) => {
    asked.push(path);
    const query = new URL(path, "http://x").searchParams;
    const offset = Number(query.get("offset"));
    const count = Math.min(largestPage, Number(query.get("limit")), Math.max(0, total - offset));
    return new Response(JSON.stringify({ rows: Array.from({ length: count }, (_, i) => offset + i), total }));
  };
  return { asked, http: new Http(fetch, { current: () => undefined, expired: () => {} }) };
}

const paged = {
  page: (offset: number, limit: number) => url("/rows", { limit, offset }),
  rows: (page: Page) => page.rows,
  total: (page: Page) => page.total,
};

const load = async (http: Http, most?: number) =>
  (await every(paged, {}, most).load(http, undefined, new AbortController().signal)).data;

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("a list that comes in pages", () => {
  test.each([0, 1, 99, 100, 101, 350, 1000])("of %d rows is read whole and in order", async total => {
    const { http, asked } = serverOf(total, 100);

    expect(await load(http)).toEqual(upTo(total));
    expect(asked).toHaveLength(Math.max(1, Math.ceil(total / 100)));
  });

  test("is read only as far as wanted", async () => {
    const { http, asked } = serverOf(10_000, 100);

    expect(await load(http, 250)).toEqual(upTo(250));
    expect(asked).toEqual([
      "/api/v2/rows?limit=250&offset=0",
      "/api/v2/rows?limit=150&offset=100",
      "/api/v2/rows?limit=50&offset=200",
    ]);
  });

  test("of which each page knows only that there is more is read whole", async () => {
    const { http } = serverOf(350, 100);
    const guessing = {
      ...paged,
      total: ({ rows }: Page) => (rows.at(-1) ?? -1) + (rows.length === 100 ? 2 : 1),
    };

    const { data } = await every(guessing).load(http, undefined, new AbortController().signal);
    expect(data).toEqual(upTo(350));
  });

  test("that shrinks while it is read ends", async () => {
    const { http } = serverOf(100, 100);
    const lying = { ...paged, total: () => 500 };

    const { data } = await every(lying).load(http, undefined, new AbortController().signal);
    expect(data).toEqual(upTo(100));
  });
});

describe("an answer that has not changed", () => {
  test("is the very same object, so that nothing is drawn again", async () => {
    const { http } = serverOf(3, 100);
    const { signal } = new AbortController();
    for (const get of [every(paged), one<Page>(url("/rows", { limit: 5, offset: 0 }))]) {
      const first = await get.load(http, undefined, signal);
      const second = await get.load(http, first as never, signal);
      expect(second).toBe(first);
    }
  });
});

test("a query leaves out what is not given and encodes what is", () => {
  expect(url("/dags", { a: undefined, b: "", c: 0, d: false, e: "x y&z" })).toBe(
    "/api/v2/dags?c=0&d=false&e=x%20y%26z",
  );
});
