import { get, type InstanceKey } from "../../api/endpoints.ts";
import { Icon } from "../../components/Icon.tsx";
import { useGet } from "../../live/useGet.ts";
import { Ago } from "../../time/Time.tsx";
import { labelOf, STATES, stateOf } from "../../states/states.ts";

interface WhyNotProps {
  readonly instance: InstanceKey;
  readonly state: string | null;
  /** When it is looked at again, if that is known. */
  readonly nextAt: string | null;
}

/** Why the instance does not run right now: the scheduler's own rules, in its own words. */
export function WhyNot({ instance, state, nextAt }: WhyNotProps) {
  const { data, error } = useGet(get.dependencies(instance), state ?? "");
  const reasons = data?.dependencies ?? [];
  const own = stateOf(state);
  return (
    <section className="why" aria-label="Why it is not running" data-testid="why-not-running">
      <Icon name="clock" />
      <div>
        <h2>
          Not running: {labelOf(own)}.{" "}
          <span className="why-meaning">
            {STATES[own].meaning}{" "}
            {nextAt && (
              <>
                Again <Ago at={nextAt} />
                {own === "up_for_reschedule" && " at the latest"}.
              </>
            )}
          </span>
        </h2>
        {reasons.length > 0 && (
          <ul>
            {reasons.map(({ name, reason }) => (
              <li key={`${name} ${reason}`}>
                <strong>{name}</strong> <span dir="auto">{reason}</span>
              </li>
            ))}
          </ul>
        )}
        {data && reasons.length === 0 && <p>No rule holds it back; the scheduler will take it next.</p>}
        {error && <p className="faint">The reasons cannot be read: {error.message}</p>}
      </div>
    </section>
  );
}
