package dev.rondo.metadata.why;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT_ALIAS;
import static dev.rondo.metadata.jooq.Tables.DAG_ASSET;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.rondo.core.asset.AssetCondition;
import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.newrun.AssetFacts;
import dev.rondo.core.newrun.RunsByAssets;
import dev.rondo.core.newrun.RunsBySchedule;
import dev.rondo.core.state.Readiness;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.query.DagScope;
import dev.rondo.metadata.schedule.DueDag;
import dev.rondo.metadata.schedule.DueDags;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.metadata.why.NoRun.Awaited;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Asks the rules about new runs, with what is read as those who make runs read it. */
final class NewRunReads {

    private final Transactions transactions;

    NewRunReads(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The DAG as those read it who make runs by schedules; empty: there is none. */
    Optional<DueDag> find(String dagId) {
        return transactions.call(db -> DueDags.find(db, dagId));
    }

    NoRun why(DueDag dag, DagSpec spec, DagScope scope, Instant now) {
        return transactions.call(db -> {
            AssetFacts assets = AssetRuns.find(db, dag.dagId()).orElse(null);
            List<Answer> creation = new ArrayList<>();
            boolean byTime = !(spec.schedule() instanceof ScheduleSpec.Assets);
            List<Readiness> time = byTime
                    ? RunsBySchedule.explain(
                            dag.facts(spec), DueDags.beforeLast(db, dag.dagId()).orElse(null), now)
                    : List.of();
            List<Readiness> updates = assets == null ? List.of() : RunsByAssets.explain(assets);
            boolean free = (byTime && time.isEmpty()) || (assets != null && updates.isEmpty());
            if (!free) {
                add(creation, answers(db, dag.dagId(), time));
                add(creation, answers(db, dag.dagId(), updates));
            }
            WhyReads.noScheduler(db, now, creation);
            List<Answer> start = new ArrayList<>(StartReads.why(db, StartReads.Place.ofNewRun(dag.dagId(), now), now));
            Set<String> told = creation.stream().map(Answer::code).collect(toSet());
            start.removeIf(each -> each.code().equals("dag_paused") || told.contains(each.code()));
            return new NoRun(creation, start, free || assets == null ? List.of() : awaited(db, assets, scope));
        });
    }

    /** What schedule and assets have to say alike is said once. */
    private static void add(List<Answer> answers, List<Answer> more) {
        Set<String> told = answers.stream().map(Answer::code).collect(toSet());
        more.stream().filter(each -> !told.contains(each.code())).forEach(answers::add);
    }

    private static List<Answer> answers(DSLContext db, String dagId, List<Readiness> reasons) {
        return reasons.stream()
                .map(each -> WhyStore.answer(
                        each,
                        blocking(db, dagId, WhyStore.answer(each, List.of()).code())))
                .toList();
    }

    private static List<Blocking> blocking(DSLContext db, String dagId, String code) {
        return switch (code) {
            case "run_open" -> open(db, dagId, noCondition());
            case "max_active_runs" -> open(db, dagId, DAG_RUN.BACKFILL_ID.isNull());
            default -> List.of();
        };
    }

    private static List<Blocking> open(DSLContext db, String dagId, Condition which) {
        return db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.STATE.in("queued", "running"), which)
                .orderBy(DAG_RUN.RUN_AFTER, DAG_RUN.RUN_NO)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch(r -> new Blocking(dagId, r.value1(), null, null, r.value2()));
    }

    private static List<Awaited> awaited(DSLContext db, AssetFacts facts, DagScope scope) {
        return AssetCondition.awaited(facts.expression(), facts.updated()).stream()
                .flatMap(expression -> expression.leaves().stream())
                .map(AssetLeaf::of)
                .limit(WhyStore.MAX_BLOCKING)
                .map(leaf -> new Awaited(leaf.kind(), leaf.name(), lastUpdate(db, leaf), writers(db, leaf, scope)))
                .toList();
    }

    private static List<String> writers(DSLContext db, AssetLeaf leaf, DagScope scope) {
        return db.select(DAG_ASSET.DAG_ID, DAG_ASSET.TASK_ID)
                .from(DAG_ASSET)
                .where(
                        DAG_ASSET.NAME.eq(leaf.name()),
                        DAG_ASSET.KIND.eq(leaf.kind()),
                        DAG_ASSET.ROLE.eq("outlet"),
                        scope.on(DAG_ASSET.DAG_ID))
                .orderBy(DAG_ASSET.DAG_ID, DAG_ASSET.TASK_ID)
                .limit(WhyStore.MAX_BLOCKING)
                .fetch(r -> r.value1() + "." + r.value2());
    }

    // Index: asset_event_of_asset.
    private static @Nullable Instant lastUpdate(DSLContext db, AssetLeaf leaf) {
        return leaf.kind().equals(AssetLeaf.ASSET)
                ? db.select(ASSET_EVENT.AT)
                        .from(ASSET_EVENT)
                        .where(ASSET_EVENT.ASSET_ID.eq(
                                select(ASSET.ASSET_ID).from(ASSET).where(ASSET.NAME.eq(leaf.name()))))
                        .orderBy(ASSET_EVENT.EVENT_ID.desc())
                        .limit(1)
                        .fetchOne(ASSET_EVENT.AT)
                : db.select(ASSET_EVENT.AT)
                        .from(ASSET_EVENT_ALIAS)
                        .join(ASSET_EVENT)
                        .on(ASSET_EVENT.EVENT_ID.eq(ASSET_EVENT_ALIAS.EVENT_ID))
                        .where(ASSET_EVENT_ALIAS.ALIAS.eq(leaf.name()))
                        .orderBy(ASSET_EVENT_ALIAS.EVENT_ID.desc())
                        .limit(1)
                        .fetchOne(ASSET_EVENT.AT);
    }
}
