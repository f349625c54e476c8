import "./fields.css";
import { ParamFields } from "./ParamFields.tsx";
import { type Param, parseConf } from "./params.ts";
import { kindOf } from "./schema.ts";

interface ConfEditorProps {
  readonly params: ReadonlyArray<Param>;
  /** What the text is, for its label: `Configuration as JSON`. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** The same values twice: a field each, and all of them as JSON for what has no field. */
export function ConfEditor({ params, label, text, onChange }: ConfEditorProps) {
  const { value, problem } = parseConf(text);
  const without = params.filter(({ schema, value: start }) => kindOf(schema, start).control === "json");
  return (
    <>
      {value && <ParamFields params={params} conf={value} onChange={next => onChange(JSON.stringify(next, null, 2))} />}
      <details className="conf" open={params.length === 0 || without.length > 0}>
        <summary>{label}</summary>
        {without.length > 0 && params.length > without.length && (
          <p className="faint">{without.map(({ name }) => name).join(", ")}: only here.</p>
        )}
        <textarea
          className="field field-code"
          aria-label={label}
          aria-invalid={problem !== undefined}
          rows={Math.min(14, Math.max(5, text.split("\n").length + 1))}
          spellCheck={false}
          value={text}
          onChange={event => onChange(event.target.value)}
        />
        {problem !== undefined && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
      </details>
    </>
  );
}
