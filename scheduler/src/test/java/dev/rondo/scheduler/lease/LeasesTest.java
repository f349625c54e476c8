package dev.rondo.scheduler.lease;

import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentInstant;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.control.LeaseStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.types.DayToSecond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases by the database's clock, which the test does not set: it sets until when they last. */
@ExtendWith(PostgresExtension.class)
class LeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final List<List<String>> over = new ArrayList<>();
    private EngineHarness harness;
    private Leases leases;

    /** Takes note of what the engine would be told. */
    private final class Engine implements WorkerGateway {
        @Override
        public void connected(Stream stream, WorkerMessage.Hello hello) {
            told.add("connected " + hello.workerId());
        }

        @Override
        public void said(Stream stream, WorkerMessage message) {
            told.add("said " + message.getClass().getSimpleName());
        }

        @Override
        public void disconnected(Stream stream) {
            told.add("disconnected");
        }
    }

    private static final class Recorder implements WorkerGateway.Stream {
        private final List<SchedulerMessage> sent = new ArrayList<>();
        private final List<String> closed = new ArrayList<>();

        @Override
        public void send(SchedulerMessage message) {
            sent.add(message);
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
        }
    }

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        leases = new Leases(
                new Engine(), new LeaseStore(harness.database().transactions(), LEASE), LEASE, late -> over.add(late));
    }

    @AfterEach
    void close() {
        leases.close();
        harness.close();
    }

    /** A worker whose lease lasts so many seconds more; negative: it has been over for so long. */
    private Recorder worker(String workerId, int seconds) {
        harness.query(db -> db.insertInto(WORKER)
                .set(WORKER.WORKER_ID, workerId)
                .set(WORKER.NAME, workerId)
                .set(WORKER.SCHEDULER_ID, "test")
                .set(WORKER.QUEUES, "default")
                .set(WORKER.SLOTS, 1)
                .set(WORKER.MEMORY_BYTES, 1L << 30)
                .set(WORKER.VERSION, "test")
                .set(WORKER.STATE, "online")
                .set(WORKER.CONNECTED_AT, currentInstant())
                .set(WORKER.LEASE_UNTIL, inSeconds(seconds))
                .onConflict(WORKER.WORKER_ID)
                .doUpdate()
                .set(WORKER.LEASE_UNTIL, inSeconds(seconds))
                .execute());
        Recorder stream = new Recorder();
        leases.connected(
                stream,
                new WorkerMessage.Hello(
                        WorkerMessage.PROTOCOL,
                        workerId,
                        "host",
                        "test",
                        1,
                        0,
                        1L << 30,
                        List.of("default"),
                        List.of(),
                        1,
                        false));
        return stream;
    }

    private static Field<Instant> inSeconds(int seconds) {
        DayToSecond time = DayToSecond.valueOf(Duration.ofSeconds(Math.abs(seconds)));
        return seconds < 0 ? currentInstant().sub(time) : currentInstant().add(time);
    }

    private void beat(Recorder stream, long number) {
        leases.said(stream, new WorkerMessage.Heartbeat(number, 0, 0, 0, 0));
    }

    private boolean lastsLongerThan(String workerId, Duration time) {
        return harness.query(db -> db.fetchExists(
                WORKER,
                WORKER.WORKER_ID
                        .eq(workerId)
                        .and(WORKER.LEASE_UNTIL.gt(currentInstant().add(DayToSecond.valueOf(time))))));
    }

    @Test
    void a_heartbeat_renews_the_lease_and_is_answered_by_its_number() {
        Recorder stream = worker("a", 5);
        assertThat(lastsLongerThan("a", Duration.ofSeconds(20))).isFalse();

        beat(stream, 7);
        leases.pass();

        assertThat(lastsLongerThan("a", Duration.ofSeconds(20))).isTrue();
        assertThat(stream.sent).containsExactly(new SchedulerMessage.LeaseRenewed(7));
        assertThat(told).as("heartbeats do not reach the engine").containsExactly("connected a");
    }

    @Test
    void beats_that_arrive_together_are_answered_once_by_the_last() {
        Recorder stream = worker("a", 5);

        beat(stream, 1);
        beat(stream, 2);
        leases.pass();
        leases.pass();

        assertThat(stream.sent).containsExactly(new SchedulerMessage.LeaseRenewed(2));
    }

    @Test
    void a_lease_that_is_over_is_not_renewed_by_a_heartbeat_that_comes_late() {
        Recorder stream = worker("late", -1);

        beat(stream, 1);
        leases.pass();

        assertThat(stream.sent).isEmpty();
        assertThat(stream.closed).containsExactly("the lease is over");
        assertThat(told).containsExactly("connected late", "disconnected");
        assertThat(over).containsExactly(List.of("late"));
        assertThat(lastsLongerThan("late", Duration.ZERO)).isFalse();
    }

    @Test
    void what_a_dropped_worker_still_says_by_heartbeats_is_not_heard() {
        Recorder stream = worker("late", -1);
        leases.pass();

        beat(stream, 2);
        leases.pass();
        leases.disconnected(stream);

        assertThat(stream.sent).isEmpty();
        assertThat(told).as("told of its end once").containsExactly("connected late", "disconnected");
    }

    @Test
    void that_a_lease_is_over_is_told_until_the_worker_is_marked_gone() {
        Recorder ignored = worker("dead", -1);

        leases.pass();
        leases.pass();
        harness.query(db -> db.update(WORKER)
                .set(WORKER.STATE, "gone")
                .where(WORKER.WORKER_ID.eq("dead"))
                .execute());
        leases.pass();

        assertThat(over).containsExactly(List.of("dead"), List.of("dead"));
    }

    @Test
    void a_worker_that_is_marked_gone_is_not_renewed_back_to_life() {
        Recorder stream = worker("gone", 20);
        harness.query(db -> db.update(WORKER)
                .set(WORKER.STATE, "gone")
                .where(WORKER.WORKER_ID.eq("gone"))
                .execute());

        beat(stream, 1);
        leases.pass();

        assertThat(stream.sent).isEmpty();
        assertThat(stream.closed).hasSize(1);
    }

    @Test
    void that_a_worker_is_about_to_stop_is_noted_without_the_engine_and_it_is_renewed_still() {
        Recorder stream = worker("leaving", 5);
        Recorder gone = worker("gone", 5);
        Recorder ignored = worker("staying", 20);
        harness.query(db -> db.update(WORKER)
                .set(WORKER.STATE, "gone")
                .where(WORKER.WORKER_ID.eq("gone"))
                .execute());

        leases.said(stream, new WorkerMessage.Draining());
        leases.said(gone, new WorkerMessage.Draining());
        beat(stream, 1);
        leases.pass();

        assertThat(states()).containsExactly("gone gone", "leaving draining", "staying online");
        assertThat(lastsLongerThan("leaving", Duration.ofSeconds(20))).isTrue();
        assertThat(told).as("the engine gives it nothing more").contains("said Draining");
    }

    private List<String> states() {
        return harness.query(db -> db.select(WORKER.WORKER_ID, WORKER.STATE)
                .from(WORKER)
                .orderBy(WORKER.WORKER_ID)
                .fetch(row -> row.value1() + " " + row.value2()));
    }

    @Test
    void one_late_worker_costs_the_others_nothing() {
        Recorder late = worker("late", -1);
        Recorder good = worker("good", 5);

        beat(late, 1);
        beat(good, 1);
        leases.pass();

        assertThat(good.sent).containsExactly(new SchedulerMessage.LeaseRenewed(1));
        assertThat(good.closed).isEmpty();
        assertThat(late.closed).hasSize(1);
    }

    @Test
    void a_worker_that_came_back_by_another_stream_is_renewed_through_that() {
        Recorder old = worker("a", 5);
        Recorder fresh = worker("a", 5);

        beat(fresh, 3);
        leases.pass();
        leases.disconnected(old);
        beat(fresh, 4);
        leases.pass();

        assertThat(fresh.sent)
                .containsExactly(new SchedulerMessage.LeaseRenewed(3), new SchedulerMessage.LeaseRenewed(4));
        assertThat(fresh.closed).isEmpty();
    }

    @Test
    void the_clock_of_the_scheduler_has_no_say() {
        Recorder stream = worker("a", 5);

        clock.advance(Duration.ofDays(1));
        leases.pass();
        beat(stream, 1);
        clock.advance(Duration.ofDays(-2));
        leases.pass();

        assertThat(over).isEmpty();
        assertThat(stream.sent).containsExactly(new SchedulerMessage.LeaseRenewed(1));
    }
}
