package dev.rondo.core.graph;

import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.List;

/** Effective priority weights: a task's own, plus those of all tasks below or above it, each once. */
final class Weights {

    private static final long[] RELEASED = {};

    private final List<TaskSpec> tasks;
    private final Topology topology;
    private final WeightedSets sets;

    private Weights(List<TaskSpec> tasks, Topology topology) {
        this.tasks = tasks;
        this.topology = topology;
        this.sets = new WeightedSets(
                tasks.stream().mapToInt(task -> task.options().priorityWeight()).toArray());
    }

    static int[] of(List<TaskSpec> tasks, Topology topology) {
        return new Weights(tasks, topology).all();
    }

    private int[] all() {
        int[] weights = new int[tasks.size()];
        long[] below = has(WeightRule.DOWNSTREAM) ? sums(true) : new long[0];
        long[] above = has(WeightRule.UPSTREAM) ? sums(false) : new long[0];
        for (int task = 0; task < weights.length; task++) {
            long weight = switch (tasks.get(task).options().weightRule()) {
                case DOWNSTREAM -> below[task];
                case UPSTREAM -> above[task];
                case ABSOLUTE -> tasks.get(task).options().priorityWeight();
            };
            weights[task] = Math.clamp(weight, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return weights;
    }

    private boolean has(WeightRule rule) {
        return tasks.stream().anyMatch(task -> task.options().weightRule() == rule);
    }

    /**
     * Sums over the relatives of each task, itself included. A set lives only until all its readers have taken it over,
     * so that a chain of ten thousand needs one set, not ten thousand.
     */
    private long[] sums(boolean downstream) {
        int size = tasks.size();
        long[] sums = new long[size];
        long[][] relatives = new long[size][];
        int[] readers = new int[size];
        for (int position = 0; position < size; position++) {
            int task = topology.order()[downstream ? size - 1 - position : position];
            Ints next = downstream ? topology.downstream(task) : topology.upstream(task);
            long[] set = union(next, relatives, readers);
            WeightedSets.add(set, task);
            // With one neighbour the rest of the set is that neighbour's, whose sum is known.
            sums[task] = next.size() == 1 ? sums[next.get(0)] + sets.weight(task) : sets.sum(set);
            readers[task] = (downstream ? topology.upstream(task) : topology.downstream(task)).size();
            relatives[task] = readers[task] == 0 ? RELEASED : set;
        }
        return sums;
    }

    private long[] union(Ints next, long[][] relatives, int[] readers) {
        long[] union = RELEASED;
        for (int i = 0; i < next.size(); i++) {
            int other = next.get(i);
            long[] set = relatives[other];
            boolean last = --readers[other] == 0;
            if (last) {
                relatives[other] = RELEASED;
            }
            if (i > 0) {
                WeightedSets.addAll(union, set);
            } else {
                union = last ? set : set.clone();
            }
        }
        return next.isEmpty() ? sets.empty() : union;
    }
}
