package dev.rondo.metadata.deadline;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DEADLINE;
import static dev.rondo.metadata.jooq.Tables.DEADLINE_RULE;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.sets.ReadyStatement.moment;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import dev.rondo.core.deadline.DueMoments;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.sets.Columns;
import dev.rondo.metadata.sets.ReadyStatement;
import dev.rondo.metadata.sets.SetStatement;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.specjson.DeadlineJson;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of runs, within a transaction of another store. Set-based: runs that are made together cost one
 * question whether their versions have deadlines, and one statement that writes them.
 */
public final class Deadlines {

    /** In place of a task's id in the tables. */
    private static final String OF_RUN = "";

    private static final List<String> DONE =
            List.of(TaskState.SUCCESS.wireName(), TaskState.SKIPPED.wireName(), TaskState.REMOVED.wireName());

    private final SetStatement<NewDeadline> insert;
    private final SetStatement<MetDeadlines> deleteMet;
    private final SetStatement<Row> delete;
    private final SetStatement<Row> miss;
    private final SetStatement<Long> planned;
    private final SetStatement<Forerunners> usual;
    private final ReadyStatement next = new ReadyStatement(select(DEADLINE.DUE_AT)
            .from(DEADLINE)
            .where(DEADLINE.MISSED_AT.isNull())
            .orderBy(DEADLINE.DUE_AT)
            .limit(inline(1)));

    private record NewDeadline(
            long runNo, String taskId, String name, int clearNumber, Instant dueAt, boolean callback) {}

    private record Row(long runNo, String taskId, String name, int clearNumber, Instant at) {}

    /** What was usual for a task, or the run, of a DAG; the first so many. */
    private record Forerunners(String dagId, String taskId, int last) {}

    /** A rule and the run that it is for. */
    private record Planned(
            long runNo, String dagId, int clearNumber, DueMoments.OfRun of, DeadlineSpec spec, ZoneId zone) {

        /** Those that say what is usual, where that matters. */
        Optional<Forerunners> forerunners() {
            return spec.by() instanceof DeadlineSpec.By.Usual usual
                    ? Optional.of(new Forerunners(dagId, stored(spec.taskId()), usual.last()))
                    : Optional.empty();
        }
    }

    public Deadlines() {
        Columns<NewDeadline> given = new Columns<NewDeadline>()
                .bigint("run_no", NewDeadline::runNo)
                .text("task_id", NewDeadline::taskId)
                .text("name", NewDeadline::name)
                .integer("clear_number", NewDeadline::clearNumber)
                .moment("due_at", NewDeadline::dueAt)
                .bool("has_callback", NewDeadline::callback);
        this.insert = new SetStatement<>(given, insertOf(given));
        Columns<MetDeadlines> met = new Columns<MetDeadlines>()
                .bigint("run_no", MetDeadlines::runNo)
                .text("task_id", MetDeadlines::taskId)
                .moment("ended_at", MetDeadlines::endedAt);
        this.deleteMet = new SetStatement<>(
                met,
                deleteFrom(DEADLINE)
                        .using(met.given())
                        .where(DEADLINE.RUN_NO.eq(met.bigint("run_no")))
                        .and(met.text("task_id").isNull().or(DEADLINE.TASK_ID.eq(met.text("task_id"))))
                        .and(DEADLINE.MISSED_AT.isNull())
                        .and(DEADLINE.DUE_AT.ge(met.moment("ended_at"))));
        Columns<Row> rows = new Columns<Row>()
                .bigint("run_no", Row::runNo)
                .text("task_id", Row::taskId)
                .text("name", Row::name)
                .integer("clear_number", Row::clearNumber)
                .moment("at", Row::at);
        this.delete = new SetStatement<>(
                rows, deleteFrom(DEADLINE).using(rows.given()).where(isGiven(rows)));
        this.miss = new SetStatement<>(
                rows,
                update(DEADLINE)
                        .set(DEADLINE.MISSED_AT, rows.moment("at"))
                        .from(rows.given())
                        .where(isGiven(rows)));
        Columns<Long> runs = new Columns<Long>().bigint("run_no", runNo -> runNo);
        this.planned = new SetStatement<>(runs, plannedOf(runs));
        Columns<Forerunners> asked = new Columns<Forerunners>()
                .text("dag_id", Forerunners::dagId)
                .text("task_id", Forerunners::taskId)
                .integer("last", Forerunners::last);
        this.usual = new SetStatement<>(asked, usualOf(asked));
    }

    private static Query insertOf(Columns<NewDeadline> given) {
        return insertInto(
                        DEADLINE,
                        DEADLINE.RUN_NO,
                        DEADLINE.TASK_ID,
                        DEADLINE.NAME,
                        DEADLINE.CLEAR_NUMBER,
                        DEADLINE.DUE_AT,
                        DEADLINE.HAS_CALLBACK)
                .select(select(
                                given.bigint("run_no"),
                                given.text("task_id"),
                                given.text("name"),
                                given.integer("clear_number"),
                                given.moment("due_at"),
                                field(given.bool("has_callback")))
                        .from(given.given()))
                .onConflictDoNothing();
    }

    private static Condition isGiven(Columns<Row> given) {
        return DEADLINE.RUN_NO
                .eq(given.bigint("run_no"))
                .and(DEADLINE.TASK_ID.eq(given.text("task_id")))
                .and(DEADLINE.NAME.eq(given.text("name")))
                .and(DEADLINE.CLEAR_NUMBER.eq(given.integer("clear_number")));
    }

    /** Keeps the rules of a new version of a DAG. */
    public static void keepRules(
            DSLContext transaction, long versionId, String timezone, List<DeadlineSpec> deadlines) {
        for (DeadlineSpec each : deadlines) {
            transaction
                    .insertInto(DEADLINE_RULE)
                    .set(DEADLINE_RULE.VERSION_ID, versionId)
                    .set(DEADLINE_RULE.TASK_ID, stored(each.taskId()))
                    .set(DEADLINE_RULE.NAME, each.name())
                    .set(DEADLINE_RULE.SPEC, DeadlineJson.write(each).toJson())
                    .set(DEADLINE_RULE.TIMEZONE, timezone)
                    .execute();
        }
    }

    private static String stored(@Nullable String taskId) {
        return taskId == null ? OF_RUN : taskId;
    }

    private static @Nullable String known(String stored) {
        return stored.equals(OF_RUN) ? null : stored;
    }

    /** Makes the deadlines of runs that were made in this transaction. */
    public void create(DSLContext transaction, Collection<Long> runNos) {
        insert.run(transaction, planned(transaction, runNos));
    }

    /**
     * Makes the deadlines of runs anew that were cleared in this transaction. Those that are past already do not come
     * again; one that is past and not judged yet is judged.
     */
    public void createAgain(DSLContext transaction, Collection<Long> runNos, Instant now) {
        if (runNos.isEmpty()) {
            return;
        }
        transaction
                .deleteFrom(DEADLINE)
                .where(DEADLINE.RUN_NO.in(runNos), DEADLINE.MISSED_AT.isNull(), DEADLINE.DUE_AT.gt(now))
                .execute();
        insert.run(
                transaction,
                planned(transaction, runNos).stream()
                        .filter(each -> each.dueAt().isAfter(now))
                        .toList());
    }

    private List<NewDeadline> planned(DSLContext transaction, Collection<Long> runNos) {
        List<Planned> rules = planned.query(transaction, List.copyOf(runNos), Deadlines::read);
        Map<Forerunners, List<Duration>> spans = spans(
                transaction,
                rules.stream().flatMap(each -> each.forerunners().stream()).collect(toSet()));
        List<NewDeadline> deadlines = new ArrayList<>();
        for (Planned each : rules) {
            List<Duration> usual = each.forerunners()
                    .map(asked -> spans.getOrDefault(asked, List.of()))
                    .orElse(List.of());
            DueMoments.due(each.spec().by(), each.of(), each.zone(), usual)
                    .ifPresent(at -> deadlines.add(new NewDeadline(
                            each.runNo(),
                            stored(each.spec().taskId()),
                            each.spec().name(),
                            each.clearNumber(),
                            at,
                            each.spec().callback())));
        }
        return deadlines;
    }

    private static Planned read(ResultSet row) throws SQLException {
        OffsetDateTime logicalDate = row.getObject(5, OffsetDateTime.class);
        return new Planned(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                new DueMoments.OfRun(
                        moment(row, 4), logicalDate == null ? null : logicalDate.toInstant(), moment(row, 6)),
                DeadlineJson.read((JsonObject) JsonValue.parse(row.getString(7))),
                ZoneId.of(row.getString(8)));
    }

    /** By primary keys. Nobody waits for last year's run: those of backfills have none. */
    private static Query plannedOf(Columns<Long> runs) {
        return select(
                        DAG_RUN.RUN_NO,
                        DAG_RUN.DAG_ID,
                        DAG_RUN.CLEAR_NUMBER,
                        DAG_RUN.QUEUED_AT,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        DEADLINE_RULE.SPEC,
                        DEADLINE_RULE.TIMEZONE)
                .from(runs.given())
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(runs.bigint("run_no")))
                .join(DEADLINE_RULE)
                .on(DEADLINE_RULE.VERSION_ID.eq(DAG_RUN.VERSION_ID))
                .where(DAG_RUN.BACKFILL_ID.isNull());
    }

    private Map<Forerunners, List<Duration>> spans(DSLContext transaction, Set<Forerunners> asked) {
        record Span(Forerunners of, Duration length) {}
        return usual
                .query(
                        transaction,
                        List.copyOf(asked),
                        row -> new Span(
                                new Forerunners(row.getString(1), row.getString(2), row.getInt(3)),
                                Duration.between(moment(row, 4), moment(row, 5))))
                .stream()
                .collect(groupingBy(Span::of, mapping(Span::length, toList())));
    }

    /**
     * From being queued to the end, of the last successful runs: by the index dag_run_of_dag. Of a run that was cleared
     * the times do not belong together: it was queued anew, and what was not cleared ended before.
     */
    private static Query usualOf(Columns<Forerunners> asked) {
        Field<Instant> taskEnd = select(max(TASK_INSTANCE.END_DATE))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO), TASK_INSTANCE.TASK_ID.eq(asked.text("task_id")))
                .asField();
        Field<Instant> end = when(asked.text("task_id").eq(inline(OF_RUN)), DAG_RUN.END_DATE)
                .otherwise(taskEnd)
                .as("ended_at");
        var before = lateral(select(DAG_RUN.QUEUED_AT, end)
                        .from(DAG_RUN)
                        .where(
                                DAG_RUN.DAG_ID.eq(asked.text("dag_id")),
                                DAG_RUN.STATE.eq(inline(RunState.SUCCESS.wireName())),
                                DAG_RUN.BACKFILL_ID.isNull(),
                                DAG_RUN.CLEAR_NUMBER.eq(inline(0)))
                        .orderBy(DAG_RUN.RUN_AFTER.desc(), DAG_RUN.RUN_NO.desc())
                        .limit(asked.integer("last")))
                .as("before");
        return select(
                        asked.text("dag_id"),
                        asked.text("task_id"),
                        asked.integer("last"),
                        before.field(DAG_RUN.QUEUED_AT),
                        before.field(end))
                .from(asked.given(), before)
                .where(requireNonNull(before.field(end)).isNotNull());
    }

    /** Deletes the open deadlines that are met. */
    public void met(DSLContext transaction, List<MetDeadlines> met) {
        deleteMet.run(transaction, met);
    }

    /** When the next one is due; null: none is open. By the index deadline_open. */
    public @Nullable Instant next(DSLContext transaction) {
        List<Instant> first = next.query(transaction, row -> moment(row, 1));
        return first.isEmpty() ? null : first.getFirst();
    }

    /** Runs with deadlines that are due, those due longest first. By the index deadline_open. */
    public static List<Long> due(DSLContext transaction, Instant now, int limit) {
        return transaction
                .select(DEADLINE.RUN_NO)
                .from(DEADLINE)
                .where(DEADLINE.MISSED_AT.isNull(), DEADLINE.DUE_AT.lt(now))
                .orderBy(DEADLINE.DUE_AT)
                .limit(limit)
                .fetch(DEADLINE.RUN_NO)
                .stream()
                .distinct()
                .toList();
    }

    /**
     * Judges what is due of these runs, which are locked: what was met is deleted, what was not is marked.
     *
     * @return what was missed
     */
    public List<MissedDeadline> judge(DSLContext transaction, Collection<Long> runNos, Instant now) {
        if (runNos.isEmpty()) {
            return List.of();
        }
        List<Row> met = new ArrayList<>();
        List<Row> missed = new ArrayList<>();
        List<MissedDeadline> told = new ArrayList<>();
        Condition ofTask = TASK_INSTANCE.RUN_NO.eq(DEADLINE.RUN_NO).and(TASK_INSTANCE.TASK_ID.eq(DEADLINE.TASK_ID));
        Field<Integer> instances =
                select(count()).from(TASK_INSTANCE).where(ofTask).asField("instances");
        Field<Integer> open = select(count())
                .from(TASK_INSTANCE)
                .where(ofTask, TASK_INSTANCE.STATE.isNull().or(TASK_INSTANCE.STATE.notIn(DONE)))
                .asField("open");
        Field<Instant> taskEnd = select(max(TASK_INSTANCE.END_DATE))
                .from(TASK_INSTANCE)
                .where(ofTask)
                .asField("task_end");
        // The end of a run is when its last end was heard of.
        Field<Instant> lastEnd = select(max(TASK_INSTANCE.END_DATE))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.eq(DEADLINE.RUN_NO))
                .asField("last_end");
        transaction
                .select(
                        DEADLINE.RUN_NO,
                        DEADLINE.TASK_ID,
                        DEADLINE.NAME,
                        DEADLINE.CLEAR_NUMBER,
                        DEADLINE.DUE_AT,
                        DEADLINE.HAS_CALLBACK,
                        DAG_RUN.STATE,
                        DAG_RUN.END_DATE,
                        instances,
                        open,
                        taskEnd,
                        lastEnd)
                .from(DEADLINE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(DEADLINE.RUN_NO))
                .where(DEADLINE.RUN_NO.in(runNos), DEADLINE.MISSED_AT.isNull(), DEADLINE.DUE_AT.lt(now))
                .orderBy(DEADLINE.DUE_AT, DEADLINE.RUN_NO, DEADLINE.TASK_ID, DEADLINE.NAME)
                .forEach(row -> {
                    Row key = new Row(row.value1(), row.value2(), row.value3(), row.value4(), now);
                    Instant end = row.value12() == null ? row.value8() : row.value12();
                    boolean byRun = row.value7().equals(RunState.SUCCESS.wireName()) && isBy(end, row.value5());
                    // A run that began without an instance of the task does not have it: its date is not the task's.
                    boolean isThere = row.value9() > 0 || !row.value7().equals(RunState.QUEUED.wireName());
                    boolean byTask = !row.value2().equals(OF_RUN)
                            && isThere
                            && row.value10() == 0
                            && isBy(row.value11(), row.value5());
                    if (byRun || byTask) {
                        met.add(key);
                    } else {
                        missed.add(key);
                        told.add(new MissedDeadline(
                                key.runNo(), known(key.taskId()), key.name(), key.clearNumber(), row.value6()));
                    }
                });
        delete.run(transaction, met);
        miss.run(transaction, missed);
        return told;
    }

    /** What was skipped may have no end. */
    private static boolean isBy(@Nullable Instant end, Instant due) {
        return end == null || !end.isAfter(due);
    }
}
