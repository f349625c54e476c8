import { type Conf, kindOf, type Param } from "./params.ts";

interface ParamFieldsProps {
  readonly params: ReadonlyArray<Param>;
  readonly conf: Conf;
  readonly onChange: (conf: Conf) => void;
}

/** A control for each parameter that has a simple type; the others stay in the JSON below. */
export function ParamFields({ params, conf, onChange }: ParamFieldsProps) {
  return (
    <div className="param-fields">
      {params
        .filter(param => kindOf(param) !== "json")
        .map(param => (
          <label key={param.name} className={kindOf(param) === "boolean" ? "param param-boolean" : "param"}>
            <span className="param-name">{param.schema.title ?? param.name}</span>
            <Control
              param={param}
              value={conf[param.name]}
              onChange={value => onChange({ ...conf, [param.name]: value })}
            />
            {param.description && <span className="param-description">{param.description}</span>}
          </label>
        ))}
    </div>
  );
}

interface ControlProps {
  readonly param: Param;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Control({ param, value, onChange }: ControlProps) {
  const { schema } = param;
  switch (kindOf(param)) {
    case "boolean":
      return <input type="checkbox" checked={value === true} onChange={event => onChange(event.target.checked)} />;
    case "integer":
    case "number":
      return (
        <input
          className="field"
          type="number"
          step={kindOf(param) === "integer" ? 1 : "any"}
          min={schema.minimum}
          max={schema.maximum}
          value={typeof value === "number" ? value : ""}
          onChange={event => onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)}
        />
      );
    case "choice":
      return (
        <select
          className="field"
          value={JSON.stringify(value)}
          onChange={event => onChange(JSON.parse(event.target.value) as unknown)}
        >
          {schema.enum?.map(option => (
            <option key={JSON.stringify(option)} value={JSON.stringify(option)}>
              {String(option)}
            </option>
          ))}
        </select>
      );
    default:
      return (
        <input
          className="field"
          dir="auto"
          value={typeof value === "string" ? value : ""}
          onChange={event => onChange(event.target.value)}
        />
      );
  }
}
