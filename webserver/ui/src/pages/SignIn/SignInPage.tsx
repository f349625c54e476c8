import "./SignInPage.css";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { type ApiError, asApiError } from "../../api/errors.ts";
import { Logo } from "../../app/Logo.tsx";
import { useServices } from "../../app/services.ts";
import { useTitle } from "../../app/useTitle.ts";
import { Button } from "../../components/Button.tsx";
import type { Provider } from "../../session/session.ts";

export function SignInPage() {
  const { session } = useServices();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  useTitle("Sign in");

  const [providers, setProviders] = useState<ReadonlyArray<Provider>>([]);
  useEffect(() => {
    session.providers().then(setProviders, () => {}); // a password may do
  }, [session]);

  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []); // the page has no other use

  const signIn = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await session.signIn(username, password);
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
      second.current?.select(); // it is what is most often wrong
    }
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={signIn} aria-label="Sign in">
        <div className="sign-in-head">
          <Logo size={44} />
          <h1>Rondo</h1>
          <p>Continuous training, bar by bar.</p>
        </div>
        {session.hasExpired() && !error && (
          <p className="notice" role="status">
            Your session has ended. Sign in again to go on where you were.
          </p>
        )}
        <label className="labelled">
          User name
          <input
            className="field"
            ref={first}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            required
            value={username}
            onChange={event => setUsername(event.target.value)}
          />
        </label>
        <label className="labelled">
          Password
          <input
            className="field"
            ref={second}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
        </label>
        {error && (
          <p className="sign-in-error" role="alert">
            {error.message}
          </p>
        )}
        <Button type="submit" kind="primary" disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </Button>
        {providers.map(({ name, path }) => (
          <a key={path} className="button button-plain" href={path}>
            Sign in with {name}
          </a>
        ))}
        <p className="sign-in-hint">
          First time? The user is <code>admin</code>; its password is in <code>admin-password</code> in Rondo’s home
          folder (<code>~/.rondo</code> unless set otherwise).
        </p>
      </form>
    </main>
  );
}
