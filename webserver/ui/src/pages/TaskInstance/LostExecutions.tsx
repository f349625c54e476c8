import type { LostExecution, Try } from "../../api/ours.ts";
import { Icon } from "../../components/Icon.tsx";
import { reasonWords } from "../../states/reasons.ts";
import { Time, Took } from "../../time/Time.tsx";

/** Where tries ran before, and were lost with their worker or host; nothing where none was, as nearly always. */
export function LostExecutions({
  tries,
}: {
  readonly tries: ReadonlyArray<Pick<Try, "try_number" | "lost_executions">>;
}) {
  if (tries.every(({ lost_executions: lost }) => !lost || lost.length === 0)) return null;
  return (
    <ul className="lost-executions" aria-label="Lost executions">
      {tries.flatMap(({ try_number: number, lost_executions: lost }) =>
        lost?.map((each, index) => (
          // They only become more, and none need say when it was queued.
          // oxlint-disable-next-line react/no-array-index-key
          <Lost key={`${number} ${index}`} number={number} lost={each} />
        )),
      )}
    </ul>
  );
}

function Lost({ number, lost }: { readonly number: number; readonly lost: LostExecution }) {
  return (
    <li>
      <Icon name="warning" />
      <span>
        Try {number} was lost{lost.hostname && ` on ${lost.hostname}`} ({reasonWords(lost.reason.replace(/^lost:/, ""))}
        ), {lost.start_date === null ? "before it began, queued " : "begun "}
        <Time at={lost.start_date ?? lost.queued_when} />
        {lost.start_date !== null && lost.end_date !== null && (
          <>
            , after <Took start={lost.start_date} end={lost.end_date} />
          </>
        )}
        . That cost no retry.
      </span>
    </li>
  );
}
