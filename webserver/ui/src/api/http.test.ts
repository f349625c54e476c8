import { describe, expect, test, vi } from "vitest";
import { messageOf } from "./errors.ts";
import { Http } from "./http.ts";

function httpWith(response: Response | Error) {
  const expired = vi.fn<() => void>();
  const seen: RequestInit[] = [];
  const fetch = async (_: string, init: RequestInit = {}) => {
    seen.push(init);
    if (response instanceof Error) throw response;
    return response;
  };
  const session = { current: { username: "ada" } };
  return { http: new Http(fetch, { current: () => session.current, expired }), expired, seen, session };
}

describe("requests", () => {
  test("show that the page asks, and carry a body as JSON", async () => {
    const { http, seen } = httpWith(new Response('{"ok":true}'));

    expect(await http.send("POST", "/api/v2/x", { a: 1 })).toEqual({ ok: true });

    const headers = new Headers(seen[0]?.headers);
    expect(headers.get("x-rondo-page")).toBe("1");
    expect(headers.has("authorization")).toBe(false);
    expect(headers.get("content-type")).toBe("application/json");
    expect(seen[0]?.body).toBe('{"a":1}');
  });

  test("a refused sign-in ends the session", async () => {
    const { http, expired } = httpWith(new Response('{"detail":"Not authenticated"}', { status: 401 }));

    await expect(http.text("/api/v2/dags")).rejects.toMatchObject({ status: 401, message: "Not authenticated" });
    expect(expired).toHaveBeenCalledOnce();
  });

  test("what is refused after a new sign-in does not end that", async () => {
    const { http, expired, session } = httpWith(new Response("{}", { status: 401 }));

    const answer = http.text("/api/v2/dags");
    session.current = { username: "ada" };

    await expect(answer).rejects.toMatchObject({ status: 401 });
    expect(expired).not.toHaveBeenCalled();
  });

  test("no answer at all is an error of its own kind", async () => {
    const { http } = httpWith(new TypeError("fetch failed"));

    await expect(http.text("/api/v2/dags")).rejects.toMatchObject({ unreachable: true });
  });

  test("the page itself as an answer means that the server has no such path", async () => {
    const html = new Response("<!doctype html>", { headers: { "content-type": "text/html" } });

    await expect(httpWith(html).http.text("/api/v2/dagStats?x=1")).rejects.toMatchObject({
      status: 404,
      message: "The server has no /api/v2/dagStats.",
    });
  });
});

describe("the words of a refusal", () => {
  test.each([
    ['{"title":"Bad","detail":"no dag x","code":"DAG_UNKNOWN"}', "no dag x (DAG_UNKNOWN)"],
    ['{"title":"Conflict"}', "Conflict"],
    [
      '{"detail":[{"loc":["body","conf","epochs"],"msg":"must be 1 or more"},{"loc":["body"],"msg":"bad"}]}',
      "conf.epochs: must be 1 or more\nbad",
    ],
    ['{"detail":{"reason":"unique","message":"exists already"}}', "unique: exists already"],
    ['{"detail":{"a":1}}', '{"a":1}'],
    ["plain words", "plain words"],
    ["<html>proxy error</html>", "The server answered 502."],
    ["", "The server answered 502."],
  ])("%s", (body, words) => {
    expect(messageOf(502, body)).toBe(words);
  });
});
