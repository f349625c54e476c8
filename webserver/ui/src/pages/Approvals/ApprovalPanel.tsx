import "./ApprovalsPage.css";
import { useState } from "react";
import { get, type InstanceKey, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { Approval } from "../../api/ours.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { ErrorBox, Missing } from "../../components/Feedback.tsx";
import { Icon } from "../../components/Icon.tsx";
import { Json } from "../../components/Json.tsx";
import { ConfEditor } from "../../fields/ConfEditor.tsx";
import { blankOf } from "../../fields/schema.ts";
import { paramsOf, parseConf, startConf } from "../../fields/params.ts";
import { useGet } from "../../live/useGet.ts";
import { mayRun } from "../../session/rights.ts";
import { Ago, Time } from "../../time/Time.tsx";
import { keyOf, WAITS } from "./asked.ts";

interface ApprovalPanelProps {
  readonly instance: InstanceKey;
  readonly state: string | null;
  readonly tryNumber: number;
}

/** What a task asks a person: the form while it waits, and then what was answered, by whom. */
export function ApprovalPanel({ instance, state, tryNumber }: ApprovalPanelProps) {
  const { data: asked, error } = useGet(get.approval(instance), `${state} ${tryNumber}`);
  if (!asked) return <Missing error={error} what="The question cannot be read." lines={3} />;
  if (asked.response_received) return <Given asked={asked} />;
  // One that was cleared asks anew, with an empty form.
  return state === WAITS ? <Question key={asked.created_at} asked={asked} /> : null;
}

/** Who may only read the DAG reads what it waits for; the form is for who may answer. */
function Question({ asked }: { readonly asked: Approval }) {
  const { data: dag } = useGet(get.dag(keyOf(asked).dagId));
  return (
    <section className="approval" aria-labelledby="approval-title" data-testid="approval">
      <h2 id="approval-title">
        <Icon name="ask" /> Waits for an answer
        <span className="approval-since">
          {" "}
          asked <Ago at={asked.created_at} />
        </span>
      </h2>
      {asked.body && (
        <p className="pre-wrap" dir="auto">
          {asked.body}
        </p>
      )}
      {asked.task_instance.next_at && (
        <p className="warn">
          Without an answer it fails at <Time at={asked.task_instance.next_at} /> (
          <Ago at={asked.task_instance.next_at} />
          ).
        </p>
      )}
      {mayRun(dag) ? (
        <AnswerForm asked={asked} />
      ) : (
        <p className="faint">Whoever may run this DAG can answer: a user of it, an op or an admin.</p>
      )}
    </section>
  );
}

function AnswerForm({ asked }: { readonly asked: Approval }) {
  const { http, cache, toasts } = useServices();
  const key = keyOf(asked);
  const params = paramsOf(asked.params ?? null).map(param => ({
    ...param,
    value: param.value ?? blankOf(param.schema),
  }));
  const [text, setText] = useState(() => startConf(params));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const parsed = parseConf(text);
  const [first] = asked.options;

  const answer = async (option: string) => {
    setBusy(true);
    try {
      await post.answer(http, key, { chosen_options: [option], params_input: parsed.value ?? {} });
      toasts.show("done", `${asked.subject}: ${option}`);
      setError(undefined);
    } catch (thrown) {
      const refused = asApiError(thrown);
      setError(refused);
      // Somebody else was quicker: the form goes, and what it says with it.
      if (refused.status === 409) toasts.show("error", refused.message);
    }
    await cache.refresh(key.dagId);
    void cache.refresh("hitlDetails");
    setBusy(false);
  };

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (!busy && first !== undefined && parsed.value) void answer(first);
      }}
      noValidate
    >
      {params.length > 0 && <ConfEditor params={params} label="Answer as JSON" text={text} onChange={setText} />}
      {error && <ErrorBox error={error} what="The answer was not taken." />}
      <div className="approval-options">
        {asked.options.map(option => (
          <Button
            key={option}
            type={option === first ? "submit" : "button"}
            kind={option === first ? "primary" : "plain"}
            disabled={busy || (option === first && parsed.value === undefined)}
            {...(option === first ? {} : { onClick: () => void answer(option) })}
          >
            {option}
          </Button>
        ))}
      </div>
    </form>
  );
}

function Given({ asked }: { readonly asked: Approval }) {
  const input = asked.params_input ?? {};
  return (
    <section className="approval approval-given" aria-label="Answer" data-testid="approval-given">
      <h2>
        <Icon name="check" /> {asked.chosen_options?.join(", ")}
        <span className="approval-since">
          {" "}
          by <bdi>{asked.responded_by_user?.name ?? "somebody"}</bdi>
          {asked.responded_at && (
            <>
              , <Ago at={asked.responded_at} />
            </>
          )}
        </span>
      </h2>
      {Object.keys(input).length > 0 && <Json value={input} label="the answer" />}
    </section>
  );
}
