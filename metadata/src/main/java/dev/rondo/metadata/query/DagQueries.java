package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_FAVORITE;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.ImportErrorRecord;
import dev.rondo.metadata.schedule.StoredRunRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** DAGs, their versions and import errors, as the API shows them. */
public final class DagQueries {

    private final Transactions transactions;

    public DagQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A DAG as lists show it. */
    public record DagRow(
            String dagId,
            long versionId,
            boolean paused,
            boolean active,
            boolean importErrors,
            @Nullable Instant lastParsedAt,
            @Nullable Long parseMillis,
            String bundleName,
            String fileName,
            @Nullable String description,
            @Nullable String timetableSummary,
            String timezone,
            List<String> tags,
            int maxActiveTasks,
            int maxActiveRuns,
            @Nullable Instant nextLogicalDate,
            @Nullable Instant nextIntervalStart,
            @Nullable Instant nextIntervalEnd,
            @Nullable Instant nextRunAfter,
            String owners) {}

    /** A version of a DAG. */
    public record VersionRow(
            long versionId,
            int number,
            String dagId,
            String bundleName,
            String fileName,
            String graphHash,
            String jarHash,
            Instant createdAt) {}

    /** A file that could not be used. */
    public record ImportErrorRow(
            long id,
            Instant at,
            String bundleName,
            String fileName,
            String code,
            String message,
            int line,
            String stack) {}

    /**
     * Which DAGs.
     *
     * @param pattern part of the id, {@code %} and {@code _} as in SQL; null: any
     * @param paused null: either
     * @param onlyActive leaves out DAGs whose file is gone
     * @param lastRunState the state of the DAG's newest run; null: any, also none
     * @param favorite whether the user has marked the DAG; null: either
     */
    public record DagFilter(
            @Nullable String pattern,
            @Nullable Boolean paused,
            List<String> tags,
            boolean allTags,
            boolean onlyActive,
            @Nullable String lastRunState,
            @Nullable Boolean favorite,
            String username) {
        public DagFilter {
            tags = List.copyOf(tags);
        }
    }

    /** Lists DAGs; {@code orderBy} is {@code dag_id}, {@code next_dagrun}, or one of these after a minus. */
    public Listed<DagRow> list(DagFilter filter, String orderBy, Page page) {
        Condition where = conditionOf(filter);
        return transactions.call(db -> {
            long total = db.fetchCount(DAG, where);
            var rows = db.select(DAG.asterisk(), DAG_FILE.PARSE_MILLIS)
                    .from(DAG)
                    .leftJoin(DAG_FILE)
                    .on(DAG_FILE.BUNDLE_NAME.eq(DAG.BUNDLE_NAME), DAG_FILE.FILE_NAME.eq(DAG.FILE_NAME))
                    .where(where)
                    .orderBy(order(orderBy), DAG.DAG_ID)
                    .limit(page.limit())
                    .offset(page.offset())
                    .fetch();
            Map<String, List<String>> tags = tagsOf(db, rows.getValues(DAG.DAG_ID));
            return new Listed<>(rows.map(r -> dagOf(r, tags)), total);
        });
    }

    private static SortField<?> order(String orderBy) {
        return switch (orderBy) {
            case "-dag_id" -> DAG.DAG_ID.desc();
            case "next_dagrun" -> DAG.NEXT_RUN_AFTER.asc().nullsLast();
            case "-next_dagrun" -> DAG.NEXT_RUN_AFTER.desc().nullsLast();
            default -> DAG.DAG_ID.asc();
        };
    }

    private static Condition conditionOf(DagFilter filter) {
        Condition where = filter.onlyActive() ? DAG.IS_ACTIVE.isTrue() : noCondition();
        if (filter.pattern() != null) {
            where = where.and(DAG.DAG_ID.likeIgnoreCase("%" + filter.pattern() + "%"));
        }
        if (filter.paused() != null) {
            where = where.and(DAG.IS_PAUSED.eq(filter.paused()));
        }
        if (filter.lastRunState() != null) {
            // Index: dag_run_of_dag, one row a DAG.
            where = where.and(field(select(DAG_RUN.STATE)
                            .from(DAG_RUN)
                            .where(DAG_RUN.DAG_ID.eq(DAG.DAG_ID))
                            .orderBy(DAG_RUN.RUN_AFTER.desc(), DAG_RUN.RUN_NO.desc())
                            .limit(1))
                    .eq(filter.lastRunState()));
        }
        if (filter.favorite() != null) {
            Condition marked = DAG.DAG_ID.in(
                    select(DAG_FAVORITE.DAG_ID).from(DAG_FAVORITE).where(DAG_FAVORITE.USERNAME.eq(filter.username())));
            where = where.and(filter.favorite() ? marked : marked.not());
        }
        if (!filter.tags().isEmpty()) {
            var tagged = select(DAG_TAG.DAG_ID).from(DAG_TAG).where(DAG_TAG.NAME.in(filter.tags()));
            where = where.and(DAG.DAG_ID.in(
                    filter.allTags()
                            ? tagged.groupBy(DAG_TAG.DAG_ID)
                                    .having(count().eq(filter.tags().size()))
                            : tagged));
        }
        return where;
    }

    /** The DAG of that id, also when its file is gone. */
    public Optional<DagRow> find(String dagId) {
        return transactions.call(db -> db.select(DAG.asterisk(), DAG_FILE.PARSE_MILLIS)
                .from(DAG)
                .leftJoin(DAG_FILE)
                .on(DAG_FILE.BUNDLE_NAME.eq(DAG.BUNDLE_NAME), DAG_FILE.FILE_NAME.eq(DAG.FILE_NAME))
                .where(DAG.DAG_ID.eq(dagId))
                .fetchOptional(r -> dagOf(r, tagsOf(db, List.of(dagId)))));
    }

    /** The data interval of a run: from {@code start} to {@code end}. */
    public record Interval(Instant start, Instant end) {}

    /** What the newest run covers that was made by schedule or backfill; empty: there is none. */
    public Optional<Interval> findLastAutomated(String dagId) {
        return transactions.call(db -> db.select(DAG_RUN.DATA_INTERVAL_START, DAG_RUN.DATA_INTERVAL_END)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        DAG_RUN.RUN_TYPE.in("scheduled", "backfill"),
                        DAG_RUN.DATA_INTERVAL_START.isNotNull(),
                        DAG_RUN.LOGICAL_DATE.isNotNull())
                .orderBy(DAG_RUN.LOGICAL_DATE.desc())
                .limit(1)
                .fetchOptional(r -> new Interval(r.value1(), r.value2())));
    }

    /** What the timetable class of a DAG told of; nothing where it has none. */
    public Timetables.Stored storedRuns(String dagId) {
        return transactions.call(db -> StoredRunRows.of(db, dagId, null));
    }

    /** The stored graph of a version: canonical JSON. */
    public Optional<String> findGraph(long versionId) {
        return transactions.call(db -> db.select(DAG_VERSION.GRAPH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.VERSION_ID.eq(versionId))
                .fetchOptional(DAG_VERSION.GRAPH));
    }

    /** Versions by id. */
    public Map<Long, VersionRow> versions(List<Long> versionIds) {
        return transactions.call(db -> {
            Map<Long, VersionRow> found = new LinkedHashMap<>();
            db.select(
                            DAG_VERSION.VERSION_ID,
                            DAG_VERSION.VERSION_NUMBER,
                            DAG_VERSION.DAG_ID,
                            DAG_VERSION.BUNDLE_NAME,
                            DAG_VERSION.FILE_NAME,
                            DAG_VERSION.GRAPH_HASH,
                            DAG_VERSION.JAR_HASH,
                            DAG_VERSION.CREATED_AT)
                    .from(DAG_VERSION)
                    .where(DAG_VERSION.VERSION_ID.in(versionIds))
                    .fetch(DagQueries::versionOf)
                    .forEach(v -> found.put(v.versionId(), v));
            return found;
        });
    }

    /** The version of a DAG with that number. */
    public Optional<VersionRow> findVersion(String dagId, long number) {
        return number > Integer.MAX_VALUE
                ? Optional.empty()
                : transactions.call(db -> db.select(
                                DAG_VERSION.VERSION_ID,
                                DAG_VERSION.VERSION_NUMBER,
                                DAG_VERSION.DAG_ID,
                                DAG_VERSION.BUNDLE_NAME,
                                DAG_VERSION.FILE_NAME,
                                DAG_VERSION.GRAPH_HASH,
                                DAG_VERSION.JAR_HASH,
                                DAG_VERSION.CREATED_AT)
                        .from(DAG_VERSION)
                        .where(DAG_VERSION.DAG_ID.eq(dagId), DAG_VERSION.VERSION_NUMBER.eq((int) number))
                        .fetchOptional(DagQueries::versionOf));
    }

    /** The versions of a DAG, the newest first. */
    public Listed<VersionRow> versionsOf(String dagId, Page page) {
        return transactions.call(db -> new Listed<>(
                db.select(
                                DAG_VERSION.VERSION_ID,
                                DAG_VERSION.VERSION_NUMBER,
                                DAG_VERSION.DAG_ID,
                                DAG_VERSION.BUNDLE_NAME,
                                DAG_VERSION.FILE_NAME,
                                DAG_VERSION.GRAPH_HASH,
                                DAG_VERSION.JAR_HASH,
                                DAG_VERSION.CREATED_AT)
                        .from(DAG_VERSION)
                        .where(DAG_VERSION.DAG_ID.eq(dagId))
                        .orderBy(DAG_VERSION.VERSION_NUMBER.desc())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DagQueries::versionOf),
                db.fetchCount(DAG_VERSION, DAG_VERSION.DAG_ID.eq(dagId))));
    }

    /**
     * Import errors, the newest first.
     *
     * @param filePattern part of the file's name; null: any
     */
    public Listed<ImportErrorRow> importErrors(@Nullable String filePattern, Page page) {
        Condition where =
                filePattern == null ? noCondition() : IMPORT_ERROR.FILE_NAME.likeIgnoreCase("%" + filePattern + "%");
        return transactions.call(db -> new Listed<>(
                db.selectFrom(IMPORT_ERROR)
                        .where(where)
                        .orderBy(IMPORT_ERROR.CREATED_AT.desc(), IMPORT_ERROR.IMPORT_ERROR_ID)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DagQueries::importErrorOf),
                db.fetchCount(IMPORT_ERROR, where)));
    }

    /** One import error. */
    public Optional<ImportErrorRow> findImportError(long id) {
        return transactions.call(db -> db.selectFrom(IMPORT_ERROR)
                .where(IMPORT_ERROR.IMPORT_ERROR_ID.eq(id))
                .fetchOptional(DagQueries::importErrorOf));
    }

    /** What stopped the newest file of a bundle from taking effect. */
    public Optional<ImportErrorRow> findImportError(String bundleName, String fileName) {
        return transactions.call(db -> db.selectFrom(IMPORT_ERROR)
                .where(IMPORT_ERROR.BUNDLE_NAME.eq(bundleName), IMPORT_ERROR.FILE_NAME.eq(fileName))
                .fetchOptional(DagQueries::importErrorOf));
    }

    private static ImportErrorRow importErrorOf(ImportErrorRecord r) {
        return new ImportErrorRow(
                r.getImportErrorId(),
                r.getCreatedAt(),
                r.getBundleName(),
                r.getFileName(),
                r.getCode(),
                r.getMessage(),
                r.getLine() == null ? 0 : r.getLine(),
                r.getStackTrace());
    }

    /**
     * The tags in use, in order.
     *
     * @param pattern part of the tag; null: any
     */
    public Listed<String> tags(@Nullable String pattern, Page page) {
        Condition where = pattern == null ? noCondition() : DAG_TAG.NAME.likeIgnoreCase("%" + pattern + "%");
        return transactions.call(db -> new Listed<>(
                db.selectDistinct(DAG_TAG.NAME)
                        .from(DAG_TAG)
                        .where(where)
                        .orderBy(DAG_TAG.NAME)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DAG_TAG.NAME),
                db.select(countDistinct(DAG_TAG.NAME))
                        .from(DAG_TAG)
                        .where(where)
                        .fetchSingle()
                        .value1()));
    }

    /** How many runs of each DAG are in each state; of the DAGs named, or of all when none is. */
    public Map<String, Map<String, Integer>> runCounts(List<String> dagIds) {
        return transactions.call(db -> {
            Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
            db.select(DAG_RUN.DAG_ID, DAG_RUN.STATE, count())
                    .from(DAG_RUN)
                    .where(dagIds.isEmpty() ? noCondition() : DAG_RUN.DAG_ID.in(dagIds))
                    .groupBy(DAG_RUN.DAG_ID, DAG_RUN.STATE)
                    .orderBy(DAG_RUN.DAG_ID)
                    .forEach(r -> counts.computeIfAbsent(r.value1(), d -> new LinkedHashMap<>())
                            .put(r.value2(), r.value3()));
            return counts;
        });
    }

    private static Map<String, List<String>> tagsOf(DSLContext db, List<String> dagIds) {
        Map<String, List<String>> tags = new LinkedHashMap<>();
        db.selectFrom(DAG_TAG)
                .where(DAG_TAG.DAG_ID.in(dagIds))
                .orderBy(DAG_TAG.DAG_ID, DAG_TAG.NAME)
                .forEach(r -> tags.computeIfAbsent(r.getDagId(), d -> new ArrayList<>())
                        .add(r.getName()));
        return tags;
    }

    private static DagRow dagOf(Record r, Map<String, List<String>> tags) {
        String dagId = r.get(DAG.DAG_ID);
        return new DagRow(
                dagId,
                r.get(DAG.VERSION_ID),
                r.get(DAG.IS_PAUSED),
                r.get(DAG.IS_ACTIVE),
                r.get(DAG.HAS_IMPORT_ERRORS),
                r.get(DAG.LAST_PARSED_AT),
                r.get(DAG_FILE.PARSE_MILLIS),
                r.get(DAG.BUNDLE_NAME),
                r.get(DAG.FILE_NAME),
                r.get(DAG.DESCRIPTION),
                r.get(DAG.TIMETABLE_SUMMARY),
                r.get(DAG.TIMEZONE),
                tags.getOrDefault(dagId, List.of()),
                r.get(DAG.MAX_ACTIVE_TASKS),
                r.get(DAG.MAX_ACTIVE_RUNS),
                r.get(DAG.NEXT_LOGICAL_DATE),
                r.get(DAG.NEXT_DATA_INTERVAL_START),
                r.get(DAG.NEXT_DATA_INTERVAL_END),
                r.get(DAG.NEXT_RUN_AFTER),
                r.get(DAG.OWNERS));
    }

    private static VersionRow versionOf(Record r) {
        return new VersionRow(
                r.get(DAG_VERSION.VERSION_ID),
                r.get(DAG_VERSION.VERSION_NUMBER),
                r.get(DAG_VERSION.DAG_ID),
                r.get(DAG_VERSION.BUNDLE_NAME),
                r.get(DAG_VERSION.FILE_NAME),
                r.get(DAG_VERSION.GRAPH_HASH),
                r.get(DAG_VERSION.JAR_HASH),
                r.get(DAG_VERSION.CREATED_AT));
    }
}
