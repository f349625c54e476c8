package dev.rondo.core.graph;

import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Effective priority weights: a task's own, plus those of all tasks below or above it, each once. */
final class Weights {

    private Weights() {}

    static int[] of(List<TaskSpec> tasks, Topology topology) {
        int[] weights = new int[tasks.size()];
        long[] below = has(tasks, WeightRule.DOWNSTREAM) ? sums(tasks, topology, true) : new long[0];
        long[] above = has(tasks, WeightRule.UPSTREAM) ? sums(tasks, topology, false) : new long[0];
        for (int task = 0; task < weights.length; task++) {
            long weight = switch (tasks.get(task).options().weightRule()) {
                case DOWNSTREAM -> below[task];
                case UPSTREAM -> above[task];
                case ABSOLUTE -> own(tasks, task);
            };
            weights[task] = Math.clamp(weight, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return weights;
    }

    private static boolean has(List<TaskSpec> tasks, WeightRule rule) {
        return tasks.stream().anyMatch(task -> task.options().weightRule() == rule);
    }

    private static int own(List<TaskSpec> tasks, int task) {
        return tasks.get(task).options().priorityWeight();
    }

    /**
     * Sums over the relatives of each task. A set lives only until all its readers have taken it over, so that a chain
     * of ten thousand needs one set, not ten thousand.
     */
    private static long[] sums(List<TaskSpec> tasks, Topology topology, boolean downstream) {
        int size = tasks.size();
        long[] sums = new long[size];
        @Nullable BitSet[] relatives = new @Nullable BitSet[size];
        int[] readers = new int[size];
        for (int position = 0; position < size; position++) {
            int task = topology.order()[downstream ? size - 1 - position : position];
            Ints next = downstream ? topology.downstream(task) : topology.upstream(task);
            BitSet set = union(next, relatives, readers);
            // With one neighbour the set is that neighbour's, whose sum is known: a chain stays linear.
            sums[task] = own(tasks, task) + (next.size() == 1 ? sums[next.get(0)] : sum(tasks, set));
            set.set(task);
            readers[task] = (downstream ? topology.upstream(task) : topology.downstream(task)).size();
            relatives[task] = readers[task] == 0 ? null : set;
        }
        return sums;
    }

    private static long sum(List<TaskSpec> tasks, BitSet set) {
        long sum = 0;
        for (int each = set.nextSetBit(0); each >= 0; each = set.nextSetBit(each + 1)) {
            sum += own(tasks, each);
        }
        return sum;
    }

    private static BitSet union(Ints next, @Nullable BitSet[] relatives, int[] readers) {
        BitSet union = null;
        for (int i = 0; i < next.size(); i++) {
            int other = next.get(i);
            BitSet set = relatives[other];
            if (set == null) {
                throw new IllegalStateException("task index " + other + " was released before its last reader");
            }
            boolean last = --readers[other] == 0;
            if (last) {
                relatives[other] = null;
            }
            if (union == null) {
                union = last ? set : (BitSet) set.clone();
            } else {
                union.or(set);
            }
        }
        return union == null ? new BitSet() : union;
    }
}
