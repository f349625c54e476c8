import { type Credentials, type Fetch, OF_PAGE } from "../api/http.ts";
import { ApiError, messageOf } from "../api/errors.ts";

const KEY = "rondo.username";

export interface SignedIn {
  readonly username: string;
}

/** A browser that goes to the path is signed in by the provider. */
export interface Provider {
  readonly name: string;
  readonly path: string;
}

/**
 * Who is signed in; tells its listeners when that changes. What the server knows them by is in a cookie that no script
 * reads. The name is kept in localStorage, as the cookie is one for all tabs.
 */
export class Session implements Credentials {
  readonly #storage: Storage;
  readonly #fetch: Fetch;
  readonly #listeners = new Set<() => void>();
  #current: SignedIn | undefined;
  #ended = false;
  #leaving = false;

  constructor(storage: Storage, fetch: Fetch) {
    this.#storage = storage;
    this.#fetch = fetch;
    this.#current = this.#stored();
  }

  readonly current = (): SignedIn | undefined => this.#current;

  /** True after the server no longer took a sign-in: the sign-in page says so. */
  readonly hasExpired = (): boolean => this.#ended;

  expired(): void {
    this.#ended = !this.#leaving;
    this.#set(undefined);
  }

  /** Ends the sign-in on the server. Where that cannot be asked the cookie stays good, and so one stays signed in. */
  async signOut(): Promise<void> {
    this.#leaving = true;
    try {
      const response = await this.#ask({ method: "DELETE", headers: OF_PAGE });
      if (!response.ok && response.status !== 401) {
        throw new ApiError(response.status, messageOf(response.status, await response.text()));
      }
      this.#ended = false;
      this.#set(undefined);
    } finally {
      this.#leaving = false;
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    const headers = { ...OF_PAGE, "content-type": "application/json", accept: "application/json" };
    const response = await this.#ask({ method: "POST", headers, body: JSON.stringify({ username, password }) });
    const text = await response.text();
    if (!response.ok) throw new ApiError(response.status, refusal(response.status, text));
    this.#ended = false;
    this.#set({ username });
  }

  /** Finds out who is signed in by the cookie: an identity provider sends the browser back with nothing else. */
  async resume(): Promise<void> {
    const response = await this.#ask({ method: "GET", headers: OF_PAGE });
    if (!response.ok) return;
    const { username } = JSON.parse(await response.text()) as SignedIn;
    if (username === this.#current?.username) return;
    if (this.#current) this.#tell(undefined); // what was read for one user is forgotten before the next one sees the page
    this.#set({ username });
  }

  /** The same where that may be so: asked in vain, the browser would tell of a 401 at each first visit. */
  async resumeAfterProvider(): Promise<void> {
    if (!this.#current && (await this.providers()).length > 0) await this.resume();
  }

  /** Identity providers, by which one can sign in beside a password. */
  async providers(): Promise<ReadonlyArray<Provider>> {
    const response = await this.#fetch("/auth/sign-in", { headers: OF_PAGE });
    if (!response.ok) return [];
    return (JSON.parse(await response.text()) as { readonly providers: ReadonlyArray<Provider> }).providers;
  }

  /** To be called when another tab has signed in or out. */
  followOthers(): void {
    const stored = this.#stored();
    if (stored?.username === this.#current?.username) return;
    this.#ended = false;
    this.#tell(undefined); // what was read for one user is forgotten before the next one sees the page
    if (stored) this.#tell(stored);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #ask(init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch("/auth/session", init);
    } catch {
      throw new ApiError(0, "The server cannot be reached.");
    }
  }

  #stored(): SignedIn | undefined {
    const username = this.#storage.getItem(KEY);
    return username ? { username } : undefined;
  }

  #set(next: SignedIn | undefined): void {
    if (next) this.#storage.setItem(KEY, next.username);
    else this.#storage.removeItem(KEY);
    this.#tell(next);
  }

  #tell(next: SignedIn | undefined): void {
    this.#current = next;
    for (const listener of this.#listeners) listener();
  }
}

function refusal(status: number, body: string): string {
  return status === 401 ? "The user name or the password is wrong." : messageOf(status, body);
}
