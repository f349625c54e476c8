import { ApiError, messageOf } from "./errors.ts";

/** The part of a session that requests need. */
export interface Credentials {
  /** Who is signed in: another object with each sign-in. */
  current(): unknown;
  /** Called when the server no longer takes the sign-in. */
  expired(): void;
}

/** By this the server knows that the page asks: other sites can make a browser send its cookie, but not this. */
export const OF_PAGE: Readonly<Record<string, string>> = { "x-rondo-page": "1", "x-rondo-client": "ui" };

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Requests to the server that served this page: shows that the page asks, turns every refusal into an ApiError. */
export class Http {
  readonly #fetch: Fetch;
  readonly #credentials: Credentials;

  constructor(fetch: Fetch, credentials: Credentials) {
    this.#fetch = fetch;
    this.#credentials = credentials;
  }

  async text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await this.open(path, { headers: { accept: "application/json" } }, signal);
    // The page itself is the answer to unknown paths; JSON was asked for, so this one does not exist.
    if (response.headers.get("content-type")?.includes("text/html")) {
      throw new ApiError(404, `The server has no ${path.split("?")[0]}.`);
    }
    return response.text();
  }

  async send<T>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await this.open(path, init, signal);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** The response once its status is known to be good; its body is not read yet. */
  async open(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const asker = this.#credentials.current();
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(OF_PAGE)) headers.set(name, value);
    const response = await this.#answer(path, { ...init, headers, ...(signal ? { signal } : {}) });
    if (response.ok) return response;
    // What was asked for before a new sign-in does not end that.
    if (response.status === 401 && asker && asker === this.#credentials.current()) this.#credentials.expired();
    throw new ApiError(response.status, messageOf(response.status, await response.text()));
  }

  async #answer(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(path, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError(0, "The server cannot be reached.");
    }
  }
}
