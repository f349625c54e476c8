package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.Dispatch.PrevSuccess;
import dev.rondo.core.state.InitialInstances;
import dev.rondo.core.state.RunPart;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.dagrun.TaskIds;
import dev.rondo.metadata.jooq.tables.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * What the engine reads of runs when it is not in its cache. All by primary key, or by a run's DAG and date. Sets are
 * given as arrays: the text is the same for any number, and planned once.
 */
final class RunReads {

    private static final Set<String> DONE = Set.of(TaskState.SUCCESS.wireName(), TaskState.SKIPPED.wireName());

    private static final String QUEUED = RunState.QUEUED.wireName();
    private static final String FAILED = RunState.FAILED.wireName();
    private static final String RUNNING = RunState.RUNNING.wireName();

    private final DSLContext context;

    RunReads(DSLContext context) {
        this.context = context;
    }

    List<StoredRun> load(Collection<Long> runNos) {
        if (runNos.isEmpty()) {
            return List.of();
        }
        Map<Long, List<InstanceRow>> instances = new HashMap<>();
        context.select(RunRows.INSTANCE)
                .from(TASK_INSTANCE)
                .where(isOneOf(TASK_INSTANCE.RUN_NO, runNos))
                .orderBy(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                .forEach(each -> {
                    InstanceRow row = RunRows.instance(each);
                    instances
                            .computeIfAbsent(row.runNo(), no -> new ArrayList<>())
                            .add(row);
                });
        return context.select(RunRows.RUN)
                .from(DAG_RUN)
                .where(DAG_RUN.RUN_NO.eq(any(runNos.toArray(Long[]::new))))
                .fetch(each -> {
                    RunRow run = RunRows.run(each);
                    return new StoredRun(run, instances.getOrDefault(run.runNo(), List.of()));
                });
    }

    /** The bounds tell which partitions there is need of, which an array does not. */
    private static Condition isOneOf(Field<Long> runNo, Collection<Long> runNos) {
        if (runNos.isEmpty()) {
            return falseCondition();
        }
        return runNo.eq(any(runNos.toArray(Long[]::new)))
                .and(runNo.between(Collections.min(runNos), Collections.max(runNos)));
    }

    /** What is asked of the runs before: the same for all runs of a version. */
    private record Asked(Set<RunType> types, Set<String> taskIds) {}

    /** The run before another one. */
    private record Previous(long runNo, Instant logicalDate) {}

    /**
     * Two statements for all runs that ask the same, as those of one version do; some more where the run before lacks a
     * task.
     */
    Map<Long, PastAnswer> past(Collection<PastQuestion> questions, Function<Long, Graph> graphs) {
        Map<Asked, List<PastQuestion>> byWhat = new LinkedHashMap<>();
        questions.forEach(
                each -> byWhat.computeIfAbsent(new Asked(each.types(), each.taskIds()), what -> new ArrayList<>())
                        .add(each));
        Map<Long, PastAnswer> answers = new HashMap<>();
        byWhat.forEach((what, asking) -> past(what, asking, graphs, answers));
        return answers;
    }

    private void past(
            Asked what, List<PastQuestion> asking, Function<Long, Graph> graphs, Map<Long, PastAnswer> answers) {
        Map<Long, Previous> previous = previous(what, asking);
        Map<Long, Set<String>> present = new HashMap<>();
        Map<Long, Set<String>> unfinished = new HashMap<>();
        var undone = boolOr(TASK_INSTANCE.STATE.isNull().or(TASK_INSTANCE.STATE.notIn(DONE)));
        context.select(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, undone)
                .from(TASK_INSTANCE)
                .where(isOneOf(
                        TASK_INSTANCE.RUN_NO,
                        previous.values().stream().map(Previous::runNo).toList()))
                .and(TASK_INSTANCE.TASK_ID.in(what.taskIds()))
                .groupBy(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID)
                .forEach(each -> {
                    present.computeIfAbsent(each.value1(), no -> new HashSet<>())
                            .add(each.value2());
                    if (each.value3()) {
                        unfinished
                                .computeIfAbsent(each.value1(), no -> new HashSet<>())
                                .add(each.value2());
                    }
                });
        for (PastQuestion question : asking) {
            Previous before = previous.get(question.runNo());
            answers.put(
                    question.runNo(),
                    before == null
                            ? PastAnswer.NONE
                            : answer(
                                    question,
                                    before,
                                    present.getOrDefault(before.runNo(), Set.of()),
                                    unfinished.getOrDefault(before.runNo(), Set.of()),
                                    graphs));
        }
    }

    /** By the unique index on DAG and logical date, once for each run that asks. */
    private Map<Long, Previous> previous(Asked what, List<PastQuestion> asking) {
        DagRun run = DAG_RUN.as("asking");
        DagRun before = DAG_RUN.as("before");
        var newest = lateral(select(before.RUN_NO, before.LOGICAL_DATE)
                        .from(before)
                        .where(before.DAG_ID.eq(run.DAG_ID))
                        .and(before.LOGICAL_DATE.lt(run.LOGICAL_DATE))
                        .and(before.RUN_TYPE.in(names(what.types())))
                        .and(counts(before))
                        .orderBy(before.LOGICAL_DATE.desc())
                        .limit(1))
                .as("newest");
        Map<Long, Previous> found = new HashMap<>();
        context.select(run.RUN_NO, newest.field(before.RUN_NO), newest.field(before.LOGICAL_DATE))
                .from(run, newest)
                .where(run.RUN_NO.eq(
                        any(asking.stream().map(PastQuestion::runNo).toArray(Long[]::new))))
                .forEach(each -> found.put(each.value1(), new Previous(each.value2(), each.value3())));
        return found;
    }

    /** One that gave way to a newer one never ran, and never will: what waits for it would wait for ever. */
    private static Condition counts(DagRun run) {
        return run.REASON.isDistinctFrom(inline(RunStarts.SUPERSEDED));
    }

    private static List<String> names(Set<RunType> types) {
        return types.stream().map(RunType::wireName).toList();
    }

    private PastAnswer answer(
            PastQuestion question,
            Previous before,
            Set<String> present,
            Set<String> unfinished,
            Function<Long, Graph> graphs) {
        // Of all types: a task that a person's run had is not new to the DAG.
        Condition earlier = DAG_RUN.DAG_ID
                .eq(question.dagId())
                .and(DAG_RUN.LOGICAL_DATE.lt(question.logicalDate()))
                .and(counts(DAG_RUN));
        return new PastAnswer(
                before.logicalDate(), present, unfinished, absentEverywhere(earlier, question, present, graphs));
    }

    private Set<String> absentEverywhere(
            Condition earlier, PastQuestion question, Set<String> present, Function<Long, Graph> graphs) {
        Set<String> absent = new HashSet<>(question.taskIds());
        absent.removeAll(present);
        absent.removeIf(taskId -> context.fetchExists(selectOne()
                .from(DAG_RUN)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(earlier)
                .and(TASK_INSTANCE.TASK_ID.eq(taskId))));
        if (!absent.isEmpty()) {
            absent.removeAll(awaited(earlier, absent, graphs));
        }
        return absent;
    }

    /**
     * Of these tasks, those that a queued run will have, as its instances are made when it begins; or that a run would
     * have had whose backfill was cancelled before it began. Indexes: dag_run_active, dag_run_unbegun; one statement
     * for both would read every run of the DAG.
     */
    private Set<String> awaited(Condition earlier, Set<String> taskIds, Function<Long, Graph> graphs) {
        Set<String> awaited = new HashSet<>();
        addUnbegun(earlier.and(DAG_RUN.STATE.eq(inline(QUEUED))), taskIds, graphs, awaited);
        addUnbegun(
                earlier.and(DAG_RUN.STATE.eq(inline(FAILED))).and(DAG_RUN.START_DATE.isNull()),
                taskIds,
                graphs,
                awaited);
        return awaited;
    }

    private void addUnbegun(Condition which, Set<String> taskIds, Function<Long, Graph> graphs, Set<String> awaited) {
        context.select(
                        DAG_RUN.VERSION_ID,
                        DAG_RUN.RUN_TYPE,
                        DAG_RUN.ONLY_TASKS,
                        min(DAG_RUN.LOGICAL_DATE),
                        max(DAG_RUN.LOGICAL_DATE))
                .from(DAG_RUN)
                .where(which)
                .andNotExists(selectOne().from(TASK_INSTANCE).where(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO)))
                .groupBy(DAG_RUN.VERSION_ID, DAG_RUN.RUN_TYPE, DAG_RUN.ONLY_TASKS)
                .forEach(each -> {
                    Graph graph = graphs.apply(each.value1());
                    RunType type = RunType.ofWireName(each.value2());
                    RunPart part = new RunPart(Set.copyOf(TaskIds.listed(each.value3())));
                    taskIds.stream()
                            .filter(id -> {
                                OptionalInt task = graph.find(id);
                                return task.isPresent()
                                        && InitialInstances.mayHave(
                                                graph, task.getAsInt(), type, part, each.value4(), each.value5());
                            })
                            .forEach(awaited::add);
                });
    }

    /** Dates of the last successful run before each of the runs. */
    Map<Long, PrevSuccess> prevSuccess(Collection<Long> runNos) {
        DagRun asking = DAG_RUN.as("asking");
        DagRun before = DAG_RUN.as("before");
        var last = lateral(select(before.LOGICAL_DATE, before.DATA_INTERVAL_START, before.DATA_INTERVAL_END)
                        .from(before)
                        .where(before.DAG_ID.eq(asking.DAG_ID))
                        .and(before.LOGICAL_DATE.lt(asking.LOGICAL_DATE))
                        .and(before.STATE.eq(inline("success")))
                        .orderBy(before.LOGICAL_DATE.desc())
                        .limit(1))
                .as("last");
        Map<Long, PrevSuccess> found = new HashMap<>();
        context.select(
                        asking.RUN_NO,
                        last.field(before.LOGICAL_DATE),
                        last.field(before.DATA_INTERVAL_START),
                        last.field(before.DATA_INTERVAL_END))
                .from(asking, last)
                .where(asking.RUN_NO.eq(any(runNos.toArray(Long[]::new))))
                .forEach(
                        each -> found.put(each.value1(), new PrevSuccess(each.value2(), each.value3(), each.value4())));
        return found;
    }

    /** Running runs of a DAG after a date, by date. */
    List<RunRow> runningAfter(String dagId, Instant logicalDate, int limit) {
        return context.select(RunRows.RUN)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .and(DAG_RUN.STATE.eq(inline(RUNNING)))
                .and(DAG_RUN.LOGICAL_DATE.gt(logicalDate))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .limit(limit)
                .fetch(RunRows::run);
    }

    List<StoredVersion> versions(Collection<Long> versionIds) {
        return context.select(DAG_VERSION.VERSION_ID, DAG_VERSION.JAR_HASH, DAG_VERSION.GRAPH)
                .from(DAG_VERSION)
                .where(DAG_VERSION.VERSION_ID.eq(any(versionIds.toArray(Long[]::new))))
                .fetch(each -> new StoredVersion(each.value1(), each.value2(), each.value3()));
    }

    int activeOf(String dagId, String taskId, Collection<Long> without) {
        return context.fetchCount(context.selectOne()
                .from(DAG_RUN)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .and(DAG_RUN.STATE.eq(inline(RUNNING)))
                .and(DAG_RUN.RUN_NO.ne(all(without.toArray(Long[]::new))))
                .and(TASK_INSTANCE.TASK_ID.eq(taskId))
                .and(TASK_INSTANCE.STATE.in("queued", "running", "restarting", "deferred")));
    }
}
