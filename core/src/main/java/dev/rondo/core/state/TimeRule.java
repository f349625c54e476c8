package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A retry waits for its delay, a look for its moment; both start strictly after it. */
final class TimeRule implements StartRule {

    @Override
    public Readiness check(Graph graph, RunView run, int task, int mapIndex, Instant now) {
        TaskState state = run.state(task, mapIndex);
        if (state != TaskState.UP_FOR_RETRY && state != TaskState.UP_FOR_RESCHEDULE) {
            return Readiness.READY;
        }
        Instant due = run.instance(task, mapIndex).nextAt();
        return isOver(due, now) ? Readiness.READY : new Readiness.NotYet(new Until(state, due));
    }

    static boolean isOver(@Nullable Instant due, Instant now) {
        return due == null || now.isAfter(due);
    }

    /** Its moment has not come. */
    record Until(TaskState state, @Nullable Instant due) implements Reason {
        @Override
        public String code() {
            return state == TaskState.UP_FOR_RETRY ? "retry_delay" : "look_delay";
        }

        @Override
        public String text() {
            return state == TaskState.UP_FOR_RETRY
                    ? "it is repeated after " + due
                    : "it looks again after " + due + ", or when a worker that watches for it sees something";
        }

        @Override
        public Map<String, String> data() {
            return Map.of("until", String.valueOf(due));
        }

        @Override
        public @Nullable Instant earliest() {
            return due;
        }
    }
}
