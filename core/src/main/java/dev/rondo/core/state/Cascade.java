package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.sdk.spec.MappingSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a change touches, and what that touches, until nothing changes any more.
 *
 * <p>It goes in rounds: all touched instances are judged by the states before the round, then all changes are made. So
 * the outcome does not depend on the order within a round, and it is that of Airflow's scheduler passes.
 */
final class Cascade {

    /** In place of a map index: every instance of the task. */
    static final int ALL = -2;

    private final Graph graph;
    private final Draft draft;
    private final Instant now;
    private final Starts starts;
    private Set<Long> touched = new LinkedHashSet<>();

    // Everything is touched, whatever is in the set.
    private boolean allTouched;

    // What the round that is judged comes to.
    private final List<Runnable> growths = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    // Whether a list has grown since this round was judged.
    private boolean grown;

    /** What an instance does in the round in which it was judged, if it is still in that state then. */
    private record Move(int task, int mapIndex, TaskState from, Readiness judged) {}

    Cascade(Graph graph, Draft draft, Instant now) {
        this.graph = graph;
        this.draft = draft;
        this.now = now;
        this.starts = new Starts(graph, draft, now);
    }

    /** An instance is to be judged. */
    void touch(int task, int mapIndex) {
        if (!allTouched) {
            touched.add(((long) task << 32) | (mapIndex + 2L));
        }
    }

    /** Everything is to be judged. */
    void touchAll() {
        allTouched = true;
    }

    /** An instance changes; if that finishes it, what looks at it is judged, and what it skips is skipped. */
    void change(Instance after, @Nullable String reason) {
        change(draft.instance(after.task(), after.mapIndex()), after, reason);
    }

    private void change(Instance before, Instance after, @Nullable String reason) {
        draft.change(before, after, reason);
        if (after.state().isFinal()) {
            touchBelow(after.task(), after.mapIndex());
        }
        if (after.state() == TaskState.SUCCESS && after.followed() != null) {
            skipBelow(after, after.followed());
        }
    }

    /**
     * What is ready and has no worker yet is ready no longer when its rules do not hold any more: a task above was
     * cleared or marked since. What a worker has goes on, as in Airflow.
     */
    void takeBack(int task, int mapIndex) {
        if (draft.state(task, mapIndex) == TaskState.SCHEDULED
                && !(Judge.judge(graph, draft, task, mapIndex, now) instanceof Readiness.Ready)) {
            change(draft.instance(task, mapIndex).takenBack(now), "reconsidered");
            touch(task, mapIndex);
        }
    }

    /** What looks at an instance is to be judged. */
    void touchBelow(int task, int mapIndex) {
        touchAll(graph.wideDownstream(task));
        Ints paired = graph.pairedDownstream(task);
        for (int i = 0; i < paired.size(); i++) {
            touch(paired.get(i), mapIndex);
        }
        Ints scope = graph.scopeTasks(task);
        for (int i = 0; i < scope.size(); i++) {
            touch(scope.get(i), graph.paired(task, scope.get(i)) ? mapIndex : ALL);
        }
        if (MappedLength.finished(draft, task) == draft.instances(task)) {
            touchAll(graph.mappedOver(task));
        }
    }

    private void touchAll(Ints tasks) {
        for (int i = 0; i < tasks.size(); i++) {
            touch(tasks.get(i), ALL);
        }
    }

    /** Judges until nothing changes; only a running run is judged. */
    void settle() {
        while ((allTouched || !touched.isEmpty()) && draft.runState() == RunState.RUNNING) {
            growths.clear();
            moves.clear();
            grown = false;
            judgeTouched();
            // Lists first: what they add above is waited for, also by what this round would have ended.
            growths.forEach(Runnable::run);
            moves.forEach(this::make);
        }
    }

    private void judgeTouched() {
        if (allTouched) {
            allTouched = false;
            touched.clear();
            for (int task = 0; task < graph.size(); task++) {
                judge(task, ALL);
            }
        } else {
            Set<Long> round = touched;
            touched = new LinkedHashSet<>();
            for (long each : round) {
                judge((int) (each >> 32), (int) (each & 0xFFFFFFFFL) - 2);
            }
        }
    }

    private void judge(int task, int mapIndex) {
        if (draft.instances(task) == 0) {
            return;
        }
        if (graph.isMapped(task) && growth(task) > 0) {
            growths.add(() -> grow(task));
            if (!draft.expanded(task)) {
                return;
            }
        }
        if (!draft.expanded(task)) {
            // Also where an index was meant: a task of the group that was finished before the group got its instances.
            judgeOne(task, -1);
        } else if (mapIndex >= 0) {
            // A task of the group that got its instances of a shorter list has none for those beyond it.
            if (mapIndex < draft.instances(task)) {
                judgeOne(task, mapIndex);
            }
        } else if (!isHeldTogether(task)) {
            for (int index = 0; index < draft.instances(task); index++) {
                judgeOne(task, index);
            }
        }
    }

    /** Whether what holds back the first instance holds back all: then thousands need not be asked. */
    private boolean isHeldTogether(int task) {
        return graph.pairedUpstream(task).isEmpty()
                && graph.skippers(task).isEmpty()
                && graph.scopeSetups(task).isEmpty()
                && Judge.judge(graph, draft, task, 0, now) instanceof Readiness.NotYet notYet
                && !(notYet.reason() instanceof TimeRule.Until);
    }

    private void judgeOne(int task, int mapIndex) {
        TaskState state = draft.state(task, mapIndex);
        boolean waits = state == TaskState.UP_FOR_RETRY || state == TaskState.UP_FOR_RESCHEDULE;
        if (state != TaskState.NONE
                && !(waits && TimeRule.isOver(draft.instance(task, mapIndex).nextAt(), now))) {
            return;
        }
        Readiness judged = Judge.judge(graph, draft, task, mapIndex, now);
        if (!(judged instanceof Readiness.NotYet)) {
            moves.add(new Move(task, mapIndex, state, judged));
        }
    }

    /**
     * A branch that never leaves the scheduler may have skipped, or a group expanded, it in the same round; and what a
     * list that grew in it adds above is waited for.
     */
    private void make(Move move) {
        int task = move.task();
        int mapIndex = move.mapIndex();
        if (draft.expanded(task) != (mapIndex >= 0) || draft.state(task, mapIndex) != move.from()) {
            return;
        }
        if (grown && !Judge.judge(graph, draft, task, mapIndex, now).equals(move.judged())) {
            touch(task, mapIndex);
            return;
        }
        switch (move.judged()) {
            case Readiness.Never never -> end(task, mapIndex, never);
            case Readiness.Ready ready -> start(task, mapIndex);
            case Readiness.NotYet notYet -> throw new IllegalStateException(move + " is none");
        }
    }

    private void end(int task, int mapIndex, Readiness.Never never) {
        Instance before = draft.instance(task, mapIndex);
        change(before, before.finished(never.becomes(), now), never.reason().code());
    }

    private void start(int task, int mapIndex) {
        Instance before = draft.instance(task, mapIndex);
        if (mapIndex < 0 && graph.isMapped(task)) {
            int length = Math.toIntExact(MappedLength.of(graph, draft, mapping(task)));
            Instance each = starts.started(before.withMapIndex(0));
            draft.expand(new Decision.Expanded(task, 0, length, each));
            afterExpansion(task, each, length);
        } else {
            Instance after = starts.started(before);
            change(before, after, null);
            starts.callbacks(after);
        }
    }

    private void afterExpansion(int task, Instance each, int length) {
        if (each.state().isFinal()) {
            touchAll(graph.wideDownstream(task));
            for (int index = 0; index < length; index++) {
                starts.callbacks(each.withMapIndex(index));
            }
        }
    }

    /** How many instances the tasks of a mapped unit lack; for a mapped task alone its rule must hold first. */
    private long growth(int task) {
        if (graph.sources(task).isEmpty() || (!graph.inMappedGroup(task) && !draft.expanded(task))) {
            return 0;
        }
        long length = MappedLength.of(graph, draft, mapping(task));
        int present = draft.expanded(task) ? draft.instances(task) : 0;
        return length > graph.limits().maxMapLength() ? 0 : length - present;
    }

    /** All tasks of a mapped group get their instances together; a list that grew adds to those that are there. */
    private void grow(int task) {
        Ints unit = graph.unit(task);
        for (int i = 0; i < unit.size(); i++) {
            int member = unit.get(i);
            boolean open = draft.expanded(member)
                    || (draft.instances(member) > 0 && !draft.state(member, -1).isFinal());
            long missing = open ? growth(member) : 0;
            if (missing > 0) {
                int present = draft.expanded(member) ? draft.instances(member) : 0;
                Instance each =
                        Instance.fresh(member, 0, graph.task(member).options().retries());
                draft.expand(new Decision.Expanded(member, present, present + (int) missing, each));
                touch(member, ALL);
                grown = true;
                takeBackAll(graph.wideDownstream(member));
            }
        }
    }

    private MappingSpec mapping(int task) {
        MappingSpec mapping = graph.mapping(task);
        if (mapping == null) {
            throw new IllegalStateException("task '" + graph.task(task).taskId() + "' is not mapped");
        }
        return mapping;
    }

    /** Skips at once what a branch did not choose, unless it has begun or is finished. */
    private void skipBelow(Instance branch, List<String> followed) {
        Ints below = switch (graph.task(branch.task()).body()) {
            case SHORT_CIRCUIT -> graph.descendants(branch.task());
            default -> graph.downstream(branch.task());
        };
        String reason = "not_chosen:" + graph.task(branch.task()).taskId();
        for (int i = 0; i < below.size(); i++) {
            int task = below.get(i);
            if (graph.isTeardown(task) || !SkipRule.skips(graph, followed, task)) {
                continue;
            }
            if (graph.paired(branch.task(), task)) {
                if (RunMachine.exists(graph, draft, task, branch.mapIndex())) {
                    skip(task, branch.mapIndex(), reason);
                }
            } else if (branch.mapIndex() < 0) {
                int first = draft.expanded(task) ? 0 : -1;
                for (int index = first; index < first + draft.instances(task); index++) {
                    skip(task, index, reason);
                }
            }
        }
    }

    private void skip(int task, int mapIndex, String reason) {
        switch (draft.state(task, mapIndex)) {
            case NONE, SCHEDULED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED ->
                change(draft.instance(task, mapIndex).finished(TaskState.SKIPPED, now), reason);
            // Another task above failed first; the branch's word counts for more, as in Airflow.
            case UPSTREAM_FAILED -> {
                change(draft.instance(task, mapIndex).finished(TaskState.SKIPPED, now), reason);
                takeBackAll(graph.wideDownstream(task));
                takeBackPaired(task, mapIndex);
            }
            case QUEUED, RUNNING, RESTARTING, SUCCESS, FAILED, SKIPPED, REMOVED -> {}
        }
    }

    /** What is ready for a state that is gone, or for all of a list that has more now. */
    private void takeBackAll(Ints tasks) {
        for (int i = 0; i < tasks.size(); i++) {
            int task = tasks.get(i);
            int first = draft.expanded(task) ? 0 : -1;
            for (int index = first; index < first + draft.instances(task); index++) {
                takeBack(task, index);
            }
        }
    }

    private void takeBackPaired(int task, int mapIndex) {
        Ints paired = graph.pairedDownstream(task);
        for (int i = 0; i < paired.size(); i++) {
            if (RunMachine.exists(graph, draft, paired.get(i), mapIndex)) {
                takeBack(paired.get(i), mapIndex);
            }
        }
    }
}
