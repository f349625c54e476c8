package dev.rondo.metadata.dag;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_FILE;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.IMPORT_ERROR;
import static dev.rondo.metadata.jooq.Tables.JAR;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.core.timetable.ToldStretch;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetUse;
import dev.rondo.metadata.asset.AssetUses;
import dev.rondo.metadata.deadline.Deadlines;
import dev.rondo.metadata.notice.Notice;
import dev.rondo.metadata.schedule.StoredRunRows;
import dev.rondo.metadata.schedule.StretchRows;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What the DAG processor writes. A file takes effect, is refused or goes away in one transaction each. */
public final class DagStore {

    // Each takes a JVM, and nobody waits for it: what is shown of the next runs is to be so.
    private static final Duration RENEW_PAUSED = Duration.ofHours(1);

    private final Transactions transactions;

    public DagStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A file as it was read. */
    public record ReadFile(
            String bundle,
            String fileName,
            String fileHash,
            String jarHash,
            long jarBytes,
            Instant seenAt,
            Instant parsedAt,
            long parseMillis) {}

    /**
     * A DAG as it is to be in force.
     *
     * @param graph canonical JSON
     * @param paused how a DAG that was not there before begins
     * @param stored what its timetable class told of; nothing where it has none
     * @param told what it told of a stretch that is to be backfilled; null: it was not asked
     * @param warnings what its author should know and may ignore
     */
    public record NewVersion(
            String dagId,
            String graph,
            String graphHash,
            @Nullable String description,
            String owners,
            @Nullable String timetableSummary,
            String timezone,
            int maxActiveRuns,
            int maxActiveTasks,
            String runStrategy,
            List<String> tags,
            boolean paused,
            AssetUse assets,
            List<DeadlineSpec> deadlines,
            Timetables.Stored stored,
            @Nullable ToldStretch told,
            List<Warning> warnings) {
        public NewVersion {
            tags = List.copyOf(tags);
            deadlines = List.copyOf(deadlines);
            warnings = List.copyOf(warnings);
        }
    }

    /** A warning of a DAG; {@code code} names its kind. */
    public record Warning(String dagId, String code, String message) {}

    /** Why a file was refused. */
    public record Refusal(
            String code, String message, @Nullable String dagClass, int line, String stack, String problems) {}

    /** What publishing did. */
    public sealed interface Outcome {
        /** It took effect. */
        record Done(List<String> added, List<String> changed, List<String> removed, List<Warning> newWarnings)
                implements Outcome {}

        /** Another file defines the DAG; nothing took effect. */
        record Conflict(String dagId, String bundle, String fileName) implements Outcome {}
    }

    /** The files of a bundle that were read before, with their hashes; empty for one that is to be read again. */
    public Map<String, String> files(String bundle) {
        return transactions.call(db -> {
            Map<String, String> files = new HashMap<>();
            db.select(DAG_FILE.FILE_NAME, DAG_FILE.HASH)
                    .from(DAG_FILE)
                    .where(DAG_FILE.BUNDLE_NAME.eq(bundle))
                    .forEach(r -> files.put(r.value1(), r.value2() == null ? "" : r.value2()));
            return files;
        });
    }

    /** The logical dates of the last automated runs of the DAGs of a file; DAGs without one are left out. */
    public Map<String, Instant> lastRuns(String bundle, String fileName) {
        return transactions.call(db -> {
            Map<String, Instant> last = new HashMap<>();
            db.select(DAG_RUN.DAG_ID, DAG_RUN.LOGICAL_DATE)
                    .distinctOn(DAG_RUN.DAG_ID)
                    .from(DAG_RUN)
                    .join(DAG)
                    .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                    .where(
                            DAG.BUNDLE_NAME.eq(bundle),
                            DAG.FILE_NAME.eq(fileName),
                            DAG.STORED_RUNS_END.isNotNull(),
                            DAG_RUN.RUN_TYPE.in("scheduled", "backfill"),
                            DAG_RUN.LOGICAL_DATE.isNotNull())
                    .orderBy(DAG_RUN.DAG_ID, DAG_RUN.LOGICAL_DATE.desc())
                    .forEach(r -> last.put(r.value1(), r.value2()));
            return last;
        });
    }

    /** The files that are to be read anew, so that the runs of their timetable classes are stored ahead. */
    public Set<String> filesToRenew(String bundle, Instant now) {
        // Index: dag_renewal. Of a paused DAG only time uses runs up, and with a long catchup it never has enough.
        return transactions.call(db -> Set.copyOf(db.selectDistinct(DAG.FILE_NAME)
                .from(DAG)
                .where(
                        DAG.BUNDLE_NAME.eq(bundle),
                        DAG.RENEW_AT.le(now),
                        DAG.IS_ACTIVE.isTrue(),
                        DAG.IS_PAUSED.isFalse().or(DAG.LAST_PARSED_AT.le(now.minus(RENEW_PAUSED))))
                .fetch(DAG.FILE_NAME)));
    }

    /**
     * The files with timetable classes that are asked for a stretch, and when the newest question of each was asked.
     */
    public Map<String, Instant> askedFiles(String bundle) {
        return transactions.call(db -> StretchRows.openFiles(db, bundle));
    }

    /** The stretches that the timetable classes of a file are asked for, by DAG id. */
    public Map<String, Stretch> askedStretches(String bundle, String fileName) {
        return transactions.call(db -> StretchRows.open(db, bundle, fileName));
    }

    /** Puts the DAGs of a file in force, while no other file of its bundle is gone. */
    public Outcome publish(ReadFile file, List<NewVersion> dags) {
        return publish(file, dags, Set.of());
    }

    /**
     * Puts the DAGs of a file in force.
     *
     * @param gone names of files of the same bundle that are no longer there: their DAGs may be taken over
     */
    public Outcome publish(ReadFile file, List<NewVersion> dags, Set<String> gone) {
        return transactions.call(db -> {
            List<String> ids = dags.stream().map(NewVersion::dagId).sorted().toList();
            // Locked in order of their ids: two processors with a DAG in common do not wait for each other in a circle.
            var existing = db.selectFrom(DAG)
                    .where(DAG.DAG_ID.in(ids))
                    .orderBy(DAG.DAG_ID)
                    .forUpdate()
                    .fetchMap(DAG.DAG_ID);
            for (var dag : existing.values()) {
                boolean own = dag.getBundleName().equals(file.bundle())
                        && (dag.getFileName().equals(file.fileName()) || gone.contains(dag.getFileName()));
                if (!own && dag.getIsActive()) {
                    return new Outcome.Conflict(dag.getDagId(), dag.getBundleName(), dag.getFileName());
                }
            }
            keepJar(db, file);
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            List<Warning> newWarnings = new ArrayList<>();
            for (NewVersion dag : dags) {
                var before = existing.get(dag.dagId());
                Current current = version(db, file, dag);
                if (before == null) {
                    insert(db, file, dag, current.versionId());
                    added.add(dag.dagId());
                } else {
                    update(db, file, dag, current.versionId());
                    if (current.isNew()) {
                        changed.add(dag.dagId());
                    }
                }
                tags(db, dag);
                newWarnings.addAll(WarningRows.put(db, dag.dagId(), dag.warnings(), file.parsedAt()));
                AssetUses.put(db, dag.dagId(), dag.assets(), file.parsedAt());
                boolean hadTimetable = before != null && before.getStoredRunsEnd() != null;
                if (hadTimetable || !dag.stored().equals(Timetables.Stored.NOTHING)) {
                    StoredRunRows.put(db, dag.dagId(), dag.stored(), file.parsedAt());
                }
                if (dag.told() != null) {
                    StretchRows.tell(db, dag.dagId(), current.versionId(), dag.told(), file.parsedAt());
                }
            }
            List<String> removed = deactivate(db, file.bundle(), file.fileName(), ids);
            keepFile(db, file, file.fileHash());
            db.deleteFrom(IMPORT_ERROR)
                    .where(IMPORT_ERROR.BUNDLE_NAME.eq(file.bundle()), IMPORT_ERROR.FILE_NAME.eq(file.fileName()))
                    .execute();
            tell(db);
            return new Outcome.Done(added, changed, removed, newWarnings);
        });
    }

    private static void keepJar(DSLContext db, ReadFile file) {
        db.insertInto(JAR)
                .set(JAR.HASH, file.jarHash())
                .set(JAR.SIZE_BYTES, file.jarBytes())
                .set(JAR.CREATED_AT, file.parsedAt())
                .onConflictDoNothing()
                .execute();
    }

    private record Current(long versionId, boolean isNew) {}

    // The newest version stays when neither graph nor jar has changed; the jar's bytes count: bodies are in them.
    private static Current version(DSLContext db, ReadFile file, NewVersion dag) {
        var newest = db.select(
                        DAG_VERSION.VERSION_ID,
                        DAG_VERSION.VERSION_NUMBER,
                        DAG_VERSION.GRAPH_HASH,
                        DAG_VERSION.JAR_HASH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.DAG_ID.eq(dag.dagId()))
                .orderBy(DAG_VERSION.VERSION_NUMBER.desc())
                .limit(1)
                .fetchOptional();
        if (newest.isPresent()
                && newest.get().value3().equals(dag.graphHash())
                && newest.get().value4().equals(file.jarHash())) {
            return new Current(newest.get().value1(), false);
        }
        int number = newest.isPresent() ? newest.get().value2() + 1 : 1;
        long id = Objects.requireNonNull(db.insertInto(DAG_VERSION)
                .set(DAG_VERSION.DAG_ID, dag.dagId())
                .set(DAG_VERSION.VERSION_NUMBER, number)
                .set(DAG_VERSION.GRAPH_HASH, dag.graphHash())
                .set(DAG_VERSION.JAR_HASH, file.jarHash())
                .set(DAG_VERSION.GRAPH, dag.graph())
                .set(DAG_VERSION.BUNDLE_NAME, file.bundle())
                .set(DAG_VERSION.FILE_NAME, file.fileName())
                .set(DAG_VERSION.CREATED_AT, file.parsedAt())
                .returningResult(DAG_VERSION.VERSION_ID)
                .fetchOne(DAG_VERSION.VERSION_ID));
        Deadlines.keepRules(db, id, dag.timezone(), dag.deadlines());
        return new Current(id, true);
    }

    private static void insert(DSLContext db, ReadFile file, NewVersion dag, long versionId) {
        db.insertInto(DAG)
                .set(DAG.DAG_ID, dag.dagId())
                .set(DAG.VERSION_ID, versionId)
                .set(DAG.BUNDLE_NAME, file.bundle())
                .set(DAG.FILE_NAME, file.fileName())
                .set(DAG.IS_PAUSED, dag.paused())
                .set(DAG.IS_ACTIVE, true)
                .set(DAG.DESCRIPTION, dag.description())
                .set(DAG.OWNERS, dag.owners())
                .set(DAG.TIMETABLE_SUMMARY, dag.timetableSummary())
                .set(DAG.TIMEZONE, dag.timezone())
                .set(DAG.MAX_ACTIVE_RUNS, dag.maxActiveRuns())
                .set(DAG.MAX_ACTIVE_TASKS, dag.maxActiveTasks())
                .set(DAG.RUN_STRATEGY, dag.runStrategy())
                .set(DAG.NEXT_RUN_AFTER, file.parsedAt())
                .set(DAG.LAST_PARSED_AT, file.parsedAt())
                .set(DAG.SEEN_AT, file.seenAt())
                .set(DAG.CREATED_AT, file.parsedAt())
                .execute();
    }

    private static void update(DSLContext db, ReadFile file, NewVersion dag, long versionId) {
        db.update(DAG)
                .set(DAG.VERSION_ID, versionId)
                .set(DAG.BUNDLE_NAME, file.bundle())
                .set(DAG.FILE_NAME, file.fileName())
                .set(DAG.IS_ACTIVE, true)
                .set(DAG.HAS_IMPORT_ERRORS, false)
                .set(DAG.DESCRIPTION, dag.description())
                .set(DAG.OWNERS, dag.owners())
                .set(DAG.TIMETABLE_SUMMARY, dag.timetableSummary())
                .set(DAG.TIMEZONE, dag.timezone())
                .set(DAG.MAX_ACTIVE_RUNS, dag.maxActiveRuns())
                .set(DAG.MAX_ACTIVE_TASKS, dag.maxActiveTasks())
                .set(DAG.RUN_STRATEGY, dag.runStrategy())
                // Its schedule may be another one: the next pass works out anew what comes next.
                .set(DAG.NEXT_RUN_AFTER, file.parsedAt())
                .set(DAG.LAST_PARSED_AT, file.parsedAt())
                .set(DAG.SEEN_AT, file.seenAt())
                .where(DAG.DAG_ID.eq(dag.dagId()))
                .execute();
    }

    private static void tags(DSLContext db, NewVersion dag) {
        db.deleteFrom(DAG_TAG).where(DAG_TAG.DAG_ID.eq(dag.dagId())).execute();
        for (String tag : Set.copyOf(dag.tags())) {
            db.insertInto(DAG_TAG)
                    .set(DAG_TAG.DAG_ID, dag.dagId())
                    .set(DAG_TAG.NAME, tag)
                    .execute();
        }
    }

    private static List<String> deactivate(DSLContext db, String bundle, String fileName, List<String> but) {
        List<String> gone = new ArrayList<>(new TreeSet<>(db.update(DAG)
                .set(DAG.IS_ACTIVE, false)
                .set(DAG.HAS_IMPORT_ERRORS, false)
                .where(
                        DAG.BUNDLE_NAME.eq(bundle),
                        DAG.FILE_NAME.eq(fileName),
                        DAG.IS_ACTIVE.isTrue(),
                        but.isEmpty() ? noCondition() : DAG.DAG_ID.notIn(but))
                .returningResult(DAG.DAG_ID)
                .fetch(DAG.DAG_ID)));
        WarningRows.remove(db, gone);
        return gone;
    }

    private static void keepFile(DSLContext db, ReadFile file, @Nullable String hash) {
        db.insertInto(DAG_FILE)
                .set(DAG_FILE.BUNDLE_NAME, file.bundle())
                .set(DAG_FILE.FILE_NAME, file.fileName())
                .set(DAG_FILE.HASH, hash)
                .set(DAG_FILE.SIZE_BYTES, file.jarBytes())
                .set(DAG_FILE.SEEN_AT, file.seenAt())
                .set(DAG_FILE.PARSED_AT, file.parsedAt())
                .set(DAG_FILE.PARSE_MILLIS, file.parseMillis())
                .onConflict(DAG_FILE.BUNDLE_NAME, DAG_FILE.FILE_NAME)
                .doUpdate()
                .set(DAG_FILE.HASH, hash)
                .set(DAG_FILE.SIZE_BYTES, file.jarBytes())
                .set(DAG_FILE.SEEN_AT, file.seenAt())
                .set(DAG_FILE.PARSED_AT, file.parsedAt())
                .set(DAG_FILE.PARSE_MILLIS, file.parseMillis())
                .execute();
    }

    /**
     * Keeps why a file was refused; what it defined before stays in force.
     *
     * @param readAgain whether the same bytes may be right later, because another file is at fault
     */
    public void refuse(ReadFile file, Refusal refusal, boolean readAgain) {
        transactions.run(db -> {
            keepFile(db, file, readAgain ? null : file.fileHash());
            db.deleteFrom(IMPORT_ERROR)
                    .where(IMPORT_ERROR.BUNDLE_NAME.eq(file.bundle()), IMPORT_ERROR.FILE_NAME.eq(file.fileName()))
                    .execute();
            db.insertInto(IMPORT_ERROR)
                    .set(IMPORT_ERROR.BUNDLE_NAME, file.bundle())
                    .set(IMPORT_ERROR.FILE_NAME, file.fileName())
                    .set(IMPORT_ERROR.HASH, file.fileHash())
                    .set(IMPORT_ERROR.CREATED_AT, file.parsedAt())
                    .set(IMPORT_ERROR.CODE, refusal.code())
                    .set(IMPORT_ERROR.MESSAGE, refusal.message())
                    .set(IMPORT_ERROR.DAG_CLASS, refusal.dagClass())
                    .set(IMPORT_ERROR.LINE, refusal.line() == 0 ? null : refusal.line())
                    .set(IMPORT_ERROR.STACK_TRACE, refusal.stack())
                    .set(IMPORT_ERROR.PROBLEMS, refusal.problems())
                    .execute();
            db.update(DAG)
                    .set(DAG.HAS_IMPORT_ERRORS, true)
                    .where(DAG.BUNDLE_NAME.eq(file.bundle()), DAG.FILE_NAME.eq(file.fileName()))
                    .execute();
        });
    }

    /** A file is gone: its DAGs become inactive and keep their history. Answers their ids. */
    public List<String> remove(String bundle, String fileName) {
        return transactions.call(db -> {
            List<String> removed = deactivate(db, bundle, fileName, List.of());
            db.deleteFrom(DAG_FILE)
                    .where(DAG_FILE.BUNDLE_NAME.eq(bundle), DAG_FILE.FILE_NAME.eq(fileName))
                    .execute();
            db.deleteFrom(IMPORT_ERROR)
                    .where(IMPORT_ERROR.BUNDLE_NAME.eq(bundle), IMPORT_ERROR.FILE_NAME.eq(fileName))
                    .execute();
            tell(db);
            return removed;
        });
    }

    private static void tell(DSLContext db) {
        Notice.DAG.send(db, "");
    }
}
