package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Ask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the looks of sensors that are watched ask the server. Connections and variables, which are the same for all of
 * them, are asked for once in some seconds. Touched by the one thread that looks.
 */
final class WatchAnswers {

    private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST = 1_000;

    private final LongFunction<TaskRunner.Server> server;
    private final LongSupplier nanos;
    private final Map<List<@Nullable String>, Answer> recent = new HashMap<>();

    private record Answer(@Nullable String value, long atNanos) {}

    WatchAnswers(LongFunction<TaskRunner.Server> server, LongSupplier nanos) {
        this.server = server;
        this.nanos = nanos;
    }

    /** The server as the look of a dispatch sees it. */
    OfLook of(long dispatchId) {
        return new OfLook(dispatchId);
    }

    /** What one look asks. */
    final class OfLook implements TaskRunner.Server {
        private final long dispatchId;
        private boolean unanswered;

        private OfLook(long dispatchId) {
            this.dispatchId = dispatchId;
        }

        /** Whether a question of the look was not answered. */
        boolean isUnanswered() {
            return unanswered;
        }

        @Override
        public @Nullable String ask(String kind, @Nullable String... arguments)
                throws InterruptedException, TaskRunner.ServerException {
            try {
                return kind.equals(Ask.CONNECTION) || kind.equals(Ask.VARIABLE)
                        ? shared(kind, arguments)
                        : server.apply(dispatchId).ask(kind, arguments);
            } catch (TaskRunner.ServerException e) {
                unanswered = true;
                throw e;
            }
        }

        private @Nullable String shared(String kind, @Nullable String... arguments)
                throws InterruptedException, TaskRunner.ServerException {
            List<@Nullable String> question = Arrays.asList(Arrays.copyOf(arguments, arguments.length + 1));
            question.set(arguments.length, kind);
            Answer known = recent.get(question);
            if (known != null && nanos.getAsLong() - known.atNanos() < GOOD_FOR_NANOS) {
                return known.value();
            }
            String value = server.apply(dispatchId).ask(kind, arguments);
            if (recent.size() >= MOST) {
                recent.clear();
            }
            recent.put(question, new Answer(value, nanos.getAsLong()));
            return value;
        }
    }
}
