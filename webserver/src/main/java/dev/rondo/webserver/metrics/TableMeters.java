package dev.rondo.webserver.metrics;

import dev.rondo.core.metrics.Metric;
import dev.rondo.core.metrics.Metric.Kind;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.query.JobQueries;
import dev.rondo.metadata.query.MetricQueries;
import dev.rondo.metadata.query.MetricQueries.Figures;
import dev.rondo.metadata.query.MetricQueries.PoolUse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of what is in the tables, read when somebody asks and at most once in {@link #FRESH}. While the database is
 * away there is none of them but {@code rondo_database_up}.
 */
public final class TableMeters {

    // Several scrapers ask at about the same time; none asks more often than that.
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final List<String> OF_POOL = List.of("pool_name");

    private static final Metric POOL_OPEN = pool("open_slots", "Slots that are free, below 0 if it was made smaller");
    private static final Metric POOL_QUEUED = pool("queued_slots", "Slots of what waits at a worker");
    private static final Metric POOL_RUNNING = pool("running_slots", "Slots of what runs");
    private static final Metric POOL_DEFERRED = pool("deferred_slots", "Slots of what is deferred");
    private static final Metric POOL_SCHEDULED = pool("scheduled_slots", "Slots that are asked for and not yet given");

    private static final Metric OPEN_SLOTS =
            gauge("executor.open_slots", "slots", "Slots of workers that take tasks, less what they have in hand");

    private static final Metric QUEUED_TASKS =
            gauge("executor.queued_tasks", "instances", "Task instances that wait at a worker");

    private static final Metric RUNNING_TASKS = gauge("executor.running_tasks", "instances", "Task instances that run");

    private static final Metric RUNS_RUNNING = gauge("scheduler.dagruns.running", "runs", "Runs that go on");
    private static final Metric RUNS_QUEUED = gauge("scheduler.dagruns.queued", "runs", "Runs that wait to start");
    private static final Metric DAGS = gauge("dagbag_size", "dags", "DAGs that are in a file");

    private static final Metric IMPORT_ERRORS =
            gauge("dag_processing.import_errors", "files", "DAG files that could not be read");

    private static final Metric HEARTBEAT_AGE = new Metric(
            "rondo.heartbeat_age_seconds",
            Kind.GAUGE,
            List.of("component"),
            "seconds",
            "",
            "Since a process of that kind was last heard of; more than 30 is unhealthy");

    private static final Metric DATABASE_UP = new Metric(
            "rondo.database_up", Kind.GAUGE, List.of(), "0 or 1", "", "Whether the database answers the webserver");

    /** All of them. */
    public static final List<Metric> ALL = List.of(
            POOL_OPEN,
            POOL_QUEUED,
            POOL_RUNNING,
            POOL_DEFERRED,
            POOL_SCHEDULED,
            OPEN_SLOTS,
            QUEUED_TASKS,
            RUNNING_TASKS,
            RUNS_RUNNING,
            RUNS_QUEUED,
            DAGS,
            IMPORT_ERRORS,
            HEARTBEAT_AGE,
            DATABASE_UP);

    private final MeterRegistry registry;
    private final MetricQueries queries;
    private final JobQueries jobs;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<Metric, MultiGauge> gauges = new HashMap<>();
    private boolean everRead;
    private long readAt;

    /**
     * Gauges that are not read yet.
     *
     * @param nanos monotonic
     */
    public TableMeters(
            MeterRegistry registry, MetricQueries queries, JobQueries jobs, InstantSource clock, LongSupplier nanos) {
        this.registry = registry;
        this.queries = queries;
        this.jobs = jobs;
        this.clock = clock;
        this.nanos = nanos;
    }

    private static Metric pool(String name, String description) {
        return new Metric(
                "airflow.pool." + name, Kind.GAUGE, OF_POOL, "slots", "pool." + name + ".<pool_name>", description);
    }

    private static Metric gauge(String airflow, String unit, String description) {
        return new Metric("airflow." + airflow, Kind.GAUGE, List.of(), unit, airflow, description);
    }

    /** Reads the tables if that was long ago, then has the text made, in which nothing changes meanwhile. */
    synchronized String refreshedThen(Supplier<String> text) {
        long now = nanos.getAsLong();
        if (!everRead || now - readAt >= FRESH.toNanos()) {
            refresh();
            everRead = true;
            readAt = now;
        }
        return text.get();
    }

    private void refresh() {
        Figures figures;
        Map<String, Instant> heartbeats;
        try {
            figures = queries.read();
            heartbeats = jobs.latestHeartbeats();
        } catch (DatabaseUnavailableException e) {
            gauges.values().forEach(each -> each.register(List.of(), true));
            show(DATABASE_UP, 0);
            return;
        }
        show(DATABASE_UP, 1);
        showPools(figures);
        showTotals(figures);
        Instant now = clock.instant();
        show(
                HEARTBEAT_AGE,
                heartbeats.entrySet().stream()
                        .<MultiGauge.Row<?>>map(each -> row(
                                HEARTBEAT_AGE,
                                each.getKey(),
                                Duration.between(each.getValue(), now).toMillis() / 1_000.0))
                        .toList());
    }

    private void showPools(Figures figures) {
        showPools(
                POOL_OPEN,
                figures,
                pool -> pool.slots() < 0 ? Double.POSITIVE_INFINITY : (double) pool.slots() - pool.usedSlots());
        showPools(POOL_QUEUED, figures, pool -> figures.slots(pool.name(), "queued"));
        showPools(
                POOL_RUNNING,
                figures,
                pool -> (double) figures.slots(pool.name(), "running") + figures.slots(pool.name(), "restarting"));
        showPools(POOL_DEFERRED, figures, pool -> figures.slots(pool.name(), "deferred"));
        showPools(POOL_SCHEDULED, figures, pool -> figures.slots(pool.name(), "scheduled"));
    }

    private void showTotals(Figures figures) {
        int queued = figures.count("queued");
        int running = figures.count("running") + figures.count("restarting");
        show(OPEN_SLOTS, Math.max(0, figures.workerSlots() - queued - running));
        show(QUEUED_TASKS, queued);
        show(RUNNING_TASKS, running);
        show(RUNS_RUNNING, figures.openRuns().getOrDefault("running", 0));
        show(RUNS_QUEUED, figures.openRuns().getOrDefault("queued", 0));
        show(DAGS, figures.dags());
        show(IMPORT_ERRORS, figures.importErrors());
    }

    private void showPools(Metric metric, Figures figures, ToDoubleFunction<PoolUse> value) {
        show(
                metric,
                figures.pools().stream()
                        .<MultiGauge.Row<?>>map(pool -> row(metric, pool.name(), value.applyAsDouble(pool)))
                        .toList());
    }

    private static MultiGauge.Row<?> row(Metric metric, String label, double value) {
        return MultiGauge.Row.of(Tags.of(metric.labels().getFirst(), label), value);
    }

    private void show(Metric metric, double value) {
        show(metric, List.of(MultiGauge.Row.of(Tags.empty(), value)));
    }

    private void show(Metric metric, List<MultiGauge.Row<?>> rows) {
        gauges.computeIfAbsent(metric, this::register).register(rows, true);
    }

    private MultiGauge register(Metric metric) {
        return MultiGauge.builder(metric.name())
                .description(metric.description())
                .register(registry);
    }
}
