package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.Bodies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a body registers to be done when its try is stopped. */
class CancelTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static final AtomicReference<Runnable> CANCEL = new AtomicReference<>();

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        TOLD.clear();
    }

    private void run(Dag dag, BooleanSupplier cancelled) {
        Bodies bodies = Bodies.of(dag);
        DagSource source = new DagSource() {
            @Override
            public Bodies bodies(HostMessage.Run run) {
                return bodies;
            }

            @Override
            public ClassLoader loader(HostMessage.Run run) {
                return CancelTest.class.getClassLoader();
            }

            @Override
            public List<Path> classPath(HostMessage.Run run) {
                return List.of();
            }
        };
        InstantSource clock = InstantSource.fixed(NOW);
        Dispatch dispatch = new Dispatch(
                1,
                "token",
                7,
                "census",
                "manual__1",
                "count",
                -1,
                1,
                1,
                "",
                "Census",
                bodies.require("count").signature(),
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                false);
        try (TaskLog log = new TaskLog(folder.resolve("log"), 100_000, new SecretMasker(), clock)) {
            WorkerMessage.Ended ended = new TaskExecution(source, clock)
                    .run(
                            new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()),
                            log,
                            (kind, arguments) -> null,
                            at -> {},
                            cancelled,
                            CANCEL::set);
            assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
        }
    }

    @Test
    void one_that_fails_keeps_no_other_from_being_done() throws Exception {
        Dag dag = Dag.create("census");
        dag.task("count").run(ctx -> {
            ctx.onCancel(() -> TOLD.add("close the connection"));
            ctx.onCancel(() -> {
                throw new IllegalStateException("no such query");
            });
            Objects.requireNonNull(CANCEL.get()).run();
        });

        run(dag, () -> false);

        assertThat(TOLD).containsExactly("close the connection");
        assertThat(Files.readString(folder.resolve("log"))).contains("no such query");
    }

    @Test
    void what_is_registered_after_the_try_was_stopped_is_done_at_once() {
        Dag dag = Dag.create("census");
        dag.task("count").run(ctx -> ctx.onCancel(() -> TOLD.add("close the connection")));

        run(dag, () -> true);

        assertThat(TOLD).containsExactly("close the connection");
    }
}
