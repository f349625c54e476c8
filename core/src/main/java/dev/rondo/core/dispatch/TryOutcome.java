package dev.rondo.core.dispatch;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was said about the end of a try, in the words of the rules. */
public final class TryOutcome {

    private TryOutcome() {}

    /** The outcome of a try of the task. */
    public static Outcome of(Graph graph, int task, WorkerMessage.Ended said) {
        String reason = said.reason();
        return switch (said.kind()) {
            case "success" -> new Outcome.Succeeded(follow(graph, task, said), resultLength(said), said.proceed());
            case "failed" -> new Outcome.Failed(reason == null ? "exception" : reason, true);
            case "failed_no_retry" -> new Outcome.Failed(reason == null ? "exception" : reason, false);
            case "skipped" -> new Outcome.Skipped();
            case "look_again" -> {
                Instant at = said.lookAt();
                yield at == null ? new Outcome.Failed("look_without_time", true) : new Outcome.LookAgain(at);
            }
            case "lost" -> new Outcome.Lost(reason == null ? "host_lost" : reason);
            case "stopped" -> new Outcome.Stopped();
            // A newer worker may know more kinds of failure; what it means by them it says in its reason.
            default -> new Outcome.Failed("unknown_end:" + said.kind(), true);
        };
    }

    private static @Nullable List<String> follow(Graph graph, int task, WorkerMessage.Ended said) {
        String constant = said.follow();
        return constant == null ? null : graph.task(task).branches().getOrDefault(constant, List.of());
    }

    private static int resultLength(WorkerMessage.Ended said) {
        return said.result() == null && said.resultType() == null ? Instance.NO_RESULT : said.resultLength();
    }
}
