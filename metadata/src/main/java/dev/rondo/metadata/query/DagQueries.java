package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_FAVORITE;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.DagRun;
import dev.rondo.metadata.jooq.tables.records.ImportErrorRecord;
import dev.rondo.metadata.schedule.StoredRunRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.Select;
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
            @Nullable Instant seenAt,
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
            @Nullable String dagClass,
            int line,
            String stack) {}

    private static final Set<String> RUN_STATES = Set.of("queued", "running", "success", "failed");

    private static final Set<String> MODES = Set.of("any", "all");

    /** What may be asked of DAGs by this user, whose favourites are meant. */
    public static Filters dags(String username) {
        return Filters.of(
                Filters.ofDags(DAG.DAG_ID),
                Filters.names("dag_id", DAG.DAG_ID),
                Filters.names("dag_display_name", DAG.DAG_ID),
                Filters.flag("paused", DAG.IS_PAUSED::eq),
                Filters.flag("has_import_errors", DAG.HAS_IMPORT_ERRORS::eq),
                Filters.one("bundle_name", DAG.BUNDLE_NAME::eq),
                Filters.one("bundle_version", hash -> DAG.VERSION_ID.in(versionsOfJar(hash))),
                Filters.anyOf("owners", Set.of(), DagQueries::ownedBy),
                DagQueries::tagged,
                DagQueries::inForce,
                Filters.flag("is_favorite", favorite -> {
                    Condition marked = DAG.DAG_ID.in(
                            select(DAG_FAVORITE.DAG_ID).from(DAG_FAVORITE).where(DAG_FAVORITE.USERNAME.eq(username)));
                    return favorite ? marked : marked.not();
                }),
                Filters.flag("has_asset_schedule", has -> {
                    Condition scheduled = exists(waitsFor(noCondition()));
                    return has ? scheduled : scheduled.not();
                }),
                Filters.one(
                        "asset_dependency",
                        part -> exists(waitsFor(new NamePattern(part, null)
                                .on(DAG_ASSET.NAME)
                                .or(new NamePattern(part, null).on(ASSET.URI))))),
                DagQueries::lastRunIs,
                Filters.refused(
                        "its values are classes of Airflow; look at timetable_summary of each DAG instead",
                        "timetable_type"));
    }

    /** By what DAGs are ordered. */
    public static final Orders ORDERS = Orders.of(
            "dag_id",
            Map.of(
                    "dag_id", DAG.DAG_ID,
                    "dag_display_name", DAG.DAG_ID,
                    "next_dagrun", DAG.NEXT_RUN_AFTER),
            DAG.DAG_ID);

    private static Condition inForce(Filters.Asked asked) {
        boolean stale = Boolean.FALSE.equals(asked.flag("exclude_stale"));
        boolean inactive = Boolean.FALSE.equals(asked.flag("only_active"));
        return stale || inactive ? noCondition() : DAG.IS_ACTIVE.isTrue();
    }

    private static Condition tagged(Filters.Asked asked) {
        boolean all = "all".equals(asked.text("tags_match_mode", MODES));
        List<String> tags = asked.texts("tags", Set.of()).stream().distinct().toList();
        var tagged = select(DAG_TAG.DAG_ID).from(DAG_TAG).where(DAG_TAG.NAME.in(tags));
        return tags.isEmpty()
                ? noCondition()
                : DAG.DAG_ID.in(all ? tagged.groupBy(DAG_TAG.DAG_ID).having(count().eq(tags.size())) : tagged);
    }

    /** The owners of a DAG are one text, {@code ann, ben}. */
    private static Condition ownedBy(Collection<String> owners) {
        Field<String> all = concat(inline(", "), DAG.OWNERS, inline(","));
        return or(owners.stream().map(owner -> all.contains(", " + owner + ",")).toList());
    }

    private static Select<?> waitsFor(Condition asset) {
        return selectOne()
                .from(DAG_ASSET)
                .leftJoin(ASSET)
                .on(ASSET.NAME.eq(DAG_ASSET.NAME))
                .where(DAG_ASSET.DAG_ID.eq(DAG.DAG_ID), DAG_ASSET.ROLE.eq("schedule"), asset);
    }

    private static final DagRun LAST_RUN = DAG_RUN.as("last_run");

    private static final Filters LAST_RUN_OF_A_DAG = Filters.of(
            Filters.times("dag_run_start_date", LAST_RUN.START_DATE),
            Filters.times("dag_run_end_date", LAST_RUN.END_DATE),
            Filters.anyOf("dag_run_state", RUN_STATES, LAST_RUN.STATE::in),
            Filters.one("last_dag_run_state", RUN_STATES, LAST_RUN.STATE::eq));

    /** The last run of the DAG is as asked, in all of it. Index: dag_run_of_dag, one row a DAG. */
    private static Condition lastRunIs(Filters.Asked asked) {
        Wanted last = LAST_RUN_OF_A_DAG.read(asked);
        return last == Wanted.ALL
                ? noCondition()
                : exists(selectOne()
                        .from(select(DAG_RUN.STATE, DAG_RUN.START_DATE, DAG_RUN.END_DATE)
                                .from(DAG_RUN)
                                .where(DAG_RUN.DAG_ID.eq(DAG.DAG_ID))
                                .orderBy(DAG_RUN.RUN_AFTER.desc(), DAG_RUN.RUN_NO.desc())
                                .limit(1)
                                .asTable(LAST_RUN))
                        .where(last.condition()));
    }

    private static Select<Record1<Long>> versionsOfJar(String hash) {
        return select(DAG_VERSION.VERSION_ID).from(DAG_VERSION).where(DAG_VERSION.JAR_HASH.eq(hash));
    }

    /** Runs of a version with one of these numbers. */
    static Condition runsVersionNumber(Collection<Integer> numbers) {
        return DAG_RUN.VERSION_ID.in(
                select(DAG_VERSION.VERSION_ID).from(DAG_VERSION).where(DAG_VERSION.VERSION_NUMBER.in(numbers)));
    }

    /** Runs of a version that came with that jar. */
    static Condition runsBundleVersion(String hash) {
        return DAG_RUN.VERSION_ID.in(versionsOfJar(hash));
    }

    private static final Field<Integer> FITTING = count().over().as("fitting");

    /**
     * Lists DAGs. Each is looked at once for the page and the total: to find the last run of all of them takes time.
     */
    public Listed<DagRow> list(Wanted wanted, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> {
            var keys = select(DAG.DAG_ID, FITTING)
                    .from(DAG)
                    .where(where)
                    .orderBy(order.fields())
                    .limit(page.limit())
                    .offset(page.offset())
                    .asTable("page");
            var rows = db.select(DAG.fields())
                    .select(DAG_FILE.PARSE_MILLIS, keys.field(FITTING))
                    .from(keys)
                    .join(DAG)
                    .on(DAG.DAG_ID.eq(keys.field(DAG.DAG_ID)))
                    .leftJoin(DAG_FILE)
                    .on(DAG_FILE.BUNDLE_NAME.eq(DAG.BUNDLE_NAME), DAG_FILE.FILE_NAME.eq(DAG.FILE_NAME))
                    .orderBy(order.fields())
                    .fetch();
            Map<String, List<String>> tags = tagsOf(db, rows.getValues(DAG.DAG_ID));
            return new Listed<>(rows.map(r -> dagOf(r, tags)), total(db, where, page, rows));
        });
    }

    private static long total(DSLContext db, Condition where, Page page, Result<?> rows) {
        if (rows.isNotEmpty()) {
            return rows.getFirst().get(FITTING);
        }
        boolean isFirst = page.offset() == 0 && page.limit() > 0;
        return isFirst ? 0 : db.fetchCount(DAG, where);
    }

    /** The DAG of that id, also when its file is gone. */
    public Optional<DagRow> find(String dagId) {
        return transactions.call(db -> db.select(DAG.fields())
                .select(DAG_FILE.PARSE_MILLIS)
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
        return Optional.ofNullable(graphs(List.of(versionId)).get(versionId));
    }

    /** The stored graphs of versions: canonical JSON. */
    public Map<Long, String> graphs(Collection<Long> versionIds) {
        return transactions.call(db -> db.select(DAG_VERSION.VERSION_ID, DAG_VERSION.GRAPH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.VERSION_ID.in(versionIds))
                .fetchMap(DAG_VERSION.VERSION_ID, DAG_VERSION.GRAPH));
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

    /** What may be asked of the versions of a DAG. */
    public static final Filters VERSIONS = Filters.of(
            Filters.numbers("version_number", DAG_VERSION.VERSION_NUMBER::in),
            Filters.one("bundle_name", DAG_VERSION.BUNDLE_NAME::eq),
            Filters.one("bundle_version", DAG_VERSION.JAR_HASH::eq));

    /** By what they are ordered. */
    public static final Orders VERSION_ORDERS = Orders.of(
            "-version_number",
            Map.of(
                    "id", DAG_VERSION.VERSION_ID,
                    "version_number", DAG_VERSION.VERSION_NUMBER,
                    "bundle_name", DAG_VERSION.BUNDLE_NAME,
                    "bundle_version", DAG_VERSION.JAR_HASH),
            DAG_VERSION.VERSION_NUMBER);

    /** The versions of a DAG, the newest first. */
    public Listed<VersionRow> versionsOf(String dagId, Page page) {
        return versionsOf(dagId, Wanted.ALL, VERSION_ORDERS.by(List.of()), page);
    }

    /** The versions of a DAG. */
    public Listed<VersionRow> versionsOf(String dagId, Wanted wanted, Ordered order, Page page) {
        Condition where = DAG_VERSION.DAG_ID.eq(dagId).and(wanted.condition());
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
                        .where(where)
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DagQueries::versionOf),
                db.fetchCount(DAG_VERSION, where)));
    }

    /** What may be asked of import errors. */
    public static final Filters IMPORT_ERRORS = Filters.of(
            asked -> ofFilesOf(asked.dags()),
            Filters.is("filename", IMPORT_ERROR.FILE_NAME),
            Filters.names("filename", IMPORT_ERROR.FILE_NAME),
            Filters.is("bundle_name", IMPORT_ERROR.BUNDLE_NAME));

    /** By what they are ordered. */
    public static final Orders IMPORT_ERROR_ORDERS = Orders.of(
            "-timestamp",
            Map.of(
                    "id", IMPORT_ERROR.IMPORT_ERROR_ID,
                    "import_error_id", IMPORT_ERROR.IMPORT_ERROR_ID,
                    "timestamp", IMPORT_ERROR.CREATED_AT,
                    "filename", IMPORT_ERROR.FILE_NAME,
                    "bundle_name", IMPORT_ERROR.BUNDLE_NAME),
            IMPORT_ERROR.IMPORT_ERROR_ID);

    /** Lists import errors. */
    public Listed<ImportErrorRow> importErrors(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectFrom(IMPORT_ERROR)
                        .where(wanted.condition())
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DagQueries::importErrorOf),
                db.fetchCount(IMPORT_ERROR, wanted.condition())));
    }

    /** One import error. */
    public Optional<ImportErrorRow> findImportError(long id, DagScope scope) {
        return transactions.call(db -> db.selectFrom(IMPORT_ERROR)
                .where(IMPORT_ERROR.IMPORT_ERROR_ID.eq(id), ofFilesOf(scope))
                .fetchOptional(DagQueries::importErrorOf));
    }

    /** Files that hold such a DAG, and no other: what is wrong with a file may tell of each of its DAGs. */
    private static Condition ofFilesOf(DagScope scope) {
        if (scope.isAll()) {
            return noCondition();
        }
        Condition ofFile = DAG.BUNDLE_NAME.eq(IMPORT_ERROR.BUNDLE_NAME).and(DAG.FILE_NAME.eq(IMPORT_ERROR.FILE_NAME));
        Condition told = scope.on(DAG.DAG_ID);
        return exists(selectOne().from(DAG).where(ofFile, told))
                .andNotExists(selectOne().from(DAG).where(ofFile, told.not()));
    }

    /** Whether a file holds, or held, DAGs beyond the scope. */
    public boolean isOfOthers(String bundleName, String fileName, DagScope scope) {
        return !scope.isAll()
                && transactions.call(db -> db.fetchExists(
                        DAG,
                        DAG.BUNDLE_NAME
                                .eq(bundleName)
                                .and(DAG.FILE_NAME.eq(fileName))
                                .and(scope.on(DAG.DAG_ID).not())));
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
                r.getDagClass(),
                r.getLine() == null ? 0 : r.getLine(),
                r.getStackTrace());
    }

    /** What may be asked of tags. */
    public static final Filters TAGS =
            Filters.of(Filters.ofDags(DAG_TAG.DAG_ID), Filters.names("tag_name", DAG_TAG.NAME));

    /** By what they are ordered. */
    public static final Orders TAG_ORDERS = Orders.of("name", Map.of("name", DAG_TAG.NAME));

    /** The tags in use. */
    public Listed<String> tags(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectDistinct(DAG_TAG.NAME)
                        .from(DAG_TAG)
                        .where(wanted.condition())
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(DAG_TAG.NAME),
                db.select(countDistinct(DAG_TAG.NAME))
                        .from(DAG_TAG)
                        .where(wanted.condition())
                        .fetchSingle()
                        .value1()));
    }

    /** How many runs of each DAG are in each state; of the DAGs named, or of all in the scope when none is. */
    public Map<String, Map<String, Integer>> runCounts(List<String> dagIds, DagScope scope) {
        return transactions.call(db -> {
            Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
            db.select(DAG_RUN.DAG_ID, DAG_RUN.STATE, count())
                    .from(DAG_RUN)
                    .where(dagIds.isEmpty() ? noCondition() : DAG_RUN.DAG_ID.in(dagIds), scope.on(DAG_RUN.DAG_ID))
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
                r.get(DAG.SEEN_AT),
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
