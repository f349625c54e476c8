package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.Bodies;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task without inputs as a task host does, in this process.
 *
 * @param log where its log goes
 * @param cancelled whether the try was stopped
 * @param onCancel is given what a stop would do
 */
record OneTry(Path log, BooleanSupplier cancelled, Consumer<Runnable> onCancel) {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LOG_LIMIT = 100_000;

    /** For tries that share no files. */
    static final DataRoot NO_DATA = new DataRoot("", Map.of(), pause -> {});

    /** The bodies of a DAG that this process has made. */
    private record Made(Bodies made) implements DagSource {
        @Override
        public Bodies bodies(HostMessage.Run run) {
            return made;
        }

        @Override
        public ClassLoader loader(HostMessage.Run run) {
            return OneTry.class.getClassLoader();
        }

        @Override
        public List<Path> classPath(HostMessage.Run run) {
            return List.of();
        }
    }

    WorkerMessage.Ended run(Dag dag, String taskId) {
        return run(dag, taskId, null, null);
    }

    /**
     * A further look of a try, or a callback.
     *
     * @param state that was kept for it, JSON
     * @param callback its kind; null: it is a try
     */
    WorkerMessage.Ended run(Dag dag, String taskId, @Nullable String state, @Nullable String callback) {
        return run(dag, dag, taskId, state, callback);
    }

    /**
     * A try, or a callback, of a jar that does not define what the run was planned with.
     *
     * @param planned what the run was planned with
     * @param dag what the jar defines
     * @param callback its kind; null: it is a try
     */
    WorkerMessage.Ended runPlannedWith(Dag planned, Dag dag, String taskId, @Nullable String callback) {
        return run(planned, dag, taskId, null, callback);
    }

    private WorkerMessage.Ended run(
            Dag planned, Dag dag, String taskId, @Nullable String state, @Nullable String callback) {
        Bodies bodies = Bodies.of(dag);
        InstantSource clock = InstantSource.fixed(NOW);
        Dispatch dispatch = dispatch(taskId, Bodies.of(planned).require(taskId).signature(), state, callback);
        try (TaskLog written = new TaskLog(log, LOG_LIMIT, new SecretMasker(), clock)) {
            return new TaskExecution(new Made(bodies), clock, NO_DATA)
                    .run(
                            new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()),
                            written,
                            (kind, arguments) -> null,
                            at -> {},
                            cancelled,
                            onCancel);
        }
    }

    /** The first try of a task, or a callback. */
    static Dispatch dispatch(String taskId, String signature, @Nullable String state, @Nullable String callback) {
        return new Dispatch(
                1,
                "token",
                7,
                "census",
                "manual__1",
                taskId,
                -1,
                1,
                1,
                "",
                "Census",
                signature,
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                state,
                state == null ? null : NOW,
                0,
                0,
                List.of(),
                "warm",
                "default",
                callback,
                callback == null ? null : "7/" + callback,
                false,
                null);
    }
}
