package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.SchedulerOperator;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.define.Work;
import dev.rondo.sdk.spec.TaskSpec.Body;

/** What kind of body a task has, as the scheduler sees it. */
public final class BodyKind {

    private BodyKind() {}

    /**
     * The kind.
     *
     * @throws IllegalStateException when nobody said what the task does
     */
    public static Body of(TaskDraft task) {
        return switch (task.work()) {
            case Work.Code code
            when code.verb() == Body.SHORT_CIRCUIT && !task.isIgnoreDownstreamTriggerRules() ->
                Body.SHORT_CIRCUIT_DIRECT;
            case Work.Code code -> code.verb();
            case Work.Given given
            when given.operator() instanceof SchedulerOperator scheduler ->
                switch (scheduler.effect()) {
                    case NOTHING -> Body.EMPTY;
                    case LATEST_ONLY -> Body.LATEST_ONLY;
                };
            case Work.Given given -> Body.OPERATOR;
            case Work.Made made -> Body.OPERATOR;
            case Work.Approval approval -> Body.APPROVE;
            case null -> throw new IllegalStateException("task '" + task.id() + "' has no body");
        };
    }
}
