package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.DeadlineQueries;
import dev.rondo.metadata.why.Answer;
import dev.rondo.metadata.why.WhyStore;
import dev.rondo.metadata.why.WhyStore.Asked;
import dev.rondo.webserver.dag.Blockers;
import dev.rondo.webserver.deadline.DeadlineView;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a task instance does not run and why a run does not start, from the rules that decide it. */
public final class WhyRoutes {

    private static final String RUN = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}";

    private final WhyStore why;
    private final DeadlineQueries deadlines;
    private final InstantSource clock;

    public WhyRoutes(WhyStore why, DeadlineQueries deadlines, InstantSource clock) {
        this.why = why;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /**
     * Airflow's shape (name and reason) and what else is known.
     *
     * @param name stable code of the rule
     * @param becomes the final state that it gets without running; null: it waits
     * @param earliest when it may go by itself at the earliest; null: it waits for an event
     */
    record Dependency(
            String name,
            String reason,
            @Nullable String becomes,
            @Nullable Instant earliest,
            Map<String, String> data,
            List<Answer.Blocking> blocking) {
        static Dependency of(Answer answer, Request request) {
            return new Dependency(
                    answer.code(),
                    answer.text(),
                    answer.becomes(),
                    answer.earliest(),
                    answer.data(),
                    Blockers.shown(request, answer));
        }
    }

    /**
     * What holds it back, and beside that, as a fact, the deadlines that it and its run have: they hold nothing back.
     */
    record Dependencies(List<Dependency> dependencies, List<DeadlineView> deadlines) {}

    /** Declares the routes; before those whose path fits any word. */
    public void declare(Api api) {
        api.get(TaskInstanceRoutes.INSTANCE + "/dependencies", Role.VIEWER, this::ofTask);
        api.get(TaskInstanceRoutes.INSTANCE + "/{map_index}/dependencies", Role.VIEWER, this::ofTask);
        api.get(RUN + "/why", Role.VIEWER, this::ofRun);
    }

    private Dependencies ofTask(Request request) {
        Integer asked = request.integer("map_index");
        int mapIndex = request.context().pathParamMap().containsKey("map_index")
                ? request.smallNumber("map_index")
                : asked == null ? -1 : asked;
        return show(
                request,
                why.ofTask(
                        request.path("dag_id"), request.path("dag_run_id"), request.path("task_id"), mapIndex, now()));
    }

    private Dependencies ofRun(Request request) {
        return show(request, why.ofRun(request.path("dag_id"), request.path("dag_run_id"), now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private List<DeadlineView> deadlines(Request request) {
        String taskId = request.context().pathParamMap().get("task_id");
        return DeadlineView.of(deadlines.of(request.path("dag_id"), request.path("dag_run_id"), taskId));
    }

    private Dependencies show(Request request, Asked asked) {
        String run = "run '" + request.path("dag_run_id") + "' of DAG '" + request.path("dag_id") + "'";
        return switch (asked) {
            case Asked.Answered answered ->
                new Dependencies(
                        answered.answers().stream()
                                .map(answer -> Dependency.of(answer, request))
                                .toList(),
                        deadlines(request));
            case Asked.NoRun none ->
                throw ProblemException.notFound(
                        "DAG_RUN_NOT_FOUND",
                        "DAG '" + request.path("dag_id") + "' has no run '" + request.path("dag_run_id") + "'");
            case Asked.NoTask none ->
                throw ProblemException.notFound(
                        "TASK_NOT_FOUND", run + " has no task '" + request.path("task_id") + "'");
            case Asked.NoInstance none ->
                throw ProblemException.notFound(
                        "TASK_INSTANCE_NOT_FOUND",
                        run + " has no such instance of '" + request.path("task_id") + "': "
                                + (none.instances() == 0
                                        ? "the task has one, without a map index"
                                        : "name one with a map index from 0 to " + (none.instances() - 1)));
        };
    }
}
