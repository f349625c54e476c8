package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentInstant;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.Field;
import org.jooq.types.DayToSecond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LeaseStoreTest {

    @Test
    void without_workers_no_lease_is_over(TestDatabase mine) {
        try (Database database = withoutWorkers(mine)) {
            LeaseStore store = new LeaseStore(database.transactions(), Duration.ofMinutes(20));
            worker(database, "gone-1", "gone", Duration.ofSeconds(1));

            LeaseStore.Look look = store.renew(List.of("gone-1"), 10);

            assertThat(look.renewed()).isEmpty();
            assertThat(look.nearest()).isEmpty();
        }
    }

    @Test
    void the_first_lease_to_be_over_counts_by_the_databases_clock(TestDatabase mine) {
        try (Database database = withoutWorkers(mine)) {
            LeaseStore store = new LeaseStore(database.transactions(), Duration.ofMinutes(20));
            worker(database, "long-1", "online", Duration.ofMinutes(30));
            worker(database, "short-1", "draining", Duration.ofMinutes(10));
            worker(database, "gone-1", "gone", Duration.ofMinutes(1));

            List<LeaseStore.Lease> nearest = store.renew(List.of(), 10).nearest();

            assertThat(nearest).extracting(LeaseStore.Lease::workerId).containsExactly("short-1", "long-1");
            assertThat(nearest.getFirst().left()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
            assertThat(store.renew(List.of(), 1).nearest()).hasSize(1);
        }
    }

    @Test
    void a_lease_that_is_over_is_so_until_its_worker_is_marked_gone(TestDatabase mine) {
        try (Database database = withoutWorkers(mine)) {
            LeaseStore store = new LeaseStore(database.transactions(), Duration.ofMinutes(20));
            worker(database, "late-1", "online", Duration.ofSeconds(-1));
            worker(database, "long-1", "online", Duration.ofMinutes(30));

            LeaseStore.Look look = store.renew(List.of("late-1", "long-1"), 10);

            assertThat(look.renewed()).containsExactly("long-1");
            assertThat(look.nearest()).extracting(LeaseStore.Lease::workerId).containsExactly("late-1", "long-1");
            assertThat(look.nearest().getFirst().left()).isNegative();
            assertThat(look.nearest().getLast().left()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        }
    }

    private static Database withoutWorkers(TestDatabase mine) {
        Database database = mine.open(1);
        database.transactions().run(db -> db.deleteFrom(WORKER).execute());
        return database;
    }

    private static void worker(Database database, String id, String state, Duration lease) {
        database.transactions()
                .run(db -> db.insertInto(WORKER)
                        .set(WORKER.WORKER_ID, id)
                        .set(WORKER.NAME, "worker")
                        .set(WORKER.SCHEDULER_ID, "scheduler-1")
                        .set(WORKER.LEASE_UNTIL, inTime(lease))
                        .set(WORKER.SLOTS, 1)
                        .set(WORKER.MEMORY_BYTES, 1L)
                        .set(WORKER.QUEUES, "default")
                        .set(WORKER.VERSION, "0")
                        .set(WORKER.STATE, state)
                        .set(WORKER.CONNECTED_AT, currentInstant())
                        .execute());
    }

    /** An interval of jOOQ's that is made of a negative duration is positive. */
    private static Field<Instant> inTime(Duration lease) {
        DayToSecond distance = DayToSecond.valueOf(lease.abs());
        return lease.isNegative()
                ? currentInstant().sub(distance)
                : currentInstant().add(distance);
    }
}
