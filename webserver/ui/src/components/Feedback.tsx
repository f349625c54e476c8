import type { ReactNode } from "react";
import type { ApiError } from "../api/errors.ts";
import { Icon } from "./Icon.tsx";

export function ErrorBox({ error, what }: { readonly error: ApiError; readonly what: string }) {
  return (
    <div className="error-box" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{what}</strong>
        <p className="pre-wrap">{error.message}</p>
      </div>
    </div>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <svg width="56" height="56" viewBox="0 0 32 32" aria-hidden="true" className="empty-mark">
        <circle cx="16" cy="16" r="11" />
        <path d="M16 5a11 11 0 0 1 11 11" />
      </svg>
      <h2>{title}</h2>
      {children && <div className="empty-text">{children}</div>}
    </div>
  );
}

/** Grey bars where content will be; said to screen readers as "Loading". */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className="loading" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        // Bars that never move or change have nothing better than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={line} className="loading-line" style={{ inlineSize: `${92 - ((line * 37) % 45)}%` }} />
      ))}
    </div>
  );
}

/** What to show of an answer that is not there (yet). */
export function Missing({
  error,
  what,
  lines = 4,
}: {
  readonly error: ApiError | undefined;
  readonly what: string;
  readonly lines?: number;
}) {
  return error ? <ErrorBox error={error} what={what} /> : <Loading lines={lines} />;
}
