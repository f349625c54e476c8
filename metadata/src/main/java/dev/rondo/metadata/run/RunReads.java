package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.protocol.Dispatch.PrevSuccess;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.jooq.tables.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** What the engine reads of runs when it is not in its cache. All by primary key, or by a run's DAG and date. */
final class RunReads {

    private static final Set<String> DONE = Set.of(TaskState.SUCCESS.wireName(), TaskState.SKIPPED.wireName());

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
                .where(TASK_INSTANCE.RUN_NO.in(runNos))
                .orderBy(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                .forEach(each -> {
                    InstanceRow row = RunRows.instance(each);
                    instances
                            .computeIfAbsent(row.runNo(), no -> new ArrayList<>())
                            .add(row);
                });
        return context.select(RunRows.RUN)
                .from(DAG_RUN)
                .where(DAG_RUN.RUN_NO.in(runNos))
                .fetch(each -> {
                    RunRow run = RunRows.run(each);
                    return new StoredRun(run, instances.getOrDefault(run.runNo(), List.of()));
                });
    }

    /** What is asked of the runs before: the same for all runs of a version. */
    private record Asked(Set<RunType> types, Set<String> taskIds) {}

    /** The run before another one. */
    private record Previous(long runNo, Instant logicalDate) {}

    /** Two statements for all runs that ask the same, as those of one version do. */
    Map<Long, PastAnswer> past(Collection<PastQuestion> questions) {
        Map<Asked, List<PastQuestion>> byWhat = new LinkedHashMap<>();
        questions.forEach(
                each -> byWhat.computeIfAbsent(new Asked(each.types(), each.taskIds()), what -> new ArrayList<>())
                        .add(each));
        Map<Long, PastAnswer> answers = new HashMap<>();
        byWhat.forEach((what, asking) -> past(what, asking, answers));
        return answers;
    }

    private void past(Asked what, List<PastQuestion> asking, Map<Long, PastAnswer> answers) {
        Map<Long, Previous> previous = previous(what, asking);
        Map<Long, Set<String>> present = new HashMap<>();
        Map<Long, Set<String>> unfinished = new HashMap<>();
        var undone = boolOr(TASK_INSTANCE.STATE.isNull().or(TASK_INSTANCE.STATE.notIn(DONE)));
        context.select(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, undone)
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.RUN_NO.in(
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
                                    unfinished.getOrDefault(before.runNo(), Set.of())));
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
                        .orderBy(before.LOGICAL_DATE.desc())
                        .limit(1))
                .as("newest");
        Map<Long, Previous> found = new HashMap<>();
        context.select(run.RUN_NO, newest.field(before.RUN_NO), newest.field(before.LOGICAL_DATE))
                .from(run, newest)
                .where(run.RUN_NO.in(asking.stream().map(PastQuestion::runNo).toList()))
                .forEach(each -> found.put(each.value1(), new Previous(each.value2(), each.value3())));
        return found;
    }

    private static List<String> names(Set<RunType> types) {
        return types.stream().map(RunType::wireName).toList();
    }

    private PastAnswer answer(PastQuestion question, Previous before, Set<String> present, Set<String> unfinished) {
        Condition earlier = DAG_RUN.DAG_ID
                .eq(question.dagId())
                .and(DAG_RUN.LOGICAL_DATE.lt(question.logicalDate()))
                .and(DAG_RUN.RUN_TYPE.in(names(question.types())));
        return new PastAnswer(before.logicalDate(), present, unfinished, absentEverywhere(earlier, question, present));
    }

    private Set<String> absentEverywhere(Condition earlier, PastQuestion question, Set<String> present) {
        Set<String> absent = new HashSet<>(question.taskIds());
        absent.removeAll(present);
        absent.removeIf(taskId -> context.fetchExists(selectOne()
                .from(DAG_RUN)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(earlier)
                .and(TASK_INSTANCE.TASK_ID.eq(taskId))));
        return absent;
    }

    /** Dates of the last successful run before each of the runs. */
    Map<Long, PrevSuccess> prevSuccess(Collection<Long> runNos) {
        DagRun asking = DAG_RUN.as("asking");
        DagRun before = DAG_RUN.as("before");
        var last = lateral(select(before.LOGICAL_DATE, before.DATA_INTERVAL_START, before.DATA_INTERVAL_END)
                        .from(before)
                        .where(before.DAG_ID.eq(asking.DAG_ID))
                        .and(before.LOGICAL_DATE.lt(asking.LOGICAL_DATE))
                        .and(before.STATE.eq("success"))
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
                .where(asking.RUN_NO.in(runNos))
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
                .where(DAG_VERSION.VERSION_ID.in(versionIds))
                .fetch(each -> new StoredVersion(each.value1(), each.value2(), each.value3()));
    }

    int activeOf(String dagId, String taskId) {
        return context.fetchCount(context.selectOne()
                .from(DAG_RUN)
                .join(TASK_INSTANCE)
                .on(TASK_INSTANCE.RUN_NO.eq(DAG_RUN.RUN_NO))
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .and(DAG_RUN.STATE.eq(inline(RUNNING)))
                .and(TASK_INSTANCE.TASK_ID.eq(taskId))
                .and(TASK_INSTANCE.STATE.in("queued", "running", "restarting", "deferred")));
    }
}
