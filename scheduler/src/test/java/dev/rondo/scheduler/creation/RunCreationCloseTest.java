package dev.rondo.scheduler.creation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(PostgresExtension.class)
class RunCreationCloseTest {

    private static final String NAME = "closing";

    private final ManualClock clock = new ManualClock("2026-01-06T06:00:00Z");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CountDownLatch created = new CountDownLatch(1);
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();
    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        lines.start();
        log().addAppender(lines);
    }

    @AfterEach
    void close() {
        log().detachAppender(lines);
        harness.close();
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(RunCreation.class);
    }

    /** Holds its pass until it is closed so far that its clock stands. */
    private void untilTheClockStands() {
        thread.complete(Thread.currentThread());
        Thread quartz = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("rondo-" + NAME + "_QuartzSchedulerThread"))
                .findFirst()
                .orElseThrow();
        created.countDown();
        // Closed meanwhile, which interrupts; the clock is next.
        while (quartz.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closed_while_it_creates_runs_it_ends_without_a_word() throws InterruptedException {
        harness.publish(TestDag.named("due")
                .schedule(new ScheduleSpec.CronDataInterval("0 0 * * *"))
                .from("2026-01-01T00:00:00Z")
                .chain("a"));
        RunCreation creation = new RunCreation(
                NAME, new ScheduleStore(harness.database().transactions()), dagIds -> untilTheClockStands(), clock);
        creation.start();
        created.await();

        creation.close();

        assertThat(thread.join().isAlive()).isFalse();
        assertThat(lines.list.stream().filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN)))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }
}
