import type { KeyboardEvent } from "react";
import { kindOf, type Schema } from "./schema.ts";

interface ControlProps {
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Where no label is around it. */
  readonly label?: string;
  /** What Enter does instead of sending the form. */
  readonly onEnter?: () => void;
}

/** The control for one value that is neither a list nor JSON. An empty one is null where null is allowed. */
export function Control({ schema: given, value, onChange, label, onEnter }: ControlProps) {
  const { control, nullable, schema } = kindOf(given, value);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !onEnter) return;
    event.preventDefault();
    onEnter();
  };
  switch (control) {
    case "boolean":
      return (
        <input
          type="checkbox"
          aria-label={label}
          checked={value === true}
          onChange={event => onChange(event.target.checked)}
        />
      );
    case "integer":
    case "number":
      return (
        <input
          className="field"
          type="number"
          aria-label={label}
          step={control === "integer" ? 1 : "any"}
          min={schema.minimum}
          max={schema.maximum}
          onKeyDown={onKeyDown}
          value={typeof value === "number" ? value : ""}
          onChange={event => onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)}
        />
      );
    case "choice":
      return (
        <select
          className="field"
          aria-label={label}
          value={JSON.stringify(value ?? null)}
          onChange={event => onChange(JSON.parse(event.target.value) as unknown)}
        >
          {(nullable || value === null || value === undefined) && <option value="null">–</option>}
          {schema.enum?.map(option => (
            <option key={JSON.stringify(option)} value={JSON.stringify(option)}>
              {nameOf(option)}
            </option>
          ))}
        </select>
      );
    default:
      return (
        <input
          className="field"
          type={control === "date" ? "date" : "text"}
          dir="auto"
          aria-label={label}
          onKeyDown={onKeyDown}
          placeholder={EXAMPLES[schema.format ?? ""]}
          value={typeof value === "string" ? value : ""}
          onChange={event => onChange(event.target.value === "" && nullable ? null : event.target.value)}
        />
      );
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  duration: "PT1H30M",
  "date-time": "2026-01-31T06:00:00Z",
  time: "06:30:00",
};

function nameOf(option: unknown): string {
  if (typeof option === "boolean") return option ? "yes" : "no";
  return String(option);
}
