import type { Credentials, Fetch } from "../api/http.ts";
import { ApiError, messageOf } from "../api/errors.ts";

const KEY = "rondo.session";

export interface SignedIn {
  readonly token: string;
  readonly username: string;
}

/** Who is signed in, kept for this tab only (sessionStorage); tells its listeners when that changes. */
export class Session implements Credentials {
  readonly #storage: Storage;
  readonly #fetch: Fetch;
  readonly #listeners = new Set<() => void>();
  #current: SignedIn | undefined;
  #ended = false;

  constructor(storage: Storage, fetch: Fetch) {
    this.#storage = storage;
    this.#fetch = fetch;
    this.#current = restored(storage.getItem(KEY));
  }

  readonly current = (): SignedIn | undefined => this.#current;

  /** True after the server refused a token that it had given: the sign-in page says so. */
  readonly hasExpired = (): boolean => this.#ended;

  token(): string | undefined {
    return this.#current?.token;
  }

  expired(): void {
    this.#ended = true;
    this.#set(undefined);
  }

  /** Forgets the token at once, and asks the server to do so too; if that fails, it ends there by itself. */
  signOut(): void {
    const token = this.token();
    this.#ended = false;
    this.#set(undefined);
    if (token === undefined) return;
    const headers = { authorization: `Bearer ${token}` };
    this.#fetch("/auth/token", { method: "DELETE", headers, keepalive: true }).catch(() => {});
  }

  async signIn(username: string, password: string): Promise<void> {
    const response = await this.#post({ username, password });
    const text = await response.text();
    if (!response.ok) throw new ApiError(response.status, refusal(response.status, text));
    const { access_token: token } = JSON.parse(text) as { access_token: string };
    this.#ended = false;
    this.#set({ token, username });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #post(body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json", accept: "application/json" };
    try {
      return await this.#fetch("/auth/token", { method: "POST", headers, body: JSON.stringify(body) });
    } catch {
      throw new ApiError(0, "The server cannot be reached.");
    }
  }

  #set(next: SignedIn | undefined): void {
    this.#current = next;
    if (next) this.#storage.setItem(KEY, JSON.stringify(next));
    else this.#storage.removeItem(KEY);
    for (const listener of this.#listeners) listener();
  }
}

function refusal(status: number, body: string): string {
  return status === 401 ? "The user name or the password is wrong." : messageOf(status, body);
}

function restored(text: string | null): SignedIn | undefined {
  if (text === null) return undefined;
  try {
    const { token, username } = JSON.parse(text) as Partial<SignedIn>;
    return token && username ? { token, username } : undefined;
  } catch {
    return undefined;
  }
}
