package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A scheduler that knows a part of what is ready gives no slot to it: something that ranks higher may be in the rest.
 */
@ExtendWith(PostgresExtension.class)
class FirstLookTest {

    private EngineHarness harness;
    private FakeWorker worker;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.pool("one", 1);
        worker = harness.worker("first", 2);
        TestDag light = TestDag.named("light");
        light.task("a").pool("one", 1);
        light.task("b").pool("one", 1);
        TestDag heavy = TestDag.named("heavy");
        heavy.task("h").pool("one", 1).priority(9);
        harness.publish(light);
        harness.publish(heavy);
        var _ = harness.trigger(light, "first");
        harness.settle();
        var _ = harness.trigger(heavy, "first");
        harness.settle();
        var _ = worker.read();
        assertThat(worker.running())
                .extracting(Dispatch::taskId)
                .as("there is one slot")
                .containsExactly("a");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_scheduler_that_starts_gives_the_first_slot_to_what_ranks_highest_and_not_to_what_it_hears_of_first() {
        harness.pool("one", 2); // room for one more
        harness.restart(); // it takes in the run whose task the first worker has
        harness.worker("other", 1, 0, "other"); // and then works once more, before it has looked at the rest

        harness.settle();
        var _ = worker.read();

        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("a", "h");
    }

    @Test
    void one_that_has_forgotten_all_since_a_commit_was_not_answered_looks_at_all_before_it_gives_a_slot() {
        AtomicBoolean cut = new AtomicBoolean(true);
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT && cut.getAndSet(false)) {
                throw new CommitUnknownException(new IOException("the connection broke"));
            }
        });
        worker.finish(worker.running().getFirst().dispatchId(), End.success());

        assertThatThrownBy(harness::settle).isInstanceOf(DatabaseUnavailableException.class);
        harness.settle();
        var _ = worker.read();

        assertThat(worker.running()).extracting(Dispatch::taskId).containsExactly("h");
    }
}
