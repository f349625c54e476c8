package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.JOB;
import static org.jooq.impl.DSL.max;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** The processes of the installation and when each was last heard of. */
public final class JobQueries {

    private final Transactions transactions;

    public JobQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A process; {@code kind} is {@code scheduler, dag-processor, webserver, worker}. */
    public record JobRow(
            String jobId,
            String kind,
            String hostname,
            long pid,
            String version,
            Instant startedAt,
            Instant latestHeartbeat,
            @Nullable Instant endedAt) {}

    private static final Set<String> STATES = Set.of("running", "success", "failed");

    /**
     * What may be asked of processes.
     *
     * @param kinds the kinds by the names that clients have for them
     * @param aliveSince who has not ended and was heard of since is alive
     */
    public static Filters filters(Map<String, String> kinds, Instant aliveSince) {
        Condition alive = JOB.ENDED_AT.isNull().and(JOB.LATEST_HEARTBEAT.gt(aliveSince));
        return Filters.of(
                Filters.one("job_type", kinds.keySet(), type -> JOB.KIND.eq(kinds.get(type))),
                Filters.flag("is_alive", is -> is ? alive : alive.not()),
                Filters.one("job_state", STATES, state -> switch (state) {
                    case "success" -> JOB.ENDED_AT.isNotNull();
                    case "running" -> alive;
                    default -> JOB.ENDED_AT.isNull().and(JOB.LATEST_HEARTBEAT.le(aliveSince));
                }),
                Filters.is("hostname", JOB.HOSTNAME),
                Filters.times("start_date", JOB.STARTED_AT),
                Filters.times("end_date", JOB.ENDED_AT),
                Filters.refused("there is one executor here; leave it out", "executor_class"));
    }

    /** By what processes are ordered; otherwise the last heard of first. */
    public static final Orders ORDERS = Orders.of(
            "-latest_heartbeat",
            Map.of(
                    "id", JOB.JOB_ID,
                    "job_type", JOB.KIND,
                    "start_date", JOB.STARTED_AT,
                    "end_date", JOB.ENDED_AT,
                    "latest_heartbeat", JOB.LATEST_HEARTBEAT,
                    "hostname", JOB.HOSTNAME),
            JOB.JOB_ID);

    /** Lists processes. */
    public Listed<JobRow> list(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectFrom(JOB)
                        .where(wanted.condition())
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new JobRow(
                                r.getJobId(),
                                r.getKind(),
                                r.getHostname(),
                                r.getPid(),
                                r.getVersion(),
                                r.getStartedAt(),
                                r.getLatestHeartbeat(),
                                r.getEndedAt())),
                db.fetchCount(JOB, wanted.condition())));
    }

    /** When a process of each kind was last heard of, of those that have not ended. */
    public Map<String, Instant> latestHeartbeats() {
        return transactions.call(db -> db.select(JOB.KIND, max(JOB.LATEST_HEARTBEAT))
                .from(JOB)
                .where(JOB.ENDED_AT.isNull())
                .groupBy(JOB.KIND)
                .fetchMap(r -> r.value1(), r -> Optional.ofNullable(r.value2()).orElseThrow()));
    }
}
