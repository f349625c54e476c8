package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.InstanceKey;
import dev.rondo.metadata.run.InstanceRow;
import dev.rondo.metadata.run.InstanceWrite;
import dev.rondo.metadata.run.NewInstance;
import dev.rondo.metadata.run.PastAnswer;
import dev.rondo.metadata.run.RunModels;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunWrite;
import dev.rondo.metadata.run.RunWrites;
import dev.rondo.metadata.run.StoredRun;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A run on its way to another version of its DAG.
 *
 * @param graph of the version
 * @param moved the run as it will be
 * @param fresh instances of tasks that are new in the version, or mapped in one and not in the other
 * @param removed unfinished instances of tasks that the version no longer has
 * @param replaced rows whose task is now mapped and was not, or the other way round
 */
record VersionMove(
        Graph graph, StoredRun moved, List<Instance> fresh, List<InstanceRow> removed, List<InstanceRow> replaced) {

    static VersionMove of(StoredRun stored, long versionId, Graph graph) {
        RunRow row = stored.run().withVersion(versionId);
        if (stored.instances().isEmpty()) {
            return new VersionMove(graph, new StoredRun(row, List.of()), List.of(), List.of(), List.of());
        }
        List<InstanceRow> kept = new ArrayList<>();
        List<InstanceRow> removed = new ArrayList<>();
        List<InstanceRow> replaced = new ArrayList<>();
        Set<Integer> present = new HashSet<>();
        for (InstanceRow each : stored.instances()) {
            OptionalInt task = graph.find(each.taskId());
            if (task.isEmpty()) {
                if (!each.state().isFinal()) {
                    removed.add(each);
                }
            } else if (each.mapIndex() >= 0 && !graph.isMapped(task.getAsInt())) {
                replaced.add(each);
                // What a worker has of it is stopped; the task begins anew.
                removed.add(each);
            } else {
                kept.add(each);
                present.add(task.getAsInt());
            }
        }
        removed.removeIf(each -> each.state().isFinal());
        RunModel whole = RunModels.of(new StoredRun(row, List.of()), graph, null, PastAnswer.NONE);
        List<Instance> fresh = whole.instances().stream()
                .filter(each -> !present.contains(each.task()))
                .toList();
        fresh.forEach(
                each -> kept.add(rowOf(row.runNo(), graph.task(each.task()).taskId(), each)));
        return new VersionMove(graph, new StoredRun(row, kept), fresh, removed, replaced);
    }

    private static InstanceRow rowOf(long runNo, String taskId, Instance each) {
        return new InstanceRow(
                runNo,
                taskId,
                each.mapIndex(),
                each.state(),
                each.tryNumber(),
                each.maxTries(),
                each.lostTries(),
                each.dispatchId(),
                null,
                each.nextAt(),
                each.startDate(),
                each.endDate(),
                each.resultLength(),
                each.followed(),
                null,
                null);
    }

    /** Writes it down. */
    void write(RunWrites writes, Instant now) {
        RunRow run = moved.run();
        writes.run(new RunWrite(
                run.runNo(),
                run.state(),
                null,
                run.versionId(),
                run.startDate(),
                run.endDate(),
                run.timeoutAt(),
                null,
                run.clearNumber()));
        Set<InstanceKey> gone = new HashSet<>();
        for (InstanceRow row : replaced) {
            InstanceKey key = new InstanceKey(row.runNo(), row.taskId(), row.mapIndex());
            gone.add(key);
            writes.remove(key);
        }
        for (InstanceRow row : removed) {
            if (!gone.contains(new InstanceKey(row.runNo(), row.taskId(), row.mapIndex()))) {
                Instance after = RunModels.instance(0, row).finished(TaskState.REMOVED, now);
                writes.instance(write(run.runNo(), row.taskId(), after, now));
            }
        }
        moved.instances().forEach(row -> writePlace(writes, row));
        for (Instance each : fresh) {
            OptionsSpec options = graph.task(each.task()).options();
            writes.newInstance(new NewInstance(
                    write(run.runNo(), graph.task(each.task()).taskId(), each, now),
                    options.pool(),
                    options.poolSlots(),
                    graph.weight(each.task()),
                    options.queue()));
        }
    }

    private void writePlace(RunWrites writes, InstanceRow row) {
        int task = graph.index(row.taskId());
        OptionsSpec options = graph.task(task).options();
        writes.place(
                new InstanceKey(row.runNo(), row.taskId(), row.mapIndex()),
                options.pool(),
                options.poolSlots(),
                graph.weight(task),
                options.queue());
    }

    private static InstanceWrite write(long runNo, String taskId, Instance instance, Instant now) {
        return new InstanceWrite(runNo, taskId, instance, "version_changed", now, false, null, null, false);
    }
}
