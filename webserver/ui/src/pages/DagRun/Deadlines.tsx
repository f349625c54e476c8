import type { Deadline } from "../../api/ours.ts";
import { Facts } from "../../components/Facts.tsx";
import { Time } from "../../time/Time.tsx";

interface DeadlinesProps {
  readonly deadlines: ReadonlyArray<Deadline>;
}

/** What of a run's deadlines is worth a glance: the missed ones, and the next that is open. */
export function DeadlineGlance({ deadlines }: DeadlinesProps) {
  const missed = deadlines.filter(each => each.missed);
  const next = deadlines
    .filter(each => !each.missed)
    .toSorted((one, other) => Date.parse(one.deadline_time) - Date.parse(other.deadline_time))
    .at(0);
  return (
    <>
      {missed.map(each => (
        <span key={keyOf(each)} className="warn">
          Deadline {titleOf(each)} missed
        </span>
      ))}
      {next && (
        <span>
          Deadline {titleOf(next)} <Time at={next.deadline_time} />
        </span>
      )}
    </>
  );
}

/** All of them. */
export function DeadlineCard({ deadlines }: DeadlinesProps) {
  return (
    <section className="card" aria-label="Deadlines">
      <h2>Deadlines</h2>
      <Facts
        rows={deadlines.map(each => [
          titleOf(each),
          <span key={keyOf(each)} className={each.missed ? "warn" : undefined}>
            <Time at={each.deadline_time} /> {each.missed ? "missed" : "open"}
          </span>,
        ])}
      />
    </section>
  );
}

function titleOf({ name, task_id }: Deadline) {
  return task_id === null ? name : `${name} of ${task_id}`;
}

function keyOf(deadline: Deadline) {
  return `${deadline.task_id ?? ""}/${deadline.name}/${deadline.deadline_time}`;
}
