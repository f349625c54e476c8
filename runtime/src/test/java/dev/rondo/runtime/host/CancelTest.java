package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.sdk.Dag;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static final AtomicReference<Runnable> CANCEL = new AtomicReference<>();

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        TOLD.clear();
    }

    private void run(Dag dag, BooleanSupplier cancelled) {
        WorkerMessage.Ended ended = new OneTry(folder.resolve("log"), cancelled, CANCEL::set).run(dag, "count");
        assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
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
