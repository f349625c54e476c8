interface ToggleProps {
  readonly on: boolean;
  readonly label: string;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

export function Toggle({ on, label, onChange, disabled = false }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={label}
      disabled={disabled}
      className="toggle"
      onClick={() => onChange(!on)}
    >
      <span className="toggle-knob" />
    </button>
  );
}
