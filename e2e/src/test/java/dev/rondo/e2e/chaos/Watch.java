package dev.rondo.e2e.chaos;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks at the limits again and again while everything runs; each look is one statement and so sees one moment. */
final class Watch implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private static final String POOLS = """
            select 'pool ' || p.name || ' of ' || p.slots || ' slots has ' || sum(i.pool_slots) || ' taken'
            from pool p join task_instance i on i.pool = p.name
            where i.state in ('queued', 'running', 'restarting')
            group by p.name, p.slots having sum(i.pool_slots) > p.slots and p.slots >= 0""";

    private static final String RUNS = """
            select 'dag ' || d.dag_id || ' (' || d.run_strategy || ', max_active_runs ' || d.max_active_runs || ') has '
                || count(*) || ' runs running'
            from dag d join dag_run r on r.dag_id = d.dag_id
            where r.state = 'running' and r.backfill_id is null
            group by d.dag_id
            having count(*) > case when d.run_strategy = 'parallel' then d.max_active_runs else 1 end""";

    private static final String BACKFILLS = """
            select 'backfill of ' || b.dag_id || ' has ' || count(*) || ' runs running'
            from backfill b join dag_run r on r.backfill_id = b.backfill_id
            where r.state = 'running' group by b.backfill_id having count(*) > b.max_active_runs""";

    private static final String TASKS = """
            select 'run ' || r.run_id || ' of ' || r.dag_id || ' has ' || count(*) || ' tasks active'
            from dag d join dag_run r on r.dag_id = d.dag_id join task_instance i on i.run_no = r.run_no
            where r.state = 'running' and i.state in ('queued', 'running', 'restarting')
            group by r.run_no, d.dag_id having count(*) > d.max_active_tasks""";

    private final Database database;
    private final Set<String> violations = new ConcurrentSkipListSet<>();
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("watch").unstarted(this::run);
    private volatile boolean over;

    Watch(Database database) {
        this.database = database;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!over) {
            violations.addAll(look(database));
            looks.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What is exceeded now. */
    static List<String> look(Database database) {
        return Stream.of(POOLS, RUNS, BACKFILLS, TASKS)
                .flatMap(sql -> database.texts(sql).stream())
                .toList();
    }

    /** How often it looked. */
    long looks() {
        return looks.get();
    }

    Set<String> violations() {
        return violations;
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
