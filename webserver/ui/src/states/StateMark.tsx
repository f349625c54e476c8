import { colorOf, labelOf, type State, STATES } from "./states.ts";

/** The square of a state: colour and shape. Decoration beside text, or named by the thing around it. */
export function StateMark({ state, size = 12 }: { readonly state: State; readonly size?: number }) {
  return (
    <svg
      className={`mark mark-${state}`}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
      style={{ color: colorOf(state) }}
    >
      <rect width="10" height="10" rx="2.5" />
      <path d={STATES[state].shape} />
    </svg>
  );
}

export function StateBadge({ state }: { readonly state: State }) {
  return (
    <span className="badge" data-state={state} title={STATES[state].meaning} style={{ "--badge": colorOf(state) }}>
      <StateMark state={state} />
      {labelOf(state)}
    </span>
  );
}

/** How many are in which state, as a bar whose parts are as long as their share. */
export function StateShares({ counts }: { readonly counts: ReadonlyMap<State, number> }) {
  const entries = [...counts].filter(([, count]) => count > 0);
  const text = entries.map(([state, count]) => `${count} ${labelOf(state)}`).join(", ");
  return (
    <span className="shares" role="img" aria-label={text} title={text}>
      {entries.map(([state, count]) => (
        <span key={state} style={{ flexGrow: count, background: colorOf(state) }} />
      ))}
    </span>
  );
}
