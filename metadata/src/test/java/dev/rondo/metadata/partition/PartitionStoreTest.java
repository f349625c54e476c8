package dev.rondo.metadata.partition;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.asset.AssetUse;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PartitionStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void partitions_are_made_ahead_of_the_newest_run_once_by_two_at_once_and_take_rows(TestDatabase mine)
            throws Exception {
        try (Database database = mine.open(3);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            PartitionStore store = new PartitionStore(database.transactions());
            assertThat(store.ensure(50, 10))
                    .as("the first partition is far from full")
                    .isZero();
            run(database, 99_960);

            Future<Integer> one = threads.submit(() -> store.ensure(50, 10));
            Future<Integer> two = threads.submit(() -> store.ensure(50, 10));

            // Up to run 100,010, and one more that is begun: the bound has to lie beyond.
            assertThat(one.get() + two.get()).isEqualTo(2);
            assertThat(store.ensure(50, 10)).isZero();

            run(database, 150_000);
            assertThat(store.ensure(10, 30_000)).isEqualTo(2);
            instance(database, 150_000);
            int xcoms = database.transactions().call(db -> db.fetchCount(XCOM));
            assertThat(xcoms).as("what belongs to a run has its place").isEqualTo(1);
        }
    }

    private static void run(Database database, long runNo) {
        new DagStore(database.transactions())
                .publish(
                        new DagStore.ReadFile("test", "d.jar", "h", "h", 1, NOW, NOW, 1),
                        List.of(new DagStore.NewVersion(
                                "d",
                                "{}",
                                "h",
                                null,
                                "test",
                                "none",
                                "UTC",
                                1,
                                1,
                                "parallel",
                                List.of(),
                                false,
                                AssetUse.NONE,
                                List.of(),
                                Timetables.Stored.NOTHING,
                                null,
                                List.of())));
        database.transactions()
                .run(db -> db.alterSequence("dag_run_run_no_seq")
                        .restartWith(runNo)
                        .execute());
        database.transactions()
                .run(db -> db.insertInto(DAG_RUN)
                        .set(DAG_RUN.DAG_ID, "d")
                        .set(DAG_RUN.RUN_ID, "run" + runNo)
                        .set(DAG_RUN.RUN_AFTER, NOW)
                        .set(DAG_RUN.RUN_TYPE, "manual")
                        .set(DAG_RUN.STATE, "queued")
                        .set(
                                DAG_RUN.VERSION_ID,
                                db.select(DAG.VERSION_ID).from(DAG).where(DAG.DAG_ID.eq("d")))
                        .set(DAG_RUN.CONF, "{}")
                        .set(DAG_RUN.QUEUED_AT, NOW)
                        .set(DAG_RUN.TRIGGERED_BY, "test")
                        .execute());
    }

    private static void instance(Database database, long runNo) {
        database.transactions().run(db -> {
            db.insertInto(TASK_INSTANCE)
                    .set(TASK_INSTANCE.RUN_NO, runNo)
                    .set(TASK_INSTANCE.TASK_ID, "a")
                    .set(TASK_INSTANCE.MAP_INDEX, -1)
                    .set(TASK_INSTANCE.POOL, "default_pool")
                    .set(TASK_INSTANCE.POOL_SLOTS, 1)
                    .set(TASK_INSTANCE.PRIORITY, 1)
                    .set(TASK_INSTANCE.QUEUE, "default")
                    .execute();
            db.insertInto(XCOM)
                    .set(XCOM.RUN_NO, runNo)
                    .set(XCOM.TASK_ID, "a")
                    .set(XCOM.MAP_INDEX, -1)
                    .set(XCOM.KEY, "k")
                    .set(XCOM.SIZE_BYTES, 1L)
                    .set(XCOM.CREATED_AT, NOW)
                    .execute();
        });
    }
}
