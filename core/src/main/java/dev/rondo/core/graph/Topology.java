package dev.rondo.core.graph;

import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Edges and order of a graph.
 *
 * <p>Besides what the spec lists, a teardown follows its setups, a mapped task follows what it is mapped over, and so
 * do the first tasks of a mapped group.
 */
final class Topology {

    private final Ints[] upstream;
    private final Ints[] downstream;
    private final int[] order;

    private Topology(Ints[] upstream, Ints[] downstream, int[] order) {
        this.upstream = upstream;
        this.downstream = downstream;
        this.order = order;
    }

    static Topology of(
            String dagId, List<TaskSpec> tasks, Map<String, Integer> indexes, Map<String, GroupSpec> groups) {
        Edges edges = new Edges(dagId, tasks, indexes);
        for (int task = 0; task < tasks.size(); task++) {
            edges.addOf(task);
        }
        edges.addOfMappedGroups(groups);
        Ints[] upstream = new Ints[tasks.size()];
        int[] degrees = new int[tasks.size()];
        for (int task = 0; task < tasks.size(); task++) {
            Ints above = Ints.of(edges.upstream.get(task).stream().mapToInt(Integer::intValue));
            upstream[task] = above;
            above.stream().forEach(each -> degrees[each]++);
        }
        Ints[] downstream = reversed(upstream, degrees);
        return new Topology(upstream, downstream, sorted(dagId, tasks, upstream, downstream));
    }

    Ints upstream(int task) {
        return upstream[task];
    }

    Ints downstream(int task) {
        return downstream[task];
    }

    /** All tasks, each after those upstream of it. */
    int[] order() {
        return order;
    }

    BitSet ancestors(int task) {
        return reachable(task, upstream);
    }

    BitSet descendants(int task) {
        return reachable(task, downstream);
    }

    private static BitSet reachable(int from, Ints[] neighbours) {
        BitSet seen = new BitSet(neighbours.length);
        int[] stack = new int[neighbours.length + 1];
        int size = 0;
        stack[size++] = from;
        while (size > 0) {
            Ints next = neighbours[stack[--size]];
            for (int i = 0; i < next.size(); i++) {
                int task = next.get(i);
                if (!seen.get(task)) {
                    seen.set(task);
                    stack[size++] = task;
                }
            }
        }
        return seen;
    }

    static Ints[] reversed(Ints[] edges, int[] degrees) {
        int[][] reversed = new int[edges.length][];
        int[] filled = new int[edges.length];
        for (int task = 0; task < edges.length; task++) {
            reversed[task] = new int[degrees[task]];
        }
        for (int task = 0; task < edges.length; task++) {
            for (int i = 0; i < edges[task].size(); i++) {
                int other = edges[task].get(i);
                reversed[other][filled[other]++] = task;
            }
        }
        Ints[] result = new Ints[edges.length];
        for (int task = 0; task < edges.length; task++) {
            result[task] = Ints.of(reversed[task]);
        }
        return result;
    }

    private static int[] sorted(String dagId, List<TaskSpec> tasks, Ints[] upstream, Ints[] downstream) {
        int[] open = IntStream.range(0, upstream.length)
                .map(task -> upstream[task].size())
                .toArray();
        int[] order = new int[upstream.length];
        int size = 0;
        for (int task = 0; task < open.length; task++) {
            if (open[task] == 0) {
                order[size++] = task;
            }
        }
        for (int next = 0; next < size; next++) {
            Ints below = downstream[order[next]];
            for (int i = 0; i < below.size(); i++) {
                if (--open[below.get(i)] == 0) {
                    order[size++] = below.get(i);
                }
            }
        }
        if (size < order.length) {
            List<String> inCycle = IntStream.range(0, open.length)
                    .filter(task -> open[task] > 0)
                    .limit(10)
                    .mapToObj(task -> tasks.get(task).taskId())
                    .toList();
            throw new IllegalArgumentException("dag '" + dagId + "' has a cycle: none of " + inCycle
                    + " can be first; the loader should have refused it");
        }
        return order;
    }

    /** Collects the upstream tasks of each task. */
    private static final class Edges {
        private final String dagId;
        private final List<TaskSpec> tasks;
        private final Map<String, Integer> indexes;
        private final List<List<Integer>> upstream = new ArrayList<>();

        private Edges(String dagId, List<TaskSpec> tasks, Map<String, Integer> indexes) {
            this.dagId = dagId;
            this.tasks = tasks;
            this.indexes = indexes;
            tasks.forEach(task -> upstream.add(new ArrayList<>()));
        }

        private void addOf(int task) {
            TaskSpec spec = tasks.get(task);
            spec.upstream().forEach(above -> add(task, above));
            if (spec.teardownOf() != null) {
                spec.teardownOf().forEach(setup -> add(task, setup));
            }
            addSources(task, spec.mapping());
        }

        private void addOfMappedGroups(Map<String, GroupSpec> groups) {
            Map<Integer, GroupSpec> mapped = new HashMap<>();
            for (int task = 0; task < tasks.size(); task++) {
                GroupSpec group = MappedUnits.mappedGroup(tasks.get(task).groupId(), groups);
                if (group != null) {
                    mapped.put(task, group);
                }
            }
            mapped.forEach((task, group) -> {
                boolean first = upstream.get(task).stream().noneMatch(above -> group.equals(mapped.get(above)));
                if (first) {
                    addSources(task, group.mapping());
                }
            });
        }

        private void addSources(int task, @Nullable MappingSpec mapping) {
            if (mapping == null) {
                return;
            }
            for (Axis axis : mapping.axes()) {
                if (axis instanceof Axis.Result result) {
                    add(task, result.taskId());
                }
            }
        }

        private void add(int task, String above) {
            Integer index = indexes.get(above);
            if (index == null) {
                throw new IllegalArgumentException("dag '" + dagId + "': task '"
                        + tasks.get(task).taskId() + "' depends on '" + above
                        + "', which this dag does not define; the loader should have refused it");
            }
            upstream.get(task).add(index);
        }
    }
}
