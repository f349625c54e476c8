package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.JOB;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Processes, the last heard of first.
     *
     * @param kind null: any
     * @param aliveSince only those that have not ended and were heard of since; null: any
     */
    public Listed<JobRow> list(@Nullable String kind, @Nullable Instant aliveSince, Page page) {
        Condition where = kind == null ? noCondition() : JOB.KIND.eq(kind);
        Condition all = aliveSince == null
                ? where
                : where.and(JOB.LATEST_HEARTBEAT.ge(aliveSince)).and(JOB.ENDED_AT.isNull());
        return transactions.call(db -> new Listed<>(
                db.selectFrom(JOB)
                        .where(all)
                        .orderBy(JOB.LATEST_HEARTBEAT.desc(), JOB.JOB_ID)
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
                db.fetchCount(JOB, all)));
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
