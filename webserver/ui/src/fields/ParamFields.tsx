import { Control } from "./Control.tsx";
import { ListControl } from "./ListControl.tsx";
import type { Conf, Param } from "./params.ts";
import { kindOf } from "./schema.ts";

interface ParamFieldsProps {
  readonly params: ReadonlyArray<Param>;
  readonly conf: Conf;
  readonly onChange: (conf: Conf) => void;
}

/** A control for each parameter that has one; the others stay in the JSON below. */
export function ParamFields({ params, conf, onChange }: ParamFieldsProps) {
  return (
    <div className="param-fields">
      {params.map(param => (
        <Field
          key={param.name}
          param={param}
          value={conf[param.name]}
          onChange={value => onChange({ ...conf, [param.name]: value })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  readonly param: Param;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Field({ param, value, onChange }: FieldProps) {
  const { control, schema, nullable } = kindOf(param.schema, param.value);
  const name = schema.title ?? param.name;
  const title = (
    <span className="param-name">
      {name}
      {nullable && <span className="param-optional"> optional</span>}
    </span>
  );
  const description = param.description && <span className="param-description">{param.description}</span>;
  if (control === "json") return null;
  if (control === "list") {
    return (
      <fieldset className="param param-list">
        <legend>{title}</legend>
        <ListControl name={name} items={schema.items ?? {}} value={value} onChange={onChange} />
        {description}
      </fieldset>
    );
  }
  return (
    <label className={control === "boolean" ? "param param-boolean" : "param"}>
      {title}
      <Control schema={param.schema} value={value} onChange={onChange} />
      {description}
    </label>
  );
}
