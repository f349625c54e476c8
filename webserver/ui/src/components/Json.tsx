import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton.tsx";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON as text with its kinds of values coloured; never as HTML. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = JSON.stringify(value, null, 2) ?? "undefined";
  return (
    <div className="json">
      <CopyButton text={text} label={`Copy ${label}`} />
      {/* It may scroll, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre dir="ltr" role="region" aria-label={label} tabIndex={0}>
        {text.length > 200_000 ? text : coloured(text)}
      </pre>
    </div>
  );
}

function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found.index > end) parts.push(text.slice(end, found.index));
    const [whole, string, colon] = found;
    const kind = string === undefined ? "number" : colon === undefined ? "string" : "key";
    parts.push(
      <span key={found.index} className={`json-${kind}`}>
        {whole}
      </span>,
    );
    end = found.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
