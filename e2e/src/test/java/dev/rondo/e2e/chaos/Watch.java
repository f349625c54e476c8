package dev.rondo.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the limits again and again while everything runs; each look is one statement and so sees one moment. Counts
 * too how often a limit was just full: one that never is would not be missed.
 */
final class Watch implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private static final String TAKEN = "('queued', 'running', 'restarting')";

    // Each gives: of what kind the limit is, of which one, what it allows, what is taken.
    private static final List<String> LIMITS =
            List.of("""
                select 'slots of pool ' || p.name, '', p.slots, sum(i.pool_slots)
                from pool p join task_instance i on i.pool = p.name
                where p.slots >= 0 and i.state in %s
                group by p.name, p.slots""".formatted(TAKEN), """
                select 'running runs', d.dag_id, case when d.run_strategy = 'parallel' then d.max_active_runs else 1 end, count(*)
                from dag d join dag_run r on r.dag_id = d.dag_id
                where r.state = 'running' and r.backfill_id is null
                group by d.dag_id""", """
                select 'running runs of a backfill', b.dag_id, b.max_active_runs, count(*)
                from backfill b join dag_run r on r.backfill_id = b.backfill_id
                where r.state = 'running' group by b.backfill_id""", """
                select 'active tasks of a run', r.dag_id, d.max_active_tasks, count(*)
                from dag d join dag_run r on r.dag_id = d.dag_id join task_instance i on i.run_no = r.run_no
                where r.state = 'running' and i.state in %s
                group by r.run_no, r.dag_id, d.dag_id""".formatted(TAKEN), """
                select 'active elements of a task in a run', r.dag_id, 2, count(*)
                from dag_run r join task_instance i on i.run_no = r.run_no
                where r.dag_id like 'mapping\\_%%' and i.task_id = 'each' and i.state in %s
                group by r.run_no, r.dag_id""".formatted(TAKEN), """
                select 'active instances of a task of a DAG', r.dag_id, 1, count(*)
                from dag_run r join task_instance i on i.run_no = r.run_no
                where r.dag_id like 'catchup\\_%%' and i.state in %s
                group by i.task_id, r.dag_id""".formatted(TAKEN));

    /** A limit at one moment. */
    record Limit(String kind, String of, long allowed, long taken) {
        String words() {
            return kind + (of.isEmpty() ? "" : " " + of) + ": " + taken + " of " + allowed;
        }

        /** Without the number of the DAG. */
        String name() {
            return of.isEmpty() ? kind : kind + " of " + Kind.of(of).label();
        }
    }

    private final Database database;
    private final Set<String> violations = new ConcurrentSkipListSet<>();
    private final Map<String, Integer> full = new ConcurrentHashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("watch").unstarted(this::run);
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    Watch(Database database) {
        this.database = database;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                for (Limit limit : look(database)) {
                    if (limit.taken() > limit.allowed()) {
                        violations.add(limit.words());
                    } else if (limit.taken() == limit.allowed()) {
                        full.merge(limit.name(), 1, Integer::sum);
                    }
                }
                looks.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            } while (!over);
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** All limits of which something is taken now. */
    static List<Limit> look(Database database) {
        List<Limit> all = new ArrayList<>();
        for (String sql : LIMITS) {
            all.addAll(database.list(
                    sql, row -> new Limit(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4))));
        }
        return all;
    }

    /** How often it looked. */
    long looks() {
        return looks.get();
    }

    /** In how many looks each limit was full, by its {@link Limit#name}; fails when it can look no more. */
    Map<String, Integer> full() {
        requireLooking();
        return Map.copyOf(full);
    }

    /** What was exceeded; fails when it could not look. */
    Set<String> violations() {
        requireLooking();
        return violations;
    }

    private void requireLooking() {
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError("the limits were not looked at to the end", failed);
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
