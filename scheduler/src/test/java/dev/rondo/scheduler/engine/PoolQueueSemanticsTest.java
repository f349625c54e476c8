package dev.rondo.scheduler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonLimits;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets a slot, as Airflow gave them: each recorded queue, put into the tables, for the engine to give out. */
@Tag("semantics")
@ExtendWith(PostgresExtension.class)
class PoolQueueSemanticsTest {

    private static final AtomicInteger CASES = new AtomicInteger();
    private static final AtomicInteger PASSED = new AtomicInteger();

    private static EngineHarness harness;

    static Stream<RecordedQueue> cases() throws IOException {
        JsonObject file = (JsonObject) JsonValue.parse(text(), JsonLimits.DEFAULT);
        return ((JsonArray) file.require("cases"))
                .elements().stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.findString("kind").orElse("").equals("queue"))
                        .map(RecordedQueue::new);
    }

    private static String text() throws IOException {
        String folder = System.getProperty("rondo.semantics.dir", "");
        if (!folder.isEmpty()) {
            return Files.readString(Path.of(folder, "pools_priority.json"));
        }
        try (InputStream in = PoolQueueSemanticsTest.class.getResourceAsStream("/semantics/pools_priority.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    @BeforeAll
    static void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
    }

    @AfterAll
    static void close() {
        System.out.println("semantics: pools_priority.queue " + PASSED + "/" + CASES);
        harness.close();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("cases")
    void slots_are_given_as_recorded(RecordedQueue recorded) {
        CASES.incrementAndGet();
        harness.forget();
        recorded.store(harness);
        FakeWorker worker = harness.worker(recorded.id(), recorded.workerSlots());

        harness.settle();
        worker.read();

        List<String> given = worker.received().stream().map(RecordedQueue::name).toList();
        assertThat(given.stream()
                        .filter(each -> recorded.queued().contains(each) || !recorded.isHidden(each, given))
                        .sorted())
                .isEqualTo(recorded.queued());
        assertThat(given.stream().filter(recorded.queuedFirst()::contains)).isEqualTo(recorded.queuedFirst());
        PASSED.incrementAndGet();
    }
}
