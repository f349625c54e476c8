package dev.rondo.webserver.monitor;

import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.query.JobQueries;
import dev.rondo.metadata.query.JobQueries.JobRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the parts of the installation are alive, which processes there are, and the version. */
public final class MonitorRoutes {

    // As Airflow's scheduler_health_check_threshold: six lost heartbeats of 5 s.
    private static final Duration ALIVE = Duration.ofSeconds(30);

    private static final Map<String, String> JOB_TYPES = Map.of(
            "SchedulerJob", "scheduler",
            "DagProcessorJob", "dag-processor",
            "WebserverJob", "webserver",
            "WorkerJob", "worker");

    private final JobQueries jobs;
    private final InstantSource clock;
    private final String version;

    public MonitorRoutes(JobQueries jobs, InstantSource clock, String version) {
        this.jobs = jobs;
        this.clock = clock;
        this.version = version;
    }

    record Version(String version, @Nullable String gitVersion) {}

    record Health(Metadatabase metadatabase, Scheduler scheduler, Triggerer triggerer, DagProcessor dagProcessor) {}

    record Metadatabase(String status) {}

    record Scheduler(@Nullable String status, @Nullable Instant latestSchedulerHeartbeat) {}

    record Triggerer(@Nullable String status, @Nullable Instant latestTriggererHeartbeat) {}

    record DagProcessor(@Nullable String status, @Nullable Instant latestDagProcessorHeartbeat) {}

    record Jobs(List<Job> jobs, long totalEntries) {}

    record Job(
            int id,
            @Nullable String dagId,
            String state,
            String jobType,
            Instant startDate,
            @Nullable Instant endDate,
            Instant latestHeartbeat,
            @Nullable String executorClass,
            String hostname,
            @Nullable String unixname,
            @Nullable String dagDisplayName) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/version", Role.PUBLIC, request -> new Version(version, null));
        api.get(Api.ROOT + "/monitor/health", Role.PUBLIC, request -> health());
        api.get(Api.ROOT + "/jobs", Role.VIEWER, this::list);
    }

    private Health health() {
        try {
            Map<String, Instant> heartbeats = jobs.latestHeartbeats();
            Instant scheduler = heartbeats.get("scheduler");
            Instant processor = heartbeats.get("dag-processor");
            return new Health(
                    new Metadatabase("healthy"),
                    new Scheduler(status(scheduler), scheduler),
                    new Triggerer(null, null), // nothing waits in a slot, so there is none
                    new DagProcessor(status(processor), processor));
        } catch (DatabaseUnavailableException e) {
            return new Health(
                    new Metadatabase("unhealthy"),
                    new Scheduler("unhealthy", null),
                    new Triggerer(null, null),
                    new DagProcessor("unhealthy", null));
        }
    }

    private String status(@Nullable Instant heartbeat) {
        return heartbeat != null && heartbeat.isAfter(clock.instant().minus(ALIVE)) ? "healthy" : "unhealthy";
    }

    private Jobs list(Request request) {
        Wanted wanted =
                JobQueries.filters(JOB_TYPES, clock.instant().minus(ALIVE)).read(request);
        Listed<JobRow> found = jobs.list(wanted, JobQueries.ORDERS.read(request), request.page());
        return new Jobs(found.rows().stream().map(this::jobOf).toList(), found.total());
    }

    private Job jobOf(JobRow row) {
        String type = JOB_TYPES.entrySet().stream()
                .filter(each -> each.getValue().equals(row.kind()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(row.kind());
        boolean alive = row.latestHeartbeat().isAfter(clock.instant().minus(ALIVE));
        String state = row.endedAt() != null ? "success" : alive ? "running" : "failed";
        // The API's id is a number, ours is a text: one that stays the same will do.
        int id = row.jobId().hashCode() & Integer.MAX_VALUE;
        return new Job(
                id,
                null,
                state,
                type,
                row.startedAt(),
                row.endedAt(),
                row.latestHeartbeat(),
                null,
                row.hostname(),
                null,
                null);
    }
}
