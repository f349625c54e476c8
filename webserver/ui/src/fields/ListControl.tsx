import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "../components/Button.tsx";
import { Control } from "./Control.tsx";
import { blankOf, type Schema } from "./schema.ts";

interface ListControlProps {
  readonly name: string;
  readonly items: Schema;
  readonly value: unknown;
  readonly onChange: (value: ReadonlyArray<unknown>) => void;
}

const FIELD = ".list-row :is(input, select)";

/** A row for each element; Enter in one makes the next. */
export function ListControl({ name, items, value, onChange }: ListControlProps) {
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<{ readonly row: number }>();
  const values: ReadonlyArray<unknown> = Array.isArray(value) ? value : [];
  useEffect(() => {
    if (!focus || !box.current) return;
    const fields = box.current.querySelectorAll<HTMLElement>(FIELD);
    const next = fields[focus.row] ?? box.current.querySelector<HTMLElement>(".list-add");
    next?.focus();
  }, [focus]);
  const add = (row: number) => {
    onChange(values.toSpliced(row, 0, blankOf(items)));
    setFocus({ row });
  };
  const remove = (row: number) => {
    onChange(values.toSpliced(row, 1));
    setFocus({ row: Math.min(row, values.length - 2) });
  };
  return (
    <div ref={box} className="list-control">
      {values.map((each, row) => (
        // Elements have no name but their place, and hold no state of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={row} className="list-row">
          <Control
            schema={items}
            value={each}
            label={`${name} ${row + 1}`}
            onChange={next => onChange(values.with(row, next))}
            onEnter={() => add(row + 1)}
          />
          <IconButton icon="cross" label={`Remove ${name} ${row + 1}`} onClick={() => remove(row)} />
        </div>
      ))}
      <Button
        kind="quiet"
        icon="plus"
        className="list-add"
        aria-label={`Add to ${name}`}
        onClick={() => add(values.length)}
      >
        Add
      </Button>
    </div>
  );
}
