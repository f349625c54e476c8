import { useState } from "react";
import { get } from "../../api/endpoints.ts";
import type { ImportProblemResponse } from "../../api/ours.ts";
import { CopyButton } from "../../components/CopyButton.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useGet } from "../../live/useGet.ts";
import { Ago } from "../../time/Time.tsx";
import { importProblem } from "./importProblem.ts";

/** Files that could not be loaded; nothing at all when there are none. */
export function ImportErrors() {
  const { data } = useGet(get.importErrors());
  const [open, setOpen] = useState(true);
  if (!data || data.import_errors.length === 0) return null;
  const count = data.total_entries;
  return (
    <section className="import-errors" aria-label="Import errors" data-testid="import-errors">
      <button type="button" className="import-errors-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="warning" />
        <strong>{count === 1 ? "1 file cannot be loaded" : `${count} files cannot be loaded`}</strong>
        <span className="import-errors-note">The last good version of its DAGs stays in force.</span>
        <Icon name="chevron" size={14} />
      </button>
      {open && (
        <ul>
          {data.import_errors.map(error => (
            <ImportError key={error.import_error_id} error={error} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ImportError({ error }: { readonly error: ImportProblemResponse }) {
  const { message, place } = importProblem(error);
  return (
    <li className="import-error">
      <details>
        <summary>
          <span className="import-error-file" dir="ltr">
            {error.filename}
            {place && <span className="import-error-place">{place}</span>}
          </span>
          <span className={`import-error-message${message.includes("\n") ? " import-error-lines" : ""}`} dir="ltr">
            {message}
          </span>
          <span className="faint">
            <Ago at={error.timestamp} />
          </span>
        </summary>
        <div className="import-error-stack">
          <CopyButton text={error.stack_trace} label="Copy the stack trace" />
          <pre dir="ltr">{error.stack_trace}</pre>
          {error.dag_class && (
            <p className="faint">
              Class <code dir="ltr">{error.dag_class}</code>
            </p>
          )}
        </div>
      </details>
    </li>
  );
}
