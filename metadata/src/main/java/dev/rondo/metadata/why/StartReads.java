package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.BACKFILL_TAKE_OVER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.row;

import dev.rondo.core.runstart.RunStart;
import dev.rondo.core.runstart.RunStartFacts;
import dev.rondo.core.runstart.RunStartFacts.OfBackfill;
import dev.rondo.core.state.Readiness;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What keeps a queued run, or one that is made now, from its start. */
final class StartReads {

    private StartReads() {}

    /**
     * Where a run stands among those of its DAG.
     *
     * @param backfillId null: it belongs to none
     */
    record Place(
            String dagId,
            Instant runAfter,
            long runNo,
            @Nullable Long backfillId,
            @Nullable Integer backfillOrdinal) {

        static Place of(RunRow row) {
            return new Place(row.dagId(), row.runAfter(), row.runNo(), row.backfillId(), row.backfillOrdinal());
        }

        /** That of a run that is made now. */
        static Place ofNewRun(String dagId, Instant now) {
            return new Place(dagId, now, Long.MAX_VALUE, null, null);
        }
    }

    static List<Answer> why(DSLContext db, Place place, Instant now) {
        List<Answer> answers = new ArrayList<>();
        RunStartFacts facts = facts(db, place, now);
        for (Readiness each : RunStart.explain(facts, now)) {
            answers.add(WhyStore.answer(
                    each,
                    blocking(db, place, facts, WhyStore.answer(each, List.of()).code())));
        }
        return answers;
    }

    private static List<Blocking> blocking(DSLContext db, Place place, RunStartFacts facts, String code) {
        return switch (code) {
            case "max_active_runs", "backfill_max_active_runs" -> running(db, place);
            case "run_before_failed" ->
                List.of(new Blocking(place.dagId(), String.valueOf(facts.failedBefore()), null, null, "failed"));
            default -> List.of();
        };
    }

    private static RunStartFacts facts(DSLContext db, Place place, Instant now) {
        Record dag = db.select(DAG.IS_PAUSED, DAG.RUN_STRATEGY, DAG.MAX_ACTIVE_RUNS)
                .from(DAG)
                .where(DAG.DAG_ID.eq(place.dagId()))
                .fetchSingle();
        RunStrategy strategy = RunStrategy.valueOf(dag.get(DAG.RUN_STRATEGY).toUpperCase(Locale.ROOT));
        return new RunStartFacts(
                place.dagId(),
                place.runAfter(),
                dag.get(DAG.IS_PAUSED),
                strategy,
                dag.get(DAG.MAX_ACTIVE_RUNS),
                db.fetchCount(
                        DAG_RUN,
                        DAG_RUN.DAG_ID.eq(place.dagId()),
                        DAG_RUN.STATE.eq("running"),
                        DAG_RUN.BACKFILL_ID.isNull()),
                ahead(db, place, strategy, now),
                failedBefore(db, place.dagId(), place.runAfter(), place.runNo()),
                backfill(db, place));
    }

    private static int ahead(DSLContext db, Place place, RunStrategy strategy, Instant now) {
        if (place.backfillId() == null && strategy == RunStrategy.LATEST_ONLY) {
            return 0; // what is older is superseded
        }
        Condition ahead = place.backfillId() == null
                ? DAG_RUN.BACKFILL_ID
                        .isNull()
                        .and(DAG_RUN.RUN_AFTER
                                .lt(place.runAfter())
                                .or(DAG_RUN.RUN_AFTER.eq(place.runAfter()).and(DAG_RUN.RUN_NO.lt(place.runNo()))))
                : DAG_RUN.BACKFILL_ID.eq(place.backfillId()).and(DAG_RUN.BACKFILL_ORDINAL.lt(place.backfillOrdinal()));
        Condition all = DAG_RUN.DAG_ID
                .eq(place.dagId())
                .and(DAG_RUN.STATE.eq("queued"))
                .and(DAG_RUN.RUN_AFTER.le(now))
                .and(ahead);
        return db.fetchCount(DAG_RUN, all);
    }

    private static @Nullable String failedBefore(DSLContext db, String dagId, Instant runAfter, long runNo) {
        Record before = db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(dagId),
                        row(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO).lt(runAfter, runNo),
                        DAG_RUN.STATE.in("success", "failed"))
                .orderBy(DAG_RUN.RUN_AFTER.desc(), DAG_RUN.RUN_NO.desc())
                .limit(1)
                .fetchOne();
        return before != null && before.get(DAG_RUN.STATE).equals("failed") ? before.get(DAG_RUN.RUN_ID) : null;
    }

    private static @Nullable OfBackfill backfill(DSLContext db, Place place) {
        Long id = place.backfillId();
        return id == null
                ? null
                : db.select(BACKFILL.IS_PAUSED, BACKFILL.COMPLETED_AT, BACKFILL.MAX_ACTIVE_RUNS)
                        .from(BACKFILL)
                        .where(BACKFILL.BACKFILL_ID.eq(id))
                        .fetchSingle(r -> new OfBackfill(
                                id,
                                r.value1() && r.value2() == null,
                                r.value3(),
                                db.fetchCount(
                                        DAG_RUN,
                                        DAG_RUN.DAG_ID.eq(place.dagId()),
                                        DAG_RUN.BACKFILL_ID.eq(id),
                                        DAG_RUN.STATE.eq("running")),
                                takesOver(db, id, place)));
    }

    private static @Nullable String takesOver(DSLContext db, long backfillId, Place place) {
        return db.select(DAG_RUN.RUN_ID)
                .from(BACKFILL_TAKE_OVER)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(BACKFILL_TAKE_OVER.RUN_NO))
                .where(
                        BACKFILL_TAKE_OVER.BACKFILL_ID.eq(backfillId),
                        BACKFILL_TAKE_OVER.ORDINAL.lt(place.backfillOrdinal()))
                .orderBy(BACKFILL_TAKE_OVER.ORDINAL)
                .limit(1)
                .fetchOne(DAG_RUN.RUN_ID);
    }

    private static List<Blocking> running(DSLContext db, Place place) {
        return db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(
                        DAG_RUN.DAG_ID.eq(place.dagId()),
                        DAG_RUN.STATE.eq("running"),
                        place.backfillId() == null
                                ? DAG_RUN.BACKFILL_ID.isNull()
                                : DAG_RUN.BACKFILL_ID.eq(place.backfillId()))
                .orderBy(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch(r -> new Blocking(place.dagId(), r.value1(), null, null, r.value2()));
    }
}
