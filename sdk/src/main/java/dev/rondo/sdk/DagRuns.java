package dev.rondo.sdk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a task may ask the server about runs. Each call is a request over the network; safe from several threads. */
public interface DagRuns {

    /**
     * Asks for a run of a DAG, as a person would.
     *
     * @return the run; the one made before when this request's idempotency key was used already
     * @throws NoSuchElementException when there is no such DAG
     * @throws IllegalStateException when a run of that id or logical date exists and was made by another request
     */
    Run trigger(Trigger request);

    /** The run of that id; empty when there is none. */
    Optional<Run> find(String dagId, String runId);

    /** The run of that logical date; empty when there is none. */
    Optional<Run> find(String dagId, Instant logicalDate);

    /**
     * The states of tasks in a run, of each one all its instances in map order. A task that the run does not have is
     * not in the answer; an instance about which nothing is decided is {@code none}.
     *
     * @throws NoSuchElementException when there is no such run
     */
    Map<String, List<String>> taskStates(String dagId, String runId, Collection<String> taskIds);

    /** Whether there is a DAG of that id, and whether it has the tasks; the answer says what is missing. */
    Existence exists(String dagId, Collection<String> taskIds);

    /**
     * A run at the moment it was asked about.
     *
     * @param state {@code queued, running, success} or {@code failed}
     * @param logicalDate null for a run made without one
     */
    record Run(
            String dagId,
            String runId,
            String state,
            @Nullable Instant logicalDate) {

        /** Whether it ended, well or badly. */
        public boolean isFinished() {
            return state.equals("success") || state.equals("failed");
        }
    }

    /**
     * A wish for a run.
     *
     * @param runId null: made from type and date, as for any manual run
     * @param logicalDate null: a run without one
     * @param conf overrides the DAG's params; values are texts, numbers, booleans, lists and maps. Empty: nothing
     * @param resetExisting whether a run of that id or date is cleared and begun again instead of being an error
     * @param idempotencyKey the same wish under the same key makes one run; usually {@link TaskContext#idempotencyKey}
     */
    record Trigger(
            String dagId,
            @Nullable String runId,
            @Nullable Instant logicalDate,
            Map<String, Object> conf,
            boolean resetExisting,
            String idempotencyKey) {
        public Trigger {
            conf = Map.copyOf(conf);
        }
    }

    /** Whether a DAG and tasks exist. */
    sealed interface Existence {
        /** All exist. */
        record Complete() implements Existence {}

        /** There is no DAG of that id. */
        record NoDag() implements Existence {}

        /** The DAG exists without these tasks. */
        record NoTasks(List<String> taskIds) implements Existence {
            public NoTasks {
                taskIds = List.copyOf(taskIds);
            }
        }
    }
}
